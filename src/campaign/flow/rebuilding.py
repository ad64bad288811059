"""GitHub → ledger: every issue of mine with this campaign's marker, for a ledger that is lost."""

from dataclasses import dataclass
from datetime import UTC, datetime

from campaign.core.access import Found, RepoFacts
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.marker import Key
from campaign.core.receipt import Posting
from campaign.core.sentence import N_, Sentence, sentence
from campaign.errors import CampaignError
from campaign.flow.adopting import found_posting, mine_among, proves_from_afar
from campaign.flow.forge import Forge
from campaign.flow.pacing import check_whole_look

_EVER = datetime(2008, 1, 1, tzinfo=UTC)
"""GitHub is not older."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mine:
    """What GitHub shows of my issues in a campaign's repositories."""

    postings: tuple[Posting, ...]
    unseen: tuple[RepoFacts, ...]
    """Repositories that GitHub keeps from this account. Before anything is sent to one of them,
    my issues there are looked for again, so that none of these is needed for a ledger.
    """


def find_mine(campaign: Campaign, *, forge: Forge, account: Account) -> Mine:
    """Look through my own issues in every target, however old, and in the list of all of them.

    Raises:
        CampaignError: GitHub did not answer about one of the targets; a part would be no ledger.
    """
    facts = forge.look([target.repo for target in campaign.targets], account=account)
    check_whole_look(forge, so=Sentence("Nothing was changed."))
    everywhere = forge.created_issues(since=_EVER) or ()
    found: dict[Key, Posting] = {}
    for each in facts:
        if each.repo_id is None or each.disabled:
            _check_refused(each)
            continue
        key = Key(campaign=campaign.slug, repo_id=each.repo_id, account_id=account.id)
        here = forge.own_issues(each.repo_id, account=account, since=None)
        if here is None:
            raise _not_told(each)
        far = (issue for issue in everywhere if proves_from_afar(issue, key))
        issue = mine_among(here, key) or next(far, None)
        if issue is not None:
            found[key] = found_posting(
                issue, key=key, repo=each.repo, name_now=each.name_now, login=account.login
            )
    unseen = (each for each in facts if each.found is Found.NOT_READABLE or each.disabled)
    return Mine(postings=tuple(found.values()), unseen=tuple(unseen))


def _check_refused(facts: RepoFacts) -> None:
    """GitHub says that there is no such repository, or that this account may not see it."""
    if facts.found in (Found.ERROR, Found.LATER):
        raise _not_told(facts)


def _not_told(facts: RepoFacts) -> CampaignError:
    says = N_("GitHub did not tell which issues you have in {repo} ({why}). Nothing was changed.")
    return CampaignError(
        sentence(says, repo=facts.repo, why=facts.problem or Sentence("no answer")),
        hint=Sentence("Run the same command again in a minute."),
    )
