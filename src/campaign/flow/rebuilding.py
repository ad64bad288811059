"""GitHub → ledger: every issue of mine with this campaign's marker, for a ledger that is lost."""

from datetime import UTC, datetime

from campaign.core.access import Found, RepoFacts
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.marker import Key
from campaign.core.receipt import Posting
from campaign.errors import CampaignError
from campaign.flow.adopting import found_posting, proves, proves_from_afar
from campaign.flow.forge import Forge
from campaign.flow.pacing import check_whole_look

_EVER = datetime(2008, 1, 1, tzinfo=UTC)
"""GitHub is not older."""


def find_mine(campaign: Campaign, *, forge: Forge, account: Account) -> tuple[Posting, ...]:
    """Look through my own issues in every target, however old, and in the list of all of them.

    Raises:
        CampaignError: GitHub did not tell about one of the targets; a part would be no ledger.
    """
    facts = forge.look([target.repo for target in campaign.targets], account=account)
    check_whole_look(forge, so="Nothing was changed.")
    everywhere = forge.created_issues(since=_EVER) or ()
    found: dict[Key, Posting] = {}
    for each in facts:
        if each.repo_id is None:
            _check_gone(each)
            continue
        key = Key(campaign=campaign.slug, repo_id=each.repo_id, account_id=account.id)
        here = forge.own_issues(each.name_now, account=account, since=None)
        if here is None:
            raise _not_told(each)
        near = [issue for issue in here if proves(issue, key)]
        far = [issue for issue in everywhere if proves_from_afar(issue, key)]
        for issue in (*near, *far)[:1]:
            found[key] = found_posting(
                issue, key=key, repo=each.repo, name_now=each.name_now, login=account.login
            )
    return tuple(found.values())


def _check_gone(facts: RepoFacts) -> None:
    """Where GitHub shows no repository at all, nothing of mine can be seen, and nothing sent."""
    if facts.found is not Found.MISSING:
        raise _not_told(facts)


def _not_told(facts: RepoFacts) -> CampaignError:
    why = f" ({facts.problem})" if facts.problem else ""
    return CampaignError(
        f"GitHub did not tell which issues you have in {facts.repo}{why}. Nothing was changed.",
        hint="Run the same command again in a minute.",
    )
