"""The format of a campaign: what it takes, what it refuses, and how it answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError
from tests.core.campaign_data import Data, data, refusals

from campaign.core.campaign import Campaign, State, repo_slug


def test_a_small_campaign_has_sound_defaults() -> None:
    """What a file leaves out is what the format promises: three issues, twenty seconds apart."""
    campaign = Campaign.model_validate(data())
    assert campaign.slug == "ours-2027"
    assert (campaign.limits.per_person, campaign.limits.pace_seconds) == (3, 20)
    assert campaign.prompt_in("en") == "This matters to me because"
    assert (campaign.statement.required, campaign.statement.max_length) == (False, 2000)
    assert campaign.outcome.state is State.RUNNING
    assert campaign.sources == ()
    assert campaign.languages == ("en",)
    assert campaign.issue.title_in("en") == "Please"
    assert campaign.issue.template_in("en") == "ours.md.j2"


def test_a_campaign_cannot_be_changed() -> None:
    """What was validated stays what it is."""
    with pytest.raises(ValidationError):
        Campaign.model_validate(data()).title = "Theirs"  # type: ignore[misc]


def test_every_scalar_is_a_text_the_format_converts() -> None:
    """Digits become numbers where the format wants numbers, and stay texts elsewhere."""
    campaign = Campaign.model_validate(
        data(
            title="no",
            limits={"per_person": "1", "pace_seconds": "3"},
            statement={"required": "true", "max_length": "20000"},
        )
    )
    assert campaign.title == "no"
    assert (campaign.limits.per_person, campaign.limits.pace_seconds) == (1, 3)
    assert campaign.statement.required is True


@pytest.mark.parametrize(
    ("part", "key", "texts"),
    [
        ("limits", "per_person", ["0", "21"]),
        ("limits", "pace_seconds", ["2", "3601"]),
        ("statement", "max_length", ["0", "20001"]),
    ],
)
def test_numbers_stay_within_their_bounds(part: str, key: str, texts: list[str]) -> None:
    """No file can ask for more than twenty issues a person, or for less than three seconds."""
    for text in texts:
        assert f"{part}.{key}" in refusals(**{part: {key: text}})


@pytest.mark.parametrize("text", ["#Ours", "two words", "2027", "a-b", "a" * 101])
def test_a_hashtag_is_one_word(text: str) -> None:
    """No sign in front, no spaces, and at least one letter."""
    assert "hashtag" in refusals(hashtag=text)


@pytest.mark.parametrize("text", ["", "NoTechForICE", "نو_تك", "Año2027"])
def test_a_hashtag_can_be_in_any_script_or_missing(text: str) -> None:
    """Letters are those of every script."""
    assert Campaign.model_validate(data(hashtag=text)).hashtag == text


@pytest.mark.parametrize(
    "repo",
    [
        "o/r/issues/1/comments#",
        "x/../../user/keys#",
        "o/..",
        "o/.",
        "o/.git",
        "o/...git",
        "-o/r",
        "o/r?x=1",
        "o/r\nx",
        "o r/x",
        "o%2fr/x",
        "o/r/",
        "/r",
        "o/",
        "o",
        "",
        "оwner/name",
        "o" * 40 + "/r",
        "o/" + "r" * 101,
        "https://example.org/o/r",
    ],
)
def test_a_repository_can_reach_no_other_address(repo: str) -> None:
    """Nothing but owner/name gets through: no path, no query, no escape, no look-alike."""
    targets = [{"repo": repo, "why": "w"}]
    assert "is not a repository" in refusals(targets=targets)["targets.0.repo"]


@given(st.text(alphabet=st.sampled_from("aZ09-._/ \\%?#:@\n\r\t\x00é\u202e"), max_size=12))
def test_whatever_is_accepted_is_a_plain_pair(text: str) -> None:
    """No text makes a repository with more or other than two plain parts."""
    try:
        repo = repo_slug(text)
    except PydanticCustomError:
        return
    owner, _, name = repo.partition("/")
    plain = set("aZ09-._")
    assert owner
    assert name
    assert set(owner) <= plain - {".", "_"}
    assert set(name) <= plain
    assert name not in (".", "..")


def test_a_pasted_address_is_answered_with_the_short_form() -> None:
    """Who pastes GitHub's address is told what to write."""
    with pytest.raises(ValidationError) as caught:
        Campaign.model_validate(data(targets=[{"repo": "https://github.com/o/r.git", "why": "w"}]))
    assert "Write it as o/r" in caught.value.errors()[0]["ctx"]["hint"]


def test_one_repository_under_three_spellings_is_one_target() -> None:
    """Case and `.git` do not make another repository; the first mention counts."""
    campaign = Campaign.model_validate(
        data(
            targets=[
                {"repo": "Owner/Repo", "why": "first"},
                {"repo": "owner/repo", "why": "second"},
                {"repo": "owner/repo.GIT", "why": "third"},
                {"repo": "owner/other", "why": "other"},
            ]
        )
    )
    assert [target.repo for target in campaign.targets] == ["Owner/Repo", "owner/other"]
    assert [target.repo for target in campaign.listed] == [
        "Owner/Repo",
        "owner/repo",
        "owner/repo",
        "owner/other",
    ]
    found = campaign.target("OWNER/repo")
    assert found is not None
    assert (found.owner, found.name, found.why) == ("Owner", "Repo", "first")
    assert campaign.target("owner/none") is None


def test_there_are_one_to_five_hundred_targets() -> None:
    """An empty list and a list beyond any campaign are refused."""
    many = [{"repo": f"o/r{n}", "why": "w"} for n in range(501)]
    assert "There are no targets." in refusals(targets=[])["targets"]
    assert "targets" in refusals(targets=many)
    assert len(Campaign.model_validate(data(targets=many[:500])).targets) == 500


def test_faulty_targets_are_not_called_missing() -> None:
    """A list whose only entry is at fault is not said to be empty as well."""
    assert refusals(targets=[{"repo": "o"}]).keys() == {"targets.0.repo", "targets.0.why"}


def test_an_action_may_be_missing_only_while_paused() -> None:
    """A draft without a day must say that it is paused."""
    assert "The action has no date." in refusals(action=None)["action"]
    assert "action" in refusals(action=None, outcome={"state": "won"})
    assert Campaign.model_validate(data(action=None, outcome={"state": "paused"})).action is None


def test_a_wrong_state_does_not_hide_a_missing_action_behind_a_second_fault() -> None:
    """While the state is unknown, nothing is said about the action."""
    assert refusals(action=None, outcome={"state": "pausd"}).keys() == {"outcome.state"}


def source(**changes: str) -> Data:
    """A source as a file has it."""
    whole = {
        "id": "paper-2027",
        "title": "What happened",
        "publisher": "The Paper",
        "date": "2027-01-02",
        "url": "https://example.org/a",
    }
    return {**whole, **changes}


def test_a_source_has_the_date_that_is_known_and_may_have_an_archive() -> None:
    """A day, a month or a year stays what it is; a page may have none, and no lasting copy."""
    for date in ("2027-01-02", "2027-01", "2027", ""):
        (found,) = Campaign.model_validate(data(sources=[source(date=date)])).sources
        assert found.date == date
        assert found.archive == ""
    assert "is not a date" in refusals(sources=[source(date="last May")])["sources.0.date"]


def test_advice_is_silenced_by_id_with_a_reason() -> None:
    """The reason is what the next organiser, or a reader, wants to know."""
    lint = {"source-not-archived": "The publisher does not allow copies."}
    assert Campaign.model_validate(data(lint=lint)).lint == lint
    assert Campaign.model_validate(data()).lint == {}
    assert "lint.no-contact" in refusals(lint={"no-contact": " "})


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("source-not-archivd", "Did you mean `source-not-archived`?"),
        ("Typed-Time", "Did you mean `typed-time`?"),
        ("zzz", "Known: no-contact, hashtag-case, "),
        ("nothing-silenced", "Known: no-contact, "),
    ],
)
def test_what_cannot_be_silenced_is_refused(given: str, hint: str) -> None:
    """A misspelt id would silence nothing, in silence."""
    with pytest.raises(ValidationError) as caught:
        Campaign.model_validate(data(lint={given: "r"}))
    (error,) = caught.value.errors()
    assert f'no advice "{given}"' in error["msg"]
    assert hint in error["ctx"]["hint"]


@pytest.mark.parametrize("lint", ["", "typed-time", ["typed-time"], {}])
def test_silence_without_a_reason_is_refused(lint: object) -> None:
    """Neither all advice at once nor an id alone can be silenced."""
    assert "ilenced" in refusals(lint=lint)["lint"]


def test_sources_have_their_own_ids() -> None:
    """Two sources of one id could not be told apart in a citation."""
    assert "same id: paper-2027" in refusals(sources=[source(), source()])["sources"]


def test_unknown_keys_are_refused_everywhere() -> None:
    """A misspelt or smuggled key never passes in silence."""
    found = refusals(
        post_hook="rm -rf ~",
        organiser={"name": "We", "url": "https://example.org/", "phone": "1"},
        targets=[{"repo": "o/r", "why": "w", "labels": "x"}],
    )
    assert found.keys() == {"post_hook", "organiser.phone", "targets.0.labels"}


def test_every_key_explains_itself() -> None:
    """Editors show what a key means: no value of the format is without a description."""
    schema = Campaign.model_json_schema()
    parts = {"Campaign": schema, **schema["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, value in part.get("properties", {}).items()
        if "description" not in value and "$ref" not in value
    ]
    assert silent == []
