"""A reply to a read, checked: its JSON, or in plain words why there is none."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from campaign.adapters.gh_token import HOW_TO_SIGN_IN, variable_in_use
from campaign.adapters.github_facts import RATE_LIMITS
from campaign.adapters.github_hints import told_by_github, why_not
from campaign.adapters.passed_over import what_was_passed_over
from campaign.core.answer import Reply, Scope, Sent, read_refusal
from campaign.core.sentence import Sentence, in_a_row, sentence
from campaign.core.waits import in_utc
from campaign.errors import CampaignError, RateLimited, SignInNeeded

_CHECK_NETWORK = Sentence("Check the network, then run the same command again.")
_IN_A_MINUTE = Sentence("Run the same command again in a minute.")

_ODD, _AGAIN = Sentence("GitHub's answer could not be read."), Sentence("Try again.")


def from_github(reply: Reply) -> bool:
    """Whether this is a good answer, and GitHub's own."""
    return reply.status == 200 and told_by_github(reply)


def check(reply: Reply, *, now: datetime) -> Reply:
    """The reply itself, if it is a good answer.

    Raises:
        RateLimited, SignInNeeded, CampaignError: it is not; in GitHub's words where there are any.
    """
    if reply.sent is not Sent.ANSWERED:
        raise CampaignError(
            sentence("GitHub could not be reached: {why}.", why=reply.problem),
            hint=in_a_row(_CHECK_NETWORK, what_was_passed_over(reply.problem)),
        )
    if from_github(reply):
        return reply
    if not told_by_github(reply):
        raise CampaignError(
            sentence(
                "The answer (HTTP {status}) does not come from GitHub: a sign-in page of the"
                " network, perhaps.",
                status=reply.status,
            ),
            hint=Sentence("Open a web page in a browser to get through, then run this again."),
        )
    raise _refused(reply, now=now)


def _refused(reply: Reply, *, now: datetime) -> CampaignError:
    answer = read_refusal(reply)
    words = _said(why_not(reply))
    if answer.scope is Scope.PAUSE and answer.wait is not None:
        back = in_utc(now + answer.wait)
        return RateLimited(
            words, hint=sentence("Run the same command again after {time}.", time=back)
        )
    if answer.reason == "bad_credentials":
        return SignInNeeded(in_a_row(_not_accepted(), words), hint=HOW_TO_SIGN_IN)
    if answer.scope in (Scope.ACCOUNT, Scope.ORGANISATION, Scope.SIGN_IN):
        return SignInNeeded(words, hint=HOW_TO_SIGN_IN)
    return CampaignError(words, hint=_IN_A_MINUTE)


def _not_accepted() -> Sentence:
    if name := variable_in_use():
        return sentence("GitHub does not accept the token that {name} holds.", name=name)
    return Sentence("GitHub does not accept your token.")


def _said(words: str) -> Sentence:
    """A sentence of ours is not put into GitHub's mouth."""
    if isinstance(words, Sentence):
        return sentence("GitHub gave no usable answer: {why}.", why=words)
    return sentence("GitHub said: {words}", words=words)


@contextmanager
def readable() -> Iterator[None]:
    """For the block that takes an answer apart.

    Raises:
        CampaignError: the answer has another shape than GitHub's.
    """
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise CampaignError(_ODD, hint=_AGAIN) from error


def read_object(reply: Reply) -> dict[str, Any]:
    """The JSON object in a reply.

    Raises:
        CampaignError: there is none.
    """
    data = None
    with suppress(ValueError, RecursionError):
        data = json.loads(reply.body)
    if not isinstance(data, dict):
        raise CampaignError(_ODD, hint=_AGAIN)
    return data


def check_whole_query(data: Mapping[str, Any]) -> None:
    """Errors without a path concern the whole query; those with one, their repository alone.

    Raises:
        RateLimited, CampaignError: there is no answer for any repository.
    """
    if data.get("data"):
        return
    errors = data.get("errors") or [{}]
    told = str(errors[0].get("message") or "") or Sentence("no answer")
    if errors[0].get("type") in RATE_LIMITS:
        raise RateLimited(_said(told), hint=Sentence("Run the same command again in an hour."))
    raise CampaignError(_said(told), hint=_IN_A_MINUTE)
