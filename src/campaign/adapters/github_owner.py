"""An owner's public repositories, as one list tells of them, for a check of them all."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from campaign.adapters.github_batches import ask
from campaign.adapters.github_facts import exactly, full_name, maybe
from campaign.adapters.github_hints import may_pass, sso_address, told_by_github
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import check_whole_query, read_object, readable
from campaign.adapters.github_rest_facts import facts_from_rest
from campaign.adapters.github_told import Told
from campaign.core.access import Owned, RepoFacts
from campaign.core.answer import Reply, Scope, Sent, read_refusal
from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError, SignInNeeded

PAGE = 100
"""Repositories per page: the most that GitHub gives."""

SMALL_PAGE = 25
"""The same from a server to which that was too much."""

MOST_PAGES = 200
"""Only a broken server has no last page."""

# Without ownerAffiliations, repositories where the owner merely helps are among them:
# https://docs.github.com/en/graphql/reference/interfaces#repositoryowner
_QUERY = """query ($login: String!, $first: Int!, $after: String) {
  rateLimit { cost }
  repositoryOwner(login: $login) {
    repositories(first: $first, after: $after, privacy: PUBLIC, ownerAffiliations: [OWNER]) {
      pageInfo { hasNextPage endCursor }
      nodes {
        databaseId nameWithOwner hasIssuesEnabled isArchived isDisabled isLocked lockReason
      }
    }
  }
}"""


def owned_from_graphql(owner: str, line: Line) -> Owned:
    """Every repository, page by page; raises NoGraphQL, SignInNeeded, or what a read raises."""
    nodes: list[Any] = []
    after, size = None, PAGE
    for _ in range(MOST_PAGES):
        variables = {"login": owner, "first": size, "after": after}
        reply = ask(line, {"query": _QUERY, "variables": variables})
        told = Told(reply)
        line.note_points(reply, said=told.cost)
        if size == PAGE and (_may_be_too_much(reply) or told.is_too_heavy):
            size = SMALL_PAGE
            line.rest()
            continue
        data = read_object(line.checked(reply))
        with readable():
            page = _found(owner, data, reply)["repositories"]
            nodes += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"] or after is None:
                break
    with readable():
        return _owned([_facts(each) for each in nodes if each], hidden=nodes.count(None))


def _found(owner: str, data: Mapping[str, Any], reply: Reply) -> Mapping[str, Any]:
    """The owner in an answer: null for a name that nobody has, and for whom the owner shuts out."""
    check_whole_query(data)
    found: Mapping[str, Any] | None = data["data"]["repositoryOwner"]
    errors = data.get("errors") or []
    if found is not None:
        return found
    if not errors or errors[0].get("type") == "NOT_FOUND":
        raise _nobody(owner)
    if errors[0].get("type") in ("FORBIDDEN", "INSUFFICIENT_SCOPES"):
        raise _refused(owner, str(errors[0].get("message")), sso=sso_address(reply.headers))
    check_whole_query({"errors": errors})
    raise _nobody(owner)


def _facts(node: Mapping[str, Any]) -> RepoFacts:
    name = full_name(node["nameWithOwner"])
    return RepoFacts(
        repo=name,
        name_now=name,
        repo_id=exactly(int, node["databaseId"]),
        has_issues=exactly(bool, node["hasIssuesEnabled"]),
        archived=exactly(bool, node["isArchived"]),
        disabled=exactly(bool, node["isDisabled"]),
        locked=exactly(bool, node["isLocked"]),
        lock_reason=maybe(str, node["lockReason"]) or "",
        visibility="PUBLIC",
    )


def owned_from_rest(owner: str, line: Line) -> Owned:
    """The same through REST, which needs no token.

    https://docs.github.com/en/rest/repos/repos#list-repositories-for-a-user
    """
    entries: list[Any] = []
    size = PAGE
    for _ in range(MOST_PAGES):
        page = len(entries) // size + 1
        asked = urlencode({"type": "owner", "per_page": size, "page": page})
        reply = line.read(f"/users/{owner}/repos?{asked}")
        if size == PAGE and _may_be_too_much(reply):
            size = SMALL_PAGE
            line.rest()
            continue
        _check_access(owner, reply)
        with readable():
            listed = json.loads(line.checked(reply).body)
            entries += listed
            if len(listed) < size:
                break
    with readable():
        return _owned(_public(entries))


def _check_access(owner: str, reply: Reply) -> None:
    if not told_by_github(reply):
        return
    if reply.status == 404:
        raise _nobody(owner)
    answer = read_refusal(reply)
    if reply.status == 403 and answer.scope in (Scope.ORGANISATION, Scope.SIGN_IN):
        raise _refused(owner, answer.message, sso=sso_address(reply.headers))


def _public(entries: Sequence[Mapping[str, Any]]) -> Iterator[RepoFacts]:
    return (facts_from_rest(each["full_name"], each) for each in entries if not each["private"])


def _owned(facts: Iterable[RepoFacts], *, hidden: int = 0) -> Owned:
    """Each once: what is made or renamed meanwhile moves the others from page to page."""
    once = {each.repo_id: each for each in facts}
    return Owned(repositories=tuple(once.values()), hidden=hidden)


def _may_be_too_much(reply: Reply) -> bool:
    """Whether a smaller page may well be answered: after ten seconds GitHub gives up.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
    """
    return reply.sent is not Sent.ANSWERED or may_pass(reply)


def _nobody(owner: str) -> CampaignError:
    return CampaignError(
        sentence(
            "GitHub knows no account and no organisation called {owner}. Nothing was looked at.",
            owner=owner,
        ),
        hint=Sentence("Check the name; a repository is written as OWNER/REPO."),
    )


def _refused(owner: str, words: str, *, sso: str) -> SignInNeeded:
    """What GitHub said, and the way in where there is one."""
    way = (
        sentence("Authorize the token for the organisation at {url} and check again.", url=sso)
        if sso
        else Sentence(
            "That is a rule of the organisation itself. Another token or another network may be"
            " let in; without any token its public repositories can be seen."
        )
    )
    return SignInNeeded(
        sentence(
            "{owner} does not show its repositories to this token. Nothing was looked at."
            " GitHub said: {words}",
            owner=owner,
            words=words,
        ),
        hint=way,
    )
