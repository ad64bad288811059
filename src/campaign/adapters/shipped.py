"""Which campaign is meant: a file, or the name of one that is shipped or lies in this folder."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import campaign
from campaign.adapters.campaign_file import LIMIT
from campaign.adapters.plain_file import Unreadable, read_bytes
from campaign.core.fields import quoted
from campaign.core.sentence import Sentence, in_a_row, sentence
from campaign.errors import WrongUsage

_PACKAGE = Path(campaign.__file__).parent
_ENDINGS = (".yaml", ".yml")
_SEPARATOR = re.compile(r"[/\\]")
_NAME = re.compile(rb"^campaign:[ \t]*[\"']?([a-z0-9-]{0,64})", re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?|ftp|file|data|git|ssh):|(?:[a-z][a-z0-9+.-]*:)?//|\\\\", re.I)


def shipped() -> tuple[Path, ...]:
    """The campaigns that come with the program: in the wheel, or at the top of a checkout."""
    checkout = _PACKAGE.parent.name == "src"
    return _campaigns_in((_PACKAGE.parents[1] if checkout else _PACKAGE) / "campaigns")


def local(folder: Path) -> tuple[Path, ...]:
    """The campaigns in a folder and in its `campaigns/`, save the shipped ones."""
    ours = {path.resolve() for path in shipped()}
    found = (*_campaigns_in(folder), *_campaigns_in(folder / "campaigns"))
    return tuple(path for path in found if path.resolve() not in ours)


def find(name_or_path: str, *, folder: Path = Path()) -> Path:
    """The file that is meant: a path, or the name of a campaign, shipped or in `folder`.

    Raises:
        WrongUsage: it is an address, or there is no such file or campaign.
    """
    if _ADDRESS.match(name_or_path):
        raise WrongUsage(
            Sentence("A campaign is always a file on this computer, never an address."),
            hint=Sentence(
                "Download the file and its template, read both, then give the file's path."
            ),
        )
    known = {_slug(path) or path.name: path for path in (*local(folder), *shipped())}
    if _SEPARATOR.search(name_or_path) or name_or_path.endswith(_ENDINGS):
        return _existing(name_or_path, known.values())
    if name_or_path in known:
        return known[name_or_path]
    near = get_close_matches(name_or_path, known, 1, cutoff=0.5)
    raise WrongUsage(
        sentence("There is no campaign {name}.", name=quoted(name_or_path)),
        hint=in_a_row(
            sentence("Did you mean {name}?", name=near[0]) if near else "",
            sentence(
                "Known: {names}. For a file, give its path, ending in .yaml.",
                names=", ".join(sorted(known)),
            ),
        ),
    )


def _existing(path: str, known: Iterable[Path]) -> Path:
    try:
        if Path(path).exists():
            return Path(path)
    except OSError:  # such as a name longer than the system can have
        pass
    names = {each.name: each for each in known}
    near = get_close_matches(Path(path).name, names, 1)
    raise WrongUsage(
        sentence("There is no file {name}.", name=quoted(path)),
        hint=sentence("Did you mean {name}?", name=names[near[0]])
        if near
        else Sentence("Check the name and the folder."),
    )


def _campaigns_in(folder: Path) -> tuple[Path, ...]:
    files = sorted(path for ending in _ENDINGS for path in folder.glob(f"*{ending}"))
    return tuple(path for path in files if _slug(path) is not None)


def _slug(path: Path) -> str | None:
    """The name a campaign file gives itself, empty where it is no name; None for other files."""
    try:
        found = _NAME.search(read_bytes(path, limit=LIMIT, follow_links=True))
    except Unreadable:
        return None
    return found[1].decode() if found else None
