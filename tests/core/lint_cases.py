"""A blameless campaign, and the advice on it once something has changed."""

from typing import Any

from campaign.core.advice import Advice, AdviceId
from campaign.core.campaign import Campaign
from campaign.core.lint import advise

Data = dict[str, Any]

URL = "https://notechforice.com/"
TEMPLATE = "Dear {{ target.name }},\n\nIt happened {{ 'paper' | cite }}.\n\n{{ statement }}\n"
ACTION = {
    "starts": "2019-05-11 10:00",
    "ends": "2019-05-12 10:00",
    "timezone": "America/New_York",
}


def ours(**changes: Any) -> Campaign:
    """A campaign that is blameless but for these changes."""
    data: Data = {
        "campaign": "ours",
        "title": "Ours",
        "summary": "What it is about.",
        "hashtag": "OursAndYours",
        "organiser": {"name": "We", "url": URL, "contact": "us@notechforice.com"},
        "action": ACTION,
        "issue": {"title": "Please", "template": "ours.md.j2"},
        "targets": [{"repo": "owner/name", "why": "They read it."}],
        "sources": [
            {
                "id": "paper",
                "title": "What happened",
                "publisher": "The Paper",
                "date": "2019-05-02",
                "url": "https://notechforice.com/a",
                "archive": "https://notechforice.com/b",
            }
        ],
        "share": {"text": "I took part."},
        **changes,
    }
    return Campaign.model_validate(data)


def advice(template: str | dict[str, str] = TEMPLATE, **changes: Any) -> tuple[Advice, ...]:
    """The advice on an otherwise blameless campaign with these changes."""
    templates = {"en": template} if isinstance(template, str) else template
    return advise(ours(**changes), templates)


def ids(found: tuple[Advice, ...]) -> list[AdviceId]:
    """Which rules spoke."""
    return [each.id for each in found]


def only(found: tuple[Advice, ...]) -> Advice:
    """The one advice; it says something and what to do."""
    (each,) = found
    assert each.message
    assert each.hint
    return each
