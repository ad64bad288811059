"""What PyYAML says of a broken file, in words for somebody who has never heard of YAML."""

import yaml

from campaign.errors import Fault

_QUOTES = 'Put the whole text in quotes: title: "ours: now".'
_ESCAPE = "Put the text in single quotes, where a backslash means itself."
_CLOSE = "Look for a quotation mark or bracket that is opened and not closed."
_ALIGN = "Keys of one group begin in the same column. Indent with spaces only."

# What PyYAML's `problem` or `context` contains, what it means, what to do about it.
_WORDS = (
    (r"'\t' that cannot start", "A tab stands where spaces are needed.", "Indent with spaces."),
    ("cannot start any token", "A text cannot begin with this character.", _QUOTES),
    ("mapping values are not allowed", "A colon cannot stand here.", f"{_QUOTES} {_ALIGN}"),
    ("while scanning a quoted scalar", "A quotation mark is not closed.", _CLOSE),
    ("unknown escape character", "A backslash cannot stand before this character.", _ESCAPE),
    ("escape sequence", "A backslash cannot stand before this character.", _ESCAPE),
    ("could not find expected ':'", "This line is neither a key nor part of a text.", _ALIGN),
    ("expected ',' or", "A bracket is not closed, or a comma is missing.", _CLOSE),
    ("expected the node content", "Something is missing here.", _CLOSE),
    ("<block end>", "This does not fit the lines above.", f"{_ALIGN} {_CLOSE}"),
    ("block sequence", "This does not fit the list above.", _ALIGN),
    ("sequence entries are not allowed", "A list cannot begin here.", _ALIGN),
    ("while scanning an alias", "A text cannot begin with *.", _QUOTES),
    ("while scanning an anchor", "A text cannot begin with &.", _QUOTES),
    ("tag", "A text cannot begin with !.", _QUOTES),
    ("block scalar", "After | or > nothing else may stand on the line.", "Begin a new line."),
    ("directive", "A line cannot begin with %.", _QUOTES),
    ("document separator", "A quotation mark is not closed.", _CLOSE),
    ("document start", "Something stands after the end of the document.", "Remove it."),
)


def in_plain_words(error: yaml.MarkedYAMLError) -> Fault:
    """The fault at the place PyYAML found it, or where the unfinished thing began."""
    said = f"{error.problem} {error.context}"
    message, hint = next(
        ((message, hint) for part, message, hint in _WORDS if part in said),
        ("This line cannot be understood.", f"{_ALIGN} {_QUOTES}"),
    )
    unfinished = any(part in said for part in ("end of stream", "separator", "expected ':'"))
    mark = (unfinished and error.context_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(line=line, column=column, path="", message=message, hint=hint)
