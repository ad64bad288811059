"""What a campaign file says of its people: how they are asked, and how many there are."""

import pytest
from tests.core.campaign_data import data, refusals

from campaign.core.campaign import Campaign


def test_the_prompt_speaks_the_language_of_the_issue() -> None:
    """One text serves every language; of several each has its own, the main one helps out."""
    issue = {
        "title": {"en": "Please", "es": "Por favor", "ar": "رجاءً"},
        "template": {"en": "a.md.j2", "es": "b.md.j2", "ar": "c.md.j2"},
    }
    one = Campaign.model_validate(data(issue=issue, statement={"prompt": "Because"}))
    assert [one.prompt_in(language) for language in one.languages] == ["Because"] * 3
    prompts = {"ar": "لأنّ", "en": "Because"}
    more = Campaign.model_validate(data(issue=issue, statement={"prompt": prompts}))
    assert [more.prompt_in(language) for language in more.languages] == [
        "Because",
        "Because",
        "لأنّ",
    ]
    other = Campaign.model_validate(data(issue=issue, statement={"prompt": {"es": "Porque"}}))
    assert other.prompt_in("ar") == "Porque"


@pytest.mark.parametrize(
    "prompt", ["", {}, {"es": ""}, {"Spanish": "Porque"}, ["a"], {"es": ["a"]}, "a\nb"]
)
def test_a_prompt_is_a_line_for_each_language(prompt: object) -> None:
    """Nobody is asked nothing, or in a language that is none."""
    assert any(key.startswith("statement.prompt") for key in refusals(statement={"prompt": prompt}))


def test_how_many_people_may_be_told_or_left_open() -> None:
    """Supporters and watchers are numbers where they are known."""
    assert Campaign.model_validate(data()).supporters == 0
    targets = [{"repo": "o/r", "why": "w", "watchers": "72"}]
    campaign = Campaign.model_validate(data(supporters="400", targets=targets))
    assert (campaign.supporters, campaign.targets[0].watchers) == (400, 72)
    assert "supporters" in refusals(supporters="about 400")
    assert "supporters" in refusals(supporters="1000001")
    assert "targets.0.watchers" in refusals(targets=[{**targets[0], "watchers": "-1"}])
