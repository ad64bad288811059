"""Small texts from disk: an ordinary file of bounded size, in UTF-8, and nothing else."""

import codecs
import os
import re
import stat
from itertools import islice
from pathlib import Path

from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError, Fault


class Unreadable(CampaignError):
    """A file that is missing, too large, or not an ordinary file."""


def read_bytes(path: Path, *, limit: int, follow_links: bool = False) -> bytes:
    """The whole file, at most `limit` bytes. A pipe, a device or a folder is refused, unread.

    Raises:
        Unreadable: with the reason, and what was expected instead.
    """
    try:
        return _read(path, limit=limit, follow_links=follow_links)
    except FileNotFoundError:
        raise Unreadable(
            Sentence("There is no such file."), hint=Sentence("Check the name and the folder.")
        ) from None
    except OSError as error:
        reason = error.strerror or Sentence("unknown reason")
        raise Unreadable(
            sentence("The file cannot be read: {reason}.", reason=reason), hint=_ORDINARY
        ) from error
    except ValueError:
        raise Unreadable(Sentence("This is not the name of a file."), hint=_ORDINARY) from None


_ORDINARY = Sentence("Give an ordinary file that you may read.")


def _read(path: Path, *, limit: int, follow_links: bool) -> bytes:
    if not follow_links and path.is_symlink():
        raise Unreadable(
            Sentence("The file is a link to another file."),
            hint=Sentence("Put the file itself there."),
        )
    descriptor = os.open(path, _flags(follow_links=follow_links))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable(Sentence("This is not an ordinary file."), hint=_ORDINARY)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise Unreadable(
            sentence("The file is larger than {size} KiB.", size=limit // 1024),
            hint=Sentence("Shorten it."),
        )
    return data


def _flags(*, follow_links: bool) -> int:
    # O_NONBLOCK: opening a pipe that nobody writes to must not wait. Windows has only O_BINARY.
    names = ["O_BINARY", "O_CLOEXEC", "O_NONBLOCK"] + ([] if follow_links else ["O_NOFOLLOW"])
    flags = os.O_RDONLY
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


_UNSEEN = re.compile(
    r"[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\r(?!\n)"
)
"""What no text file needs: control characters, exotic line breaks, marks of other encodings."""

_SHOWN = 20
_SAVE = "Save the file as UTF-8, without a byte order mark."


def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    r"""The text, and a fault for everything that is not plain UTF-8; what cannot be read or seen is
    replaced, so that the places of all other faults stay right. Line breaks become `\n`.
    """
    faults = []
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if encoding:
        faults.append(_fault("", "The file is not saved as plain UTF-8.", _SAVE))
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        text = data.decode(encoding or "utf-8", errors="replace")
        before = data[: error.start].decode(encoding or "utf-8", errors="replace")
        faults.append(_fault(before, "This is not UTF-8 text.", _SAVE))
    for found in islice(_UNSEEN.finditer(text), _SHOWN):
        sign = f"The invisible character U+{ord(found[0]):04X} is not allowed."
        faults.append(_fault(text[: found.start()], sign, "Remove it, or write a line break."))
    return _UNSEEN.sub("\ufffd", text).replace("\r\n", "\n"), tuple(faults)


_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def _fault(before: str, message: str, hint: str) -> Fault:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Fault(line=line, column=column, path="", message=message, hint=hint)
