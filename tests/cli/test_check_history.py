"""`campaign check --history`: what earlier looks found, told without any network."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.cli.command import Command

from campaign.adapters.look_book import LookBook
from campaign.core.access import Reason, Verdict
from campaign.core.history import Glimpse, Look
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
ANSWERS = {
    "o": (Verdict.OPEN, Reason.VIEWER_CAN_CREATE),
    "c": (Verdict.CLOSED, Reason.ARCHIVED),
    "u": (Verdict.UNKNOWN, Reason.NO_EVIDENCE),
}
ATLAS, CONJURE = "palantir/atlasdb", "palantir/conjure"


@pytest.fixture
def book(campaign: Command, github: StandIn) -> LookBook:
    """Where the command keeps its looks at this stand-in."""
    host = github.url.removeprefix("http://").replace(":", "-")
    return LookBook(Path(campaign.settings["CAMPAIGN_STATE_DIR"]) / f"looks-{host}.jsonl")


def write(book: LookBook, repo: str, answers: Sequence[str], *, account: int | None = 7) -> None:
    """A look every ten minutes from noon; none where a space stands."""
    for number, letter in enumerate(answers):
        if letter != " ":
            verdict, reason = ANSWERS[letter]
            book.add(
                Look(
                    at=NOON + timedelta(minutes=10 * number),
                    account_id=account,
                    login="ada" if account else None,
                    seen=(Glimpse(repo=repo, verdict=verdict, reason=reason),),
                )
            )


def test_every_check_is_kept(campaign: Command, world: World, running: Path) -> None:
    """Each look with its verdicts, through whose account, and nothing of the token."""
    campaign("check", running)
    world.find(CONJURE).has_issues = False  # type: ignore[union-attr]
    campaign("check", CONJURE, "--json")
    history = campaign("check", running, "--history", "--json").json
    assert (history["schema"], history["viewer"]) == ("campaign.check-history/1", "ada")
    stretches = {row["repo"]: row["stretches"] for row in history["repositories"]}
    assert len(stretches) == 10
    assert [each["verdict"] for each in stretches[CONJURE]] == ["open", "closed"]
    assert [each["verdict"] for each in stretches[ATLAS]] == ["open"]
    folder = Path(campaign.settings["CAMPAIGN_STATE_DIR"])
    assert all(campaign.secret not in file.read_text() for file in folder.glob("looks*"))


def test_it_needs_no_network(campaign: Command, book: LookBook, world: World) -> None:
    """No request is made, signed in or not."""
    write(book, ATLAS, "ooc")
    assert campaign("check", ATLAS, "--history", env={"GH_TOKEN": None}).code == 0
    assert not world.requests()


def test_a_picture_has_a_letter_where_an_answer_begins(campaign: Command, book: LookBook) -> None:
    """Blocks and letters, a gap where nobody looked, an axis in my time, a legend."""
    write(book, ATLAS, "ooooooooocccc")
    write(book, CONJURE, "u           o")
    ended = campaign("check", ATLAS, CONJURE, "--history", env={"TZ": "America/New_York"})
    lines = ended.out.splitlines()
    assert lines[0] == "Open or closed: 2 repositories, seen as ada"
    assert re.fullmatch(f"{ATLAS}  O█{{40,46}}C░{{10,20}}", lines[1])
    assert re.fullmatch(rf"{CONJURE}  \?·{{50,62}}O", lines[2])
    assert re.search(r"\|08:30 +\|09:00 +\|09:30", lines[3])
    assert lines[4] == "O██ open  C░░ closed  ?▒▒ unknown  ··· not looked at"
    told = " ".join(ended.out.split())
    assert "From Sat 11 May 2019, 08:00 EDT (America/New_York) to Sat 11 May 2019, 10:00" in told
    assert "In UTC: From Sat 11 May 2019, 12:00 UTC to Sat 11 May 2019, 14:00 UTC." in told
    assert f"{ATLAS}: closed from Sat 11 May 2019, 09:30 EDT" in told
    assert "archived" in told


@pytest.mark.parametrize("width", [1, 2, 3])
def test_no_window_is_too_narrow(width: int, campaign: Command, book: LookBook) -> None:
    """What nobody can read ends well all the same."""
    write(book, ATLAS, "ooc")
    assert campaign("check", ATLAS, "--history", env={"COLUMNS": str(width)}).code == 0


@pytest.mark.parametrize("width", [40, 60, 80, 150])
def test_the_picture_fits_the_window(width: int, campaign: Command, book: LookBook) -> None:
    """In a narrow one a row's name stands above it."""
    write(book, ATLAS, "ooooooooocccc")
    long = "palantir/a-name-that-is-longer-than-most"
    write(book, long, "ooooooooocccc")
    out = campaign("check", ATLAS, long, "--history", env={"COLUMNS": str(width)}).out
    assert max(map(len, out.splitlines())) <= width
    assert len(re.findall("O█+C░+", out)) == 2


def test_signs_fit_the_encoding(campaign: Command, book: LookBook) -> None:
    """Other signs where blocks cannot be written."""
    write(book, ATLAS, "ooooccccuuuu          o")
    out = campaign("check", ATLAS, "--history", env={"PYTHONIOENCODING": "ascii"}).out
    assert re.search(rf"{ATLAS}  O=+C-+\?~+\.+O", out)
    assert out.isascii()
    assert "\\u" not in out


def test_plain_is_a_sentence_for_each_stretch(campaign: Command, book: LookBook) -> None:
    """No picture to be heard: what held, from when to when, and why."""
    write(book, ATLAS, "ooc       c")
    out = campaign("--plain", "check", ATLAS, "palantir/none", "--history").out.splitlines()
    assert out[2:] == [
        f"{ATLAS}: open from Sat 11 May 2019, 12:00 UTC to Sat 11 May 2019, 12:10 UTC, 2 looks"
        " (this account may open issues).",
        f"{ATLAS}: closed at Sat 11 May 2019, 12:20 UTC, 1 look (archived).",
        f"{ATLAS}: not looked at from Sat 11 May 2019, 12:20 UTC to Sat 11 May 2019, 13:40 UTC.",
        f"{ATLAS}: closed at Sat 11 May 2019, 13:40 UTC, 1 look (archived).",
        "palantir/none: never looked at.",
    ]


def test_a_picture_can_be_written(campaign: Command, book: LookBook) -> None:
    """A file that any browser shows; written again it is replaced, but nothing else is."""
    write(book, ATLAS, "ooc")
    words = ("check", ATLAS, "--history", "--svg")
    for _ in range(2):
        assert campaign(*words, "doors.svg").code == 0
    root = ElementTree.fromstring((campaign.folder / "doors.svg").read_text())  # noqa: S314
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert ATLAS in texts
    assert "Open or closed: 1 repository, seen as ada" in texts
    letter = campaign.folder / "letter.txt"
    letter.write_text("dear")
    assert campaign(*words, letter).code == 1
    assert letter.read_text() == "dear"


def test_each_pair_of_eyes_has_a_history_of_its_own(campaign: Command, book: LookBook) -> None:
    """Looks without a token do not mix with those of an account; it is said that they are left."""
    write(book, ATLAS, "ooo")
    write(book, ATLAS, "   uu", account=None)
    ended = campaign("check", ATLAS, "--history")
    assert "2 looks with another account, or without any, are left out." in ended.told
    assert "unknown from" not in ended.out
    document = campaign("check", ATLAS, "--history", "--json").json
    assert document["looks_of_others"] == 2
    assert [each["verdict"] for each in document["repositories"][0]["stretches"]] == ["open"]


def test_an_owners_history_is_what_was_looked_at(campaign: Command, book: LookBook) -> None:
    """Without a network nobody knows which repositories there are."""
    write(book, ATLAS, "o")
    write(book, "ant/one", "o")
    rows = campaign("check", "palantir", "--history", "--json").json["repositories"]
    assert [row["repo"] for row in rows] == [ATLAS]


def test_nobody_looked_yet(campaign: Command) -> None:
    """No error: the command to begin with is named, and in JSON the history is empty."""
    folder = campaign.folder / "a b"
    ended = campaign("--state-dir", folder, "check", ATLAS, "--history")
    assert (ended.code, ended.out) == (0, "")
    assert f"campaign --state-dir '{folder}' check {ATLAS}" in ended.told
    in_json = campaign("check", ATLAS, "--history", "--json")
    assert in_json.code == 0
    document = in_json.json
    assert document["repositories"] == [{"repo": ATLAS, "stretches": []}]


def test_damage_is_told_and_hides_nothing(campaign: Command, book: LookBook) -> None:
    """The lines that can be read are shown."""
    write(book, ATLAS, "oo")
    with book.path.open("ab") as file:
        file.write(b"{broken\n")
    ended = campaign("--plain", "check", ATLAS, "--history")
    assert "1 line of the history is damaged" in ended.err
    assert "2 looks" in ended.out


def test_a_history_that_cannot_be_kept_stops_no_check(campaign: Command, book: LookBook) -> None:
    """The answer comes all the same, and it is said that it is not kept."""
    book.path.mkdir(parents=True)
    ended = campaign("check", ATLAS)
    assert ended.code == 0
    assert "open" in ended.out
    assert "This look is not kept for the history: " in ended.told
