"""Each way a value can break the format, in our own words, at its place."""

import pytest

from campaign.adapters.schema_faults import check_format
from campaign.adapters.yaml_events import read_yaml

GOOD = {
    "campaign": "ours-2027",
    "title": "Ours",
    "summary": "What it is about.",
    "organiser": "{name: We, url: https://example.org/}",
    "action": "{starts: 2027-05-08 10:00, ends: 2027-05-09 10:00, timezone: UTC}",
    "issue": "{title: Please, template: ours.md.j2}",
    "targets": "[{repo: owner/name, why: They read it.}]",
}


def faults(**changes: str) -> list[tuple[str, str, str]]:
    """Path, message and hint of everything wrong in a file with these values."""
    text = "".join(f"{key}: {value}\n" for key, value in {**GOOD, **changes}.items())
    document = read_yaml(text)
    assert document.faults == ()
    campaign, found = check_format(document)
    assert (campaign is None) == bool(found)
    return [(fault.path, fault.message, fault.hint) for fault in found]


def test_a_good_document_is_a_campaign() -> None:
    """Without a fault there is a campaign."""
    assert faults() == []


@pytest.mark.parametrize(
    ("key", "value", "path", "message", "hint"),
    [
        ("title", "[a]", "title", "A text is expected here", "quotes"),
        ("title", "", "title", "This is empty.", "begins with #"),
        ("title", "a" * 501, "title", "longer than 500 characters", "Shorten"),
        ("title", '"\\ud800"', "title", "half a character", "character itself"),
        ("organiser", "We", "organiser", "Keys are expected here", "name, url, contact"),
        ("organiser", "", "organiser", "This is empty.", "leave it out"),
        ("organiser", "{name: We}", "organiser.url", "The key `url` is missing.", "Add it"),
        ("organiser", "{name: {}, url: https://e.org}", "organiser.name", "A text is", "quotes"),
        ("targets", "owner/name", "targets", "A list is expected here.", 'beginning with "- "'),
        ("targets", "[owner/name]", "targets[0]", "Keys are expected", "repo, why, weight"),
        ("targets", "[]", "targets", "There are no targets.", "at least one"),
        ("limits", "{per_person: 21}", "limits.per_person", "21 is too large.", "20"),
        ("limits", "{pace_seconds: 2}", "limits.pace_seconds", "2 is too small.", "3"),
        ("limits", "{per_person: []}", "limits.per_person", "does not belong here", "schema"),
        ("limits", "{per_persom: 1}", "limits.per_persom", "is not a key", "`per_person`?"),
        ("limits", "{zzz: 1}", "limits.zzz", "is not a key", "per_person, pace_seconds"),
        ("outcome", "{state: Won!}", "outcome.state", "is not a state", "Did you mean won?"),
        ("outcome", "{state: zzz}", "outcome.state", "is not a state", "running, paused, won"),
        ("share", "{text: {a: b}}", "share.text", "A text is expected here", "quotes"),
        ("issue", "{title: [], template: a.md.j2}", "issue.title", "A text is", "quotes"),
        ("issue", "{title: {}, template: a.md.j2}", "issue.title", "This is empty.", "language"),
        (
            "issue",
            "{title: {en: a, de_DE: b}, template: {en: a.md.j2}}",
            "issue.title.de_DE",
            '"de_DE" is not a language.',
            "pt-BR",
        ),
    ],
)
def test_each_fault_has_words(key: str, value: str, path: str, message: str, hint: str) -> None:
    """What is wrong and what to do instead, at the key that is meant; nothing else."""
    ((found, said, advised),) = faults(**{key: value})
    assert found == path
    assert message in said
    assert hint in advised


def test_too_many_entries() -> None:
    """More than five hundred targets are refused as a whole."""
    many = ", ".join(f"{{repo: o/r{number}, why: w}}" for number in range(501))
    assert faults(targets=f"[{many}]") == [
        ("targets", "More than 500 entries.", "Shorten the list.")
    ]


@pytest.mark.parametrize("text", ["just a text", "- a\n- b\n", "3"])
def test_a_file_without_keys_is_no_campaign(text: str) -> None:
    """A text or a list is not a campaign; the known keys are named."""
    _, (fault,) = check_format(read_yaml(text))
    assert "Keys are expected here" in fault.message
    assert "campaign, title, summary" in fault.hint


def test_a_missing_key_is_at_the_group_it_belongs_to() -> None:
    """What is not there has no place of its own: the group around it is named."""
    document = read_yaml("campaign: a\n\norganiser:\n  name: We\ntargets:\n  - why: w\n")
    places = {fault.path: (fault.line, fault.column) for fault in check_format(document)[1]}
    assert places["organiser.url"] == (3, 1)
    assert places["targets[0].repo"] == (6, 5)
    assert places["title"] == (1, 1)
