"""One answer to a GraphQL query: what it brings, what it has cost, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from campaign.adapters.github_hints import is_late, may_pass, why_not
from campaign.adapters.github_replies import from_github, read_object
from campaign.adapters.wire import TOO_LARGE
from campaign.core.answer import Reply, Sent
from campaign.errors import CampaignError

# raycast/extensions#29578, Skydio/revup#271, liatrio/liatrio-otel-collector#71
_TOO_HEAVY = (
    "RESOURCE_LIMITS_EXCEEDED",
    "Timeout on validation of query",
    "Something went wrong while executing your query",
)


class Told:
    """A reply to a query, taken apart; of what has another shape than GitHub's nothing is left."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        told: Mapping[str, Any] = {}
        with suppress(CampaignError):
            told = read_object(reply) if from_github(reply) else {}
        self.data: Mapping[str, Any] = {"data": _nodes(told), "errors": _errors(told)}

    @property
    def is_good(self) -> bool:
        """Whether it brings anything at all."""
        return bool(self.data["data"])

    @property
    def cost(self) -> int:
        """The points it has taken, where it says so: an Enterprise server may have no limits."""
        match self.data["data"]:
            case {"rateLimit": {"cost": int(points)}}:
                return points
        return 0

    @property
    def is_too_heavy(self) -> bool:
        """Whether GitHub, or we, might bear the answer to half the query.

        https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
        """
        if self.reply.sent is not Sent.ANSWERED:
            return is_late(self.reply) or self.reply.problem == TOO_LARGE
        if self.reply.status in (502, 504):
            return True
        told = [f"{error.get('type')} {error.get('message')}" for error in self.data["errors"]]
        return any(sign in each for each in told for sign in _TOO_HEAVY)

    @property
    def may_pass(self) -> bool:
        """Whether the same query may well be answered a moment later."""
        if self.reply.sent is not Sent.ANSWERED or self.is_good:
            return may_pass(self.reply)
        says_nothing = from_github(self.reply) and not self.data["errors"]
        return may_pass(self.reply) or self.is_too_heavy or says_nothing

    @property
    def words(self) -> str:
        """Why there is no answer: GitHub's words, else a sentence of ours."""
        said = [str(error["message"]) for error in self.data["errors"] if error.get("message")]
        return said[0] if said else why_not(self.reply)


def _nodes(told: Mapping[str, Any]) -> Mapping[str, Any]:
    nodes = told.get("data")
    return nodes if isinstance(nodes, dict) else {}


def _errors(told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    errors = told.get("errors")
    found = (each for each in errors if isinstance(each, dict)) if isinstance(errors, list) else ()
    return [{**each, "path": _path(each.get("path"))} for each in found]


def _path(path: object) -> Sequence[str | int]:
    return [each for each in path if isinstance(each, str | int)] if isinstance(path, list) else []
