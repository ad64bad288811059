"""The command line: one thin file per verb; `screen.py` and `machine.py` turn values into text."""
