"""The names of an owner's repositories, for somebody who wants to check them all."""

import json
from urllib.parse import urlencode

from campaign.adapters.github_batches import ask
from campaign.adapters.github_facts import full_name
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import check_whole_query, read_object, readable
from campaign.errors import CampaignError

PAGE = 100
"""Repositories per page: the most that GitHub gives."""

MOST_PAGES = 50
"""Only a broken server has no last page."""

# Without ownerAffiliations, repositories where the owner merely helps are among them:
# https://docs.github.com/en/graphql/reference/interfaces#repositoryowner
_QUERY = f"""query ($login: String!, $after: String) {{
  repositoryOwner(login: $login) {{
    repositories(first: {PAGE}, after: $after, privacy: PUBLIC, ownerAffiliations: [OWNER]) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{ nameWithOwner hasIssuesEnabled isArchived isDisabled isLocked }}
    }}
  }}
}}"""


def names_from_graphql(owner: str, line: Line) -> tuple[str, ...]:
    """Every name, page by page; raises NoGraphQL, or what a read raises."""
    names: list[str] = []
    after = None
    for _ in range(MOST_PAGES):
        reply = ask(line, {"query": _QUERY, "variables": {"login": owner, "after": after}})
        data = read_object(line.checked(reply))
        with readable():
            check_whole_query(data)
            found = data["data"]["repositoryOwner"]
            if found is None:
                raise _nobody(owner)
            page = found["repositories"]
            names += [
                full_name(each["nameWithOwner"])
                for each in page["nodes"]
                if each["hasIssuesEnabled"]
                and not (each["isArchived"] or each["isDisabled"] or each["isLocked"])
            ]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"] or after is None:
                break
    return tuple(dict.fromkeys(names))


def names_from_rest(owner: str, line: Line) -> tuple[str, ...]:
    """The same through REST, which needs no token.

    https://docs.github.com/en/rest/repos/repos#list-repositories-for-a-user
    """
    names: list[str] = []
    for page in range(1, MOST_PAGES + 1):
        asked = urlencode({"type": "owner", "per_page": PAGE, "page": page})
        reply = line.read(f"/users/{owner}/repos?{asked}")
        if reply.status == 404 and "x-github-request-id" in reply.headers:
            raise _nobody(owner)
        with readable():
            listed = json.loads(line.checked(reply).body)
            names += [
                full_name(each["full_name"])
                for each in listed
                if each["has_issues"]
                and not (each["archived"] or each["disabled"] or each["private"])
            ]
            if len(listed) < PAGE:
                break
    return tuple(dict.fromkeys(names))


def _nobody(owner: str) -> CampaignError:
    return CampaignError(
        f"GitHub knows no account and no organisation called {owner}. Nothing was looked at.",
        hint="Check the name; a repository is written as OWNER/REPO.",
    )
