"""Reads that fail: each in its own kind of error, in words, with the next step."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.adapters.github import GitHub
from campaign.errors import CampaignError, RateLimited, SignInNeeded
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        *(b"", b"<html>", b"[" * 100_000, b"[]", b"7", b'"x"', b"null", b"{}"),
        *(b'{"login": "mia"}', b'{"login": "mia", "id": 1, "created_at": "yesterday"}'),
    ],
)
def test_an_account_of_another_shape(github: GitHub, stand_in: StandIn, said: bytes) -> None:
    """No answer, and no traceback."""
    reply = Reply(status=200, body=said, genuine=True)
    stand_in.plan(Fault(then=reply, method="GET", path="^/user$"))
    with pytest.raises(CampaignError, match="could not be read"):
        github.account()


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (mishaps.secondary_limit(), RateLimited, "secondary rate limit"),
        (mishaps.too_many_requests(), RateLimited, "secondary rate limit"),
        (mishaps.primary_exhausted(reset=DAY + timedelta(minutes=40)), RateLimited, "exceeded"),
        (mishaps.token_revoked(), SignInNeeded, "GitHub said: Bad credentials"),
        (mishaps.bad_gateway(created=False), CampaignError, "GitHub said: Server Error"),
        (
            Fault(then=mishaps.gateway_page()).always(),
            CampaignError,
            r"GitHub gave no usable answer: HTTP 504\.",
        ),
        (mishaps.captive_portal(), CampaignError, "does not come from GitHub"),
        (mishaps.lose_request(), CampaignError, "could not be reached"),
        (mishaps.redirect("https://evil.example/"), CampaignError, "sends us on to another host"),
    ],
)
def test_a_read_that_fails_says_why(
    github: GitHub, stand_in: StandIn, mia: User, fault: Fault, kind: type, words: str
) -> None:
    """In its own kind of error, in words, with the next step, and without the token."""
    stand_in.plan(fault.at("GET", "^/user$"))
    with pytest.raises(CampaignError, match=words) as error:
        github.account()
    assert type(error.value) is kind
    assert error.value.hint
    assert mia.token not in f"{error.value!r}{error.value.__context__!r}"


def test_a_limit_says_when_to_come_back(github: GitHub, stand_in: StandIn) -> None:
    """By GitHub's own clock, in whole minutes, and never too early."""
    reset = mishaps.primary_exhausted(reset=DAY + timedelta(minutes=39, seconds=30))
    stand_in.plan(reset.at("GET", "^/user$"))
    with pytest.raises(RateLimited) as error:
        github.account()
    assert error.value.hint == "Run the same command again after 2019-05-11 14:40 UTC."
