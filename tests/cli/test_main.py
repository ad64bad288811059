"""The command as a whole: help, start, errors in one shape, and a calm end whatever happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command import Command, created
from tests.cli.terminal import SitDown

from campaign.cli.main import VERBS
from campaign.rehearsal.world import World

SCRIPT = Path(sys.executable).with_name("campaign")

NETWORK = {"github", "requests", "urllib3", "graphql"}

TOKEN = "ghp_" + "A1b2" * 9


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_for_narrow_windows_and_shows_an_example(verb: str, campaign: Command) -> None:
    """Whoever is lost finds a line to copy, in 80 columns, whatever the window."""
    ended = campaign(*verb.split(), "--help", env={"COLUMNS": "200"})
    assert (ended.code, ended.err) == (0, "")
    assert "Example" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    assert "..." not in ended.out.split("\n", 1)[1]


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("post", "--help"),
        ("--version",),
        ("list",),
        ("preview", "immigrationos-2026", "--json"),
        ("validate", "notechforice-2019"),
    ],
)
def test_offline_verbs_never_load_the_network(words: tuple[str, ...], campaign: Command) -> None:
    """What needs no network is quick, and cannot reach it."""
    probe = (
        "import sys; from campaign.cli.main import run; code = run(sys.argv[1:]);"
        f" loaded = {NETWORK!r} & set(sys.modules); sys.exit(str(loaded) if loaded else code)"
    )
    ended = campaign(*words, program=[sys.executable, "-c", probe])
    assert ended.code == 0, ended.err


def test_version(campaign: Command) -> None:
    """One line for a bug report."""
    from campaign import __version__

    assert campaign("--version").out == f"campaign, version {__version__}\n"


def test_nothing_asked_shows_the_help(campaign: Command) -> None:
    """The bare command teaches, and a script learns that it asked nothing."""
    ended = campaign()
    assert ended.code == 2
    assert "Examples:" in ended.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("list", "--plain"), "stands before the verb"),
        (("check", "x", "-v"), "stands before the verb"),
        (("post", "x", "--token", "y"), "set it as GH_TOKEN"),
        (("posd", "x"), "campaign --help"),
        (("post", "x", "--limt", "3"), "campaign post --help"),
    ],
)
def test_a_slip_is_met_with_the_way_on(
    words: tuple[str, ...], hint: str, campaign: Command
) -> None:
    """Wrong usage ends with 2 and says what would be right."""
    ended = campaign(*words)
    assert (ended.code, ended.out) == (2, "")
    assert hint in ended.err


@pytest.mark.parametrize(
    "words",
    [
        (TOKEN,),
        ("preview", TOKEN),
        ("check", TOKEN),
        ("settle", TOKEN, "--decide"),
        ("--state-dir", TOKEN, "settle", "notechforice-2019", "--decide"),
        ("post", "notechforice-2019", TOKEN),
        ("post", "notechforice-2019", "--limit", TOKEN),
        ("post", "notechforice-2019", "--yes", "--repo", TOKEN),
        ("post", "notechforice-2019", f"--token={TOKEN}"),
        ("post", "notechforice-2019", "--token", TOKEN),
        ("--api-url", f"https://{TOKEN}@127.0.0.1:1", "list"),
        ("--state-dir", f"/dev/null/{TOKEN}", "settle", "notechforice-2019"),
    ],
)
def test_a_token_in_the_wrong_place_is_not_repeated(
    words: tuple[str, ...], campaign: Command
) -> None:
    """Screens are shared and logs are kept: no message holds a token, wherever it was typed."""
    ended = campaign(*words)
    assert ended.code != 0
    assert TOKEN not in ended.out + ended.err


def test_the_token_in_use_is_not_repeated(campaign: Command) -> None:
    """The same for the token one is signed in with, although it has no known shape."""
    for options in ([], ["--json"]):
        words = ("preview", "my-old-token-1234", *options)
        ended = campaign(*words, env={"GH_TOKEN": "my-old-token-1234"})
        assert ended.code == 2
        assert "my-old-token-1234" not in ended.out + ended.err


@pytest.mark.parametrize("option", ["--pace", "--max-wait", "--timeout"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1"])
def test_a_time_is_a_number(option: str, value: str, campaign: Command) -> None:
    """`nan` is smaller than no bound, and would do away with every pause."""
    ended = campaign("post", "notechforice-2019", option, value)
    assert (ended.code, ended.out) == (2, "")
    assert f"'{option}'" in ended.told
    assert "a number from" in ended.told


@pytest.mark.parametrize(
    "address",
    [
        "http://api.github.com",
        "ftp://127.0.0.1",
        "http://[",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:x",
        "https://user:word@127.0.0.1",
        "https://127.0.0.1/?q",
        "https://127.0.0.1/ü",
        "https://127.0.0.1#@api.github.com",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
    ],
)
def test_the_token_travels_only_to_a_safe_address(address: str, campaign: Command) -> None:
    """Another scheme, plain http over a network, or an address that reads two ways is refused."""
    ended = campaign("check", "palantir/blueprint", env={"CAMPAIGN_API_URL": address})
    assert (ended.code, ended.out) == (2, "")
    assert "an address starting with https://" in ended.err


def test_settings_of_other_tools_are_ignored(
    campaign: Command, world: World, nobody_there: str
) -> None:
    """Nothing but our own option decides where a token goes."""
    evil = {
        "GITHUB_API_URL": nobody_there,
        "GITHUB_SERVER_URL": nobody_there,
        "GH_HOST": nobody_there.removeprefix("http://"),
        "GITHUB_GRAPHQL_URL": nobody_there,
        "http_proxy": nobody_there,
        "HTTPS_PROXY": nobody_there,
        "ALL_PROXY": nobody_there,
    }
    assert campaign("check", "palantir/blueprint", env=evil).code == 0
    assert world.requests()


def test_who_is_not_connected_hears_what_was_ignored(campaign: Command, nobody_there: str) -> None:
    """A proxy's variable is named, but not its value, and why it is not used."""
    lost = {"CAMPAIGN_API_URL": nobody_there, "HTTPS_PROXY": "http://secret@proxy.example"}
    ended = campaign("check", "palantir/blueprint", env=lost)
    assert (ended.code, ended.out) == (1, "")
    assert "(HTTPS_PROXY) are not used here" in ended.told
    assert "proxy.example" not in ended.told


@pytest.mark.skipif(not SCRIPT.exists(), reason="the command is not installed")
def test_files_lying_about_are_not_run(campaign: Command, running: Path) -> None:
    """The folder one happens to stand in cannot put its own code into the command."""
    for name in ("yaml", "github", "rich", "click", "sitecustomize", "json", "campaign"):
        (campaign.folder / f"{name}.py").write_text("open('pwned', 'w').close()\n")
    ended = campaign("check", running, program=[str(SCRIPT)])
    assert ended.code == 0, ended.err
    assert not list(campaign.folder.glob("pwned"))


@pytest.mark.parametrize("words", [("list",), ("preview", "notechforice-2019"), ("list", "--json")])
def test_a_reader_that_leaves_is_no_drama(words: tuple[str, ...], campaign: Command) -> None:
    """`campaign list | head -1` ends quietly."""
    process = campaign.start(*words)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    talk = process.stderr.read()
    process.stderr.close()
    assert process.wait(20) in (0, 1)
    assert "Error" not in talk
    assert "Exception" not in talk


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_full_disk_is_told_in_words(options: list[str], campaign: Command) -> None:
    """Output that cannot be written is an error with a sentence, not a traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "campaign", "list", *options],
            stdout=full,
            stderr=subprocess.PIPE,
            env=campaign.environment(),
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("The system refused: No space left on device.")
    assert "Exception" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell's way to close a stream")
@pytest.mark.parametrize("options", ["", "--json"])
@pytest.mark.parametrize(
    "streams",
    ["| true", ">/dev/full", "2>&1 >/dev/full | head -1", "2> >(head -1)", "2>/dev/full"],
)
def test_a_run_outlasts_its_readers(
    streams: str, options: str, campaign: Command, running: Path, world: World
) -> None:
    """Whoever stops reading ends no posting: the share is posted, with the run's own exit code."""
    command = f'"{sys.executable}" -m campaign post "{running}" --yes --pace 0 {options}'
    done = subprocess.run(
        ["bash", "-c", f"{command} {streams}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        env=campaign.environment(),
        text=True,
    )
    assert done.returncode == 0
    assert created(world) == 3
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    if streams in ("| true", ">/dev/full"):
        assert "The results could not be written where they were to go" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell's way to close a stream")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_as_good_as_none(closed: str, campaign: Command, running: Path) -> None:
    """Started without a stdin, stdout or stderr it does its work, and mixes nothing up."""
    line = f'"{sys.executable}" -m campaign post "{running}" --dry-run --json {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, env=campaign.environment(), text=True
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert done.stdout[:1] == ("" if ">&-" in closed.split("2")[0] else "{")


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("preview", "immigrationos-2026", "--lang", "ar"),
        ("check", "notechforice-2019"),
        ("post", "notechforice-2019", "--yes"),
        ("validate", "notechforice-2019"),
        ("rehearse", "notechforice-2019", "--scene", "calm"),
    ],
)
def test_a_terminal_of_the_last_century_will_do(words: tuple[str, ...], campaign: Command) -> None:
    """What cannot be shown is written as an escape; nothing breaks."""
    old = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "TERM": "dumb", "NO_COLOR": "1"}
    ended = campaign(*words, env=old)
    assert ended.code in (0, 5), ended.err
    assert (ended.out + ended.err).isascii()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_survives_an_encoding_that_cannot_hold_it(encoding: str, campaign: Command) -> None:
    """A script gets the same document, whatever encoding its pipe is said to have."""
    words = ("preview", "immigrationos-2026", "--lang", "ar", "--statement", "é 👩‍👧", "--json")
    ended = campaign(*words, env={"PYTHONIOENCODING": encoding})
    assert "é 👩‍👧" in ended.json["drafts"][0]["body"]
    assert ended.json["drafts"][0]["title"].startswith("إلى العاملين")


def test_the_unforeseen_is_told_in_words(campaign: Command) -> None:
    """A fault of our own ends with a sentence and exit 1; `-v` shows what to report."""
    broken = (
        "import sys; from campaign.cli import main, app;"
        " app.App.campaign_file = lambda *_: 1 / 0; sys.exit(main.run(sys.argv[1:]))"
    )
    program = [sys.executable, "-c", broken]
    ended = campaign("preview", "notechforice-2019", program=program)
    assert (ended.code, ended.out) == (1, "")
    assert "nobody foresaw: ZeroDivisionError" in ended.err
    assert campaign("preview", "x", "--json", program=program).json["exit"] == 1
    told = subprocess.run([*program, "-v", "preview", "x"], capture_output=True, text=True)
    assert "Traceback" in told.stderr


def test_a_mistyped_verb_is_put_right(campaign: Command) -> None:
    """The one that is perhaps meant is named; where there is none, nothing is guessed."""
    assert "Did you mean `campaign post`?" in campaign("pst").told
    assert "Did you mean" not in campaign("xyz").told


def test_a_campaign_that_is_missing(campaign: Command) -> None:
    """Whoever does not know its name learns how to find it."""
    assert "`campaign list` shows the campaigns there are." in campaign("post").told


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
@pytest.mark.parametrize("plain", [False, True])
def test_an_error_breaks_between_words(plain: bool, sit_down: SitDown) -> None:
    """At a terminal no word is torn; with --plain one line stays one, whatever the window."""
    options = ("--plain",) if plain else ()
    window = sit_down(*options, "post", "notechforice-2019", "--statement", "x", "--edit")
    assert window.end() == 2
    words = "Give one of --statement, --statement-file, --edit and --no-statement, not several."
    assert words in window.new or plain
    assert (b"\r\n" in window.shown.partition(b"several.")[0]) != plain
