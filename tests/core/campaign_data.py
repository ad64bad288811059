"""A small valid campaign as a file has it, and what is refused once something has changed."""

from typing import Any

import pytest
from pydantic import ValidationError

from campaign.core.campaign import Campaign

Data = dict[str, Any]


def data(**changes: Any) -> Data:
    """A small valid campaign, as texts like a file has them; None leaves a key out."""
    whole: Data = {
        "campaign": "ours-2027",
        "title": "Ours",
        "summary": "What it is about.",
        "organiser": {"name": "We", "url": "https://example.org/"},
        "action": {
            "starts": "2027-05-08 10:00",
            "ends": "2027-05-09 10:00",
            "timezone": "Europe/Berlin",
        },
        "issue": {"title": "Please", "template": "ours.md.j2"},
        "targets": [{"repo": "owner/name", "why": "They read it."}],
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def refusals(**changes: Any) -> dict[str, str]:
    """The faults of a campaign with these changes: dotted key → pydantic's or our own message."""
    with pytest.raises(ValidationError) as caught:
        Campaign.model_validate(data(**changes))
    return {".".join(map(str, each["loc"])): each["msg"] for each in caught.value.errors()}
