"""Campaign → Plan: what exists already, which doors are open, which exact text goes where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.core.access import Access
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.draft import check_drafts, render_drafts
from campaign.core.marker import Key, marker_key
from campaign.core.plan import Plan, make_plan
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.core.sentence import Sentence, sentence
from campaign.errors import SignInNeeded
from campaign.flow.adopting import found_posting, mine_among
from campaign.flow.checking import Survey, earlier_refusals, survey
from campaign.flow.forge import Forge, Ledger
from campaign.flow.pacing import Waiting, check_not_before, check_whole_look
from campaign.flow.settling import known, settle_all


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where this account stands in a campaign before anything is posted."""

    account: Account
    survey: Survey
    done: tuple[Receipt, ...]
    """Issues that exist, or may exist."""
    buried: int
    """How many further ones there are, in repositories that had one of the names before."""


def posting_account(forge: Forge) -> Account:
    """Who would post.

    Raises:
        SignInNeeded: no token, or one that cannot open an issue.
    """
    account = forge.account()
    if account.token_kind.startswith("token of a workflow"):
        raise SignInNeeded(
            Sentence(
                "This token belongs to a workflow, not to a person. An issue of a campaign comes"
                " from somebody's own account. Nothing was posted."
            ),
            hint=Sentence("Run the command on your own computer, signed in with `gh auth login`."),
        )
    if not account.may_write:
        has = ", ".join(account.scopes or ()) or Sentence("none")
        raise SignInNeeded(
            sentence(
                "The token of {login} lacks the scope public_repo (it has: {scopes}). Nothing was"
                " posted.",
                login=account.login,
                scopes=has,
            ),
            hint=Sentence(
                "Run `gh auth refresh -s public_repo`, or make a classic token with public_repo."
            ),
        )
    return account


def take_stock(
    campaign: Campaign, *, forge: Forge, ledger: Ledger, account: Account, waiting: Waiting
) -> Standing:
    """Settle what is open, look at every target, and adopt issues another computer posted.

    The ledger's run lock must be held.

    Raises:
        SignInNeeded: this computer has posted for the campaign from another account.
        RateLimited: a pause is not over, or a limit cut the look short; says when to come back.
    """
    check_not_before(ledger, now=forge.now(), account_id=account.id)
    # Before the rest, because a note beside the ledger may tell who has taken part.
    settle_all(
        campaign=campaign.slug,
        forge=forge,
        ledger=ledger,
        account=account,
        waiting=waiting,
        max_wait=0,
    )
    _check_one_person(campaign, ledger=ledger, account=account)
    refusals = earlier_refusals(ledger, account=account, now=forge.now())
    repos = [target.repo for target in campaign.targets]
    seen = survey(repos, forge=forge, account=account, refusals=refusals)
    for access in seen.accesses:
        _adopt(access, campaign=campaign, ledger=ledger, account=account)
    check_whole_look(forge, so=Sentence("Nothing was posted."))
    names = {access.facts.repo_id: access.repo for access in seen.accesses}
    rows = ledger.postings(campaign=campaign.slug, account_id=account.id)
    named = [replace(row, repo=names.get(row.key.repo_id, row.repo)) for row in rows]
    told = _told(named, present=names.keys())
    done = tuple(filter(None, (known(row, outcome=Outcome.ALREADY) for row in told)))
    return Standing(account=account, survey=seen, done=done, buried=len(named) - len(told))


def _told(rows: Sequence[Posting], *, present: Collection[int | None]) -> list[Posting]:
    """One posted issue for each name: in the repository that has it now, before one that had it.

    Args:
        present: the repositories to which the campaign's names lead now.
    """
    posted = [row for row in rows if row.state is State.POSTED]
    taken = {row.repo for row in posted if row.key.repo_id in present}
    latest = {row.repo: row.key for row in posted}

    def is_buried(row: Posting) -> bool:
        if row.state is not State.POSTED or row.key.repo_id in present:
            return False
        return row.repo in taken or latest[row.repo] != row.key

    return [row for row in rows if not is_buried(row)]


def _check_one_person(campaign: Campaign, *, ledger: Ledger, account: Account) -> None:
    """One person, one account: what one of them has asked, or was refused, another does not ask.

    Raises:
        SignInNeeded: the campaign's issues of this computer come from another account.
    """
    rows = [
        row
        for row in ledger.postings(campaign=campaign.slug)
        if row.state is not State.PLANNED  # of those nothing was ever sent
    ]
    others = {row.login for row in rows if row.key.account_id != account.id}
    if not others or any(row.key.account_id == account.id for row in rows):
        return
    names = ", ".join(sorted(others))
    raise SignInNeeded(
        sentence(
            "This computer has already taken part in this campaign as {names}, and you are signed"
            " in as {login}. One person takes part from one account, so nothing was posted.",
            names=names,
            login=account.login,
        ),
        hint=sentence(
            "Sign in as {names} again: `gh auth switch --user {first}`. If you are somebody else,"
            " use a user account of your own on this computer.",
            names=names,
            first=sorted(others)[0],
        ),
    )


def _adopt(access: Access, *, campaign: Campaign, ledger: Ledger, account: Account) -> None:
    """Enter an issue of mine that GitHub shows and this ledger does not know to exist."""
    facts = access.facts
    if facts.repo_id is None:
        return
    key = Key(campaign=campaign.slug, repo_id=facts.repo_id, account_id=account.id)
    issue = mine_among(facts.own, key)
    if issue is not None:
        row = found_posting(
            issue, key=key, repo=access.repo, name_now=access.name_now, login=account.login
        )
        ledger.adopt(row)


def plan_posts(
    campaign: Campaign,
    templates: Mapping[str, str],
    standing: Standing,
    *,
    language: str,
    statement: str,
    chosen: Collection[str] = (),
    limit: int | None = None,
    secrets: Sequence[str] = (),
) -> Plan:
    """Render every issue with this account's marker, pass it through the gate, and plan.

    Raises:
        DraftRefused: a finished text holds something that must not become public, or is too long.
    """
    account = standing.account
    keys = {
        access.repo: marker_key(
            Key(campaign=campaign.slug, repo_id=access.facts.repo_id, account_id=account.id)
        )
        for access in standing.survey.accesses
        if access.facts.repo_id is not None
    }
    drafts = check_drafts(
        render_drafts(campaign, templates, language=language, statement=statement, keys=keys),
        secrets=secrets,
    )
    return make_plan(
        campaign,
        account_id=account.id,
        login=account.login,
        accesses=standing.survey.accesses,
        drafts={draft.repo: draft for draft in drafts},
        done=standing.done,
        buried=standing.buried,
        chosen=chosen,
        limit=limit,
    )
