"""A peaceful protest campaign on GitHub, as software.

file → Campaign → Draft → Access → Plan → Posting → Receipt → Tally → Page
"""

__version__ = "0.1.0"
