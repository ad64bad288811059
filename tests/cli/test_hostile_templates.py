"""Hostile templates and titles, as the installed command meets them."""

from pathlib import Path

import pytest
from tests.cli.command import FAST, Command
from tests.cli.probe import refused

from campaign.rehearsal.world import World

pytestmark = pytest.mark.slow

TEMPLATES = {
    "a way into Python": "{{ ''.__class__.__mro__ }}",
    "another file": "{% include '/etc/passwd' %}",
    "an import": "{% import 'os' as x %}",
    "a parent": "{% extends '/etc/passwd' %}",
    "a text of a gigabyte": "{{ 'a' * 10**9 }}",
    "a list of a gigabyte": "{{ [0] * 10**9 }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "two loops of a hundred thousand": (
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"
    ),
    "an unknown name": "{{ nope }}",
    "lorem ipsum without end": "{{ lipsum(n=10**9) }}",
    "a cycler": "{{ cycler }}",
    "a joiner": "{{ joiner }}",
    "an object": "{{ target }}",
    "a name of somebody": "{{ user }}",
    "a comment that never ends": "{# a",
    "sixty thousand braces": "{{" * 30_000,
}
"""What a template should not be able to do → one that tries."""


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_hostile_template_is_refused_with_its_place(
    case: str, campaign: Command, running: Path, world: World
) -> None:
    """The line of the template, and what may stand there instead; nothing is read or reckoned."""
    template = running.parents[1] / "templates" / "notechforice-2019.md.j2"
    template.write_text(f"Hello,\n\n{TEMPLATES[case]}\n")
    told = refused(campaign, running, world)
    assert f"{template.name}:" in told
    assert "root:" not in told
    if case == "an unknown name":
        assert "nope" in told
        assert "campaign.title, campaign.summary" in told


def test_a_text_too_long_for_one_repository_is_posted_nowhere(
    campaign: Command, running: Path, world: World
) -> None:
    """One character too many in the last of the drafts: not even the first is posted."""
    template = running.parents[1] / "templates" / "notechforice-2019.md.j2"
    template.write_text("{{ target.name }}\n\n" + "{{ campaign.summary }}" * 2 + "{{ statement }}")
    short, long = "atlasdb", "python-language-server"
    drafts = campaign("preview", running, "--json").json["drafts"]
    sizes = {each["repo"].partition("/")[2]: len(each["body"]) for each in drafts}
    assert sizes[long] - sizes[short] == len(long) - len(short)
    # So that the shortest name just fits, and the longest does not.
    missing = 65_536 - sizes[short]
    template.write_text(template.read_text().replace("{{ statement }}", "x" * missing))
    fits = campaign("preview", running, "--repo", f"palantir/{short}", "--json")
    # A known account has a longer marker, so the exact end is for `preview` alone.
    assert len(fits.json["drafts"][0]["body"]) == 65_536
    ended = campaign("post", running, *FAST)
    assert ended.code == 2
    assert "GitHub takes 65,536" in ended.told
    assert "Nothing was posted anywhere." in ended.told
    assert not world.requests("POST", "/issues")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ('"{% if statement %}x{% endif %}"', "blank"),
        ('"{{ target.name }}\\n{{ target.owner }}"', "one line"),
        ('"' + "{{ target.repo }}" * 20 + '"', "GitHub takes 256"),
    ],
)
def test_a_title_that_github_would_not_take_is_posted_nowhere(
    title: str, words: str, campaign: Command, running: Path, world: World
) -> None:
    """Empty, of two lines, or of more than 256 characters: refused before the first issue."""
    lines = running.read_text().split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith('  title: "To the people'))
    lines[number] = f"  title: {title}"
    running.write_text("\n".join(lines))
    ended = campaign("post", running, *FAST)
    assert ended.code in (1, 2)
    assert words in ended.told
    assert not world.requests("POST", "/issues")
