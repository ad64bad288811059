"""The arrows in order: the only place where the pure core and the outside meet.

file → Campaign → Draft → Access → Plan → Posting → Receipt

`forge.py` declares what GitHub must be able to do for us; clock, ledger and the person at the
desk are parameters too, so that a rehearsal runs the very same code.
"""
