"""Who the token belongs to: by REST, and for looking by GraphQL where REST's hour is used up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.adapters.github_hints import may_pass, pause_asked
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import read_object, readable
from campaign.adapters.github_told import Told
from campaign.core.account import Account
from campaign.core.answer import Reply
from campaign.core.sentence import Sentence
from campaign.errors import SignInNeeded

_TOKEN_KINDS = {
    "ghp_": "classic token",
    "github_pat_": "fine-grained token",
    "gho_": "token of an app such as gh",
    "ghu_": "token of a GitHub App",
    "ghs_": "token of a workflow or installation",
}

# Not the address, for which GraphQL asks for a scope that nobody needs here.
# https://docs.github.com/en/graphql/reference/objects#user
_QUERY = "query { rateLimit { cost } viewer { login id: databaseId name created_at: createdAt } }"


def read_account(line: Line) -> Account:
    """The account; raises RateLimited, SignInNeeded or CampaignError."""
    return _account(line, line.checked(_me(line)))


def read_viewer(line: Line) -> Account:
    """The same for somebody who only looks, for which GraphQL is enough: its points are its own.

    A limit on the pace holds for both, and the line asks nothing then.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    """
    reply = _me(line)
    if may_pass(reply):
        line.rest()
        reply = _me(line)
    if pause_asked(reply) is not None:
        told = Told(line.ask({"query": _QUERY}))
        line.note_points(told.reply, said=told.cost)
        if told.data["data"].get("viewer"):
            return _account_in(line, told.data["data"]["viewer"], told.reply)
    return _account(line, line.checked(reply))


def _me(line: Line) -> Reply:
    if line.token is None:
        raise SignInNeeded(Sentence("There is no GitHub token to act with."), hint=HOW_TO_SIGN_IN)
    return line.read("/user")


def _account(line: Line, reply: Reply) -> Account:
    return _account_in(line, read_object(reply), reply)


def _account_in(line: Line, data: Mapping[str, Any], reply: Reply) -> Account:
    """The account in an answer.

    Raises:
        CampaignError: the answer has another shape than GitHub's.
    """
    scopes = reply.headers.get("x-oauth-scopes")
    token = line.token or ""
    kinds = (kind for prefix, kind in _TOKEN_KINDS.items() if token.startswith(prefix))
    with readable():
        return Account(
            login=data["login"],
            id=data["id"],
            name=data.get("name") or "",
            email=data.get("email") or "",
            created_at=datetime.fromisoformat(data["created_at"]),
            token_kind=next(kinds, "token"),
            scopes=None if scopes is None else tuple(scopes.replace(",", " ").split()),
        )
