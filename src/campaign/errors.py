"""What can go wrong, in words for people, and the one table of exit codes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, TypeAlias, runtime_checkable


class Exit(IntEnum):
    """What a script learns from the command's end."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    CLOSED = 3
    SIGN_IN = 4
    WINDOW = 5
    UNKNOWN = 6
    LIMITED = 7
    PARTIAL = 8
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """One line for the help page."""
        return _MEANING[self]

    @classmethod
    def weightiest(cls, codes: Iterable["Exit"]) -> "Exit":
        """The one code to end with where several apply."""
        found = set(codes)
        return next((code for code in _ORDER if code in found), cls.DONE)


_MEANING = {
    Exit.DONE: "done, or nothing left to do",
    Exit.ERROR: "error",
    Exit.USAGE: "wrong usage, or an invalid campaign file",
    Exit.CLOSED: "nothing posted: every target is closed or refused",
    Exit.SIGN_IN: "sign-in missing or not sufficient",
    Exit.WINDOW: "outside the action window, paused or over",
    Exit.UNKNOWN: "an outcome is unknown: look before trying again",
    Exit.LIMITED: "rate limited, deferred; the time to come back is printed",
    Exit.PARTIAL: "some posted, some not",
    Exit.INTERRUPTED: "interrupted",
}

_ORDER = (
    Exit.INTERRUPTED,
    Exit.SIGN_IN,
    Exit.UNKNOWN,
    Exit.LIMITED,
    Exit.PARTIAL,
    Exit.WINDOW,
    Exit.CLOSED,
    Exit.USAGE,
    Exit.ERROR,
)


_Translate: TypeAlias = Callable[[str], str]
_TranslateCounted: TypeAlias = Callable[[str, str, int], str]


@runtime_checkable
class Tellable(Protocol):
    """An English text that can be told in another language."""

    def told(self, translate: _Translate, counted: _TranslateCounted, /) -> str:
        """The sentence, its words translated."""
        ...


class CampaignError(Exception):
    """Something a person can understand and do something about.

    `message` says what happened and what was and was not done; `hint` names the next step. Both
    are English, for documents and records; `told` is for the screen.
    """

    exit_code = Exit.ERROR

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def told(self, translate: _Translate, counted: _TranslateCounted) -> tuple[str, str]:
        """Message and hint in another language, as far as somebody has translated them."""

        def tell(text: str) -> str:
            return text.told(translate, counted) if isinstance(text, Tellable) else translate(text)

        return tell(self.message), tell(self.hint)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong in a file, and where: lines and columns count from 1."""

    line: int
    column: int
    path: str
    """The key, such as `targets[2].repo`; empty where the file as a whole is meant."""
    message: str
    hint: str = ""
    file: str = ""
    """Set where the fault is in another file than the campaign, such as its template."""
    advice: str = ""
    """Set where nothing is wrong, but something could be better: the advice's id."""


class InvalidCampaign(CampaignError):
    """A campaign file, or the template it names, that breaks the format."""

    exit_code = Exit.USAGE

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        self.file = file
        self.faults = tuple(faults)
        lines = (f"{f.file or file}:{f.line}:{f.column}: {f.message}" for f in self.faults)
        super().__init__("\n".join(lines), hint="\n".join(f.hint for f in self.faults if f.hint))


class WrongUsage(CampaignError):
    """The command line asks for something that cannot be."""

    exit_code = Exit.USAGE


class SignInNeeded(CampaignError):
    """No token, or one that GitHub does not accept for this."""

    exit_code = Exit.SIGN_IN


class OutsideWindow(CampaignError):
    """The action has not begun, is paused, or is over."""

    exit_code = Exit.WINDOW


class RateLimited(CampaignError):
    """GitHub asks for a pause longer than we may wait."""

    exit_code = Exit.LIMITED
