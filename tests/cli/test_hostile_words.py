"""What a statement and GitHub's answer may hold, from the keyboard to the issue itself."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, created

from campaign.core.effects import effects
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply
from campaign.rehearsal.world import World

pytestmark = pytest.mark.slow

ONE = ("--repo", "palantir/blueprint")


def posted_body(world: World) -> str:
    """The text of the one issue that was made, as the stand-in keeps it."""
    repository = world.find("palantir/blueprint")
    assert repository is not None
    assert created(world) == 1
    return repository.issues[max(repository.issues)].body


@pytest.mark.parametrize(
    "words",
    [
        "تركت عائلتي بلدها، وأرى الخوف كلّ يوم. سلام!",
        "המשפחה שלי ברחה, ואני רואה את הפחד. שלום!",
        "العربية والعبرية معًا: שלום עליכם، وبينهما o/r.",
        "👨‍👩‍👧 🏳️‍🌈 नमस्ते",
        "می‌خواهم بگویم؛ ක්‍ෂ, 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣",
        "Żółć, naïve café, Ελληνικά, 日本語　です, ½ × 3²",
        "e\u0301 and \u00e9, \u00a0 and \u202f",
    ],
)
def test_every_script_arrives_as_it_was_typed(
    words: str, campaign: Command, running: Path, world: World
) -> None:
    """Joined emoji and prose from right to left stand in the issue byte for byte."""
    assert campaign("post", running, *FAST, *ONE, "--statement", words).code == 0
    assert f"\n{words}\n".encode() in posted_body(world).encode()


@pytest.mark.parametrize(
    "words",
    [
        "@torvalds @org/team #1 o/r#2",
        "cc @torvalds, GH-12, octo/hello@0123456789abcdef0123456789abcdef01234567",
        "https://github.com/octo/hello/issues/3 and github.com/octo/hello/pull/4",
        "**@torvalds** _@org/team_ > @octocat\n\n- #12",
    ],
)
def test_nobody_is_called_by_a_statement(
    words: str, campaign: Command, running: Path, world: World
) -> None:
    """The issue notifies nobody and points to no other issue, and it is said beforehand."""
    ended = campaign("post", running, *FAST, *ONE, "--statement", words)
    assert ended.code == 0
    assert "so that nobody is notified" in ended.told
    found = effects(posted_body(world))
    assert (found.mentions, found.team_mentions, found.references) == ((), (), ())


@pytest.mark.parametrize(
    "shape",
    [
        *("as it is", "base64", "base64 of a header", "in the middle", "escaped", "in bold"),
        *("in two code letters", "in lines"),
    ],
)
def test_the_token_in_use_never_becomes_public(
    shape: str, campaign: Command, running: Path, world: World, ada: User
) -> None:
    """In any of the codings in which it is seen, refused before any request, and not repeated.

    Markdown's signs, and the ends of lines, hide it from no reader.
    """
    token = ada.token
    words = {
        "as it is": token,
        "base64": base64.b64encode(token.encode()).decode(),
        "base64 of a header": base64.b64encode(f"ada:{token}".encode()).decode(),
        "in the middle": f"look:{token}!",
        "escaped": token.replace("_", "\\_"),
        "in bold": f"{token[:9]}**{token[9:20]}**{token[20:]}",
        "in two code letters": f"`{token[:4]}``{token[4:]}`",
        "in lines": f"{token[:20]}\n{token[20:]}",
    }[shape]
    ended = campaign("post", running, *FAST, *ONE, "--statement", f"My words. {words}")
    assert ended.code == 2
    assert words not in ended.out + ended.err
    assert not world.log


@pytest.mark.parametrize("place", ['<div dir="rtl">{{ statement }}</div>', "`{{ statement }}`"])
def test_nobody_is_called_wherever_a_template_puts_the_words(
    place: str, campaign: Command, running: Path, world: World
) -> None:
    """What cannot be made harmless there is refused before anything is posted."""
    template = running.with_name("apart.md.j2")
    template.write_text(f"Hello,\n\n{place}\n")
    running.write_text(running.read_text().replace("notechforice-2019.md.j2", template.name))
    ended = campaign("post", running, *FAST, *ONE, "--statement", "hello @torvalds #77")
    if ended.code == 0:
        assert effects(posted_body(world)).quiet
    else:
        assert "Nothing was posted anywhere" in ended.told
        assert created(world) == 0


@pytest.mark.parametrize("words", ["", "   ", "\n\t\n", "\u200b", " \u200b ", "\u2800", "\ufeff"])
def test_nothing_to_read_is_no_statement(
    words: str, campaign: Command, running: Path, world: World
) -> None:
    """Where own words are required, white space and invisible characters are none."""
    running.write_text(running.read_text().replace("required: false", "required: true"))
    assert campaign("post", running, *FAST, *ONE, "--statement", words).code == 2
    assert not world.log


def test_html_in_a_statement_is_shown_before_it_is_posted(
    campaign: Command, running: Path, world: World
) -> None:
    """It stands in the issue as letters, and the very text is on the screen first."""
    words = "</details><script>alert(1)</script> <a href=javascript:alert(1)>x</a>"
    ended = campaign("post", running, *FAST, *ONE, "--statement", words)
    assert ended.code == 0
    body = posted_body(world)
    assert effects(body).tags == ()
    assert "javascript:" not in " ".join(effects(body).links)
    shown = "".join(line[4:] for line in ended.err.splitlines() if line.startswith("  │ "))
    assert "alert(1)" in shown
    for line in body.split("\n"):
        assert line.replace(" ", "") in shown.replace(" ", "")


HOSTILE_ADDRESSES = (
    "javascript:alert(1)",
    "https://evil.example/issues/1",
    "file:///etc/passwd",
    "\x1b]8;;https://evil.example\x07",
    "",
)


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_an_address_in_an_answer_is_not_believed(
    address: str, campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """The link to the issue is made of its number, whatever the answer calls its address."""

    def lie(honest: Reply) -> Reply:
        said = {**json.loads(honest.body), "html_url": address}
        return replace(honest, body=json.dumps(said).encode())

    github.plan(Fault(then=lie, after_create=True))
    ended = campaign("post", running, *FAST, *ONE, "--json")
    assert (ended.code, ended.outcomes) == (0, ["posted"])
    (result,) = ended.json["results"]
    assert result["url"] == f"https://github.com/palantir/blueprint/issues/{result['number']}"
    assert not address or address not in ended.out + ended.err
    assert campaign("status", "--json").json["issues"][0]["url"] == result["url"]
    assert created(world) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda honest: replace(honest, status=200),
        lambda honest: replace(honest, status=202),
        lambda honest: replace(honest, body=b""),
        lambda honest: replace(honest, body=honest.body.replace(b'"number":', b'"number":9')),
        lambda honest: replace(
            honest, body=honest.body.replace(b'"number":', b'"number":' + b"9" * 5000 + b',"x":')
        ),
    ],
    ids=["200", "202", "no body", "another number", "five thousand digits"],
)
def test_an_answer_that_cannot_be_believed_is_looked_after(
    spoil: object, campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """Nothing is sent again: the issue is found by its marker, or its number taken as it is."""
    github.plan(Fault(then=spoil, after_create=True))  # type: ignore[arg-type]
    campaign("post", running, *FAST, *ONE, "--max-wait", "0")
    again = campaign("post", running, *FAST, *ONE, "--max-wait", "0", "--json")
    assert again.outcomes == ["already"]
    assert len(world.requests("POST", "/issues")) == created(world) == 1
