"""The signs that GitHub turns into notifications, links and entries in other issues.

https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
GitHub's own patterns are narrower in places; in doubt these find more.
"""

import re

MENTION = re.compile(
    r"(?<![A-Za-z0-9])@([A-Za-z0-9][A-Za-z0-9_-]*)(?:/([A-Za-z0-9][A-Za-z0-9_.-]*))?"
)
_OWNER = r"(?:(?<![A-Za-z0-9_./-])[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(?:/[A-Za-z0-9_.-]{1,100})?)"
# An address becomes a link of its own even without a space before it.
_END = r"(?:(?![A-Za-z0-9_])|(?=[A-Za-z]{3,5}://))"
REFERENCE = re.compile(rf"{_OWNER}?#[0-9]+{_END}|(?<![A-Za-z0-9])[Gg][Hh]-[0-9]+{_END}")
COMMIT = re.compile(
    rf"{_OWNER}@[0-9a-f]{{7,40}}{_END}|(?<![A-Za-z0-9_])"
    rf"(?:[0-9a-f]{{40}}|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{{7,39}}){_END}"
)
# https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
CLOSING = re.compile(
    rf"(?<![A-Za-z0-9])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:{REFERENCE.pattern})",
    re.IGNORECASE,
)
ISSUE_ADDRESS = re.compile(
    r"(?:(?:https?:)?//(?:[^/\s@]{0,99}@)?(?:www\.)?|www\.)github\.com(?::[0-9]*)?"
    r"/(?:orgs/[^/\s]+|[^/\s]+/[^/\s]+)/(?:issues|pulls?|discussions|commit)/[A-Za-z0-9]+",
    re.IGNORECASE,
)
"""A link there leaves a trace in that issue, discussion or commit."""
