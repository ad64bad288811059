"""RepoFacts → Access: the verdict on a repository, with its reason and its evidence."""

from collections.abc import Iterator
from datetime import datetime

from campaign.core.access import Access, EarlierRefusal, Found, Reason, RepoFacts, Verdict
from campaign.core.sentence import N_, Sentence, sentence
from campaign.core.silence import Leaning, read_traces

# https://docs.github.com/en/graphql/reference/enums#repositorypermission
_INSIDERS = ("ADMIN", "MAINTAIN", "WRITE", "TRIAGE")

# https://docs.github.com/en/communities/moderating-comments-and-conversations/limiting-interactions-in-your-repository
_PASS_EVERY_LIMIT = ("ADMIN", "MAINTAIN", "WRITE")

_UNSEEN = {
    Found.MISSING: (
        Reason.MISSING,
        Sentence("GitHub shows no such repository to us: gone or private."),
    ),
    Found.NOT_READABLE: (
        Reason.NOT_READABLE,
        Sentence("GitHub refused to show it to this account."),
    ),
    Found.ERROR: (Reason.ERROR, Sentence("GitHub gave no usable answer.")),
    Found.LATER: (Reason.ERROR, Sentence("Not looked at: a rate limit was reached before.")),
}


def judge(facts: RepoFacts, *, now: datetime, refusal: EarlierRefusal | None = None) -> Access:
    """Weigh the facts about one repository.

    Order of trust: what closes for certain, then the account's own standing, then
    `viewerCanCreateIssues` unless the silence of outsiders speaks against it, then an outsider's
    recent issue, then nothing.
    """
    if facts.found is not Found.SEEN:
        return _unseen(facts)
    closed = next(_closing(facts, now=now, refusal=refusal), None)
    if closed is None:
        verdict, reason, words = _opening(facts, now=now)
    else:
        verdict, (reason, said) = Verdict.CLOSED, closed
        words = (said,)
    evidence = (*words, *_renamed(facts), *facts.left_out)
    return Access(facts=facts, verdict=verdict, reason=reason, evidence=evidence)


def _unseen(facts: RepoFacts) -> Access:
    reason, said = _UNSEEN[facts.found]
    verdict = Verdict.CLOSED if reason is Reason.MISSING else Verdict.UNKNOWN
    evidence = [said]
    if facts.problem:
        evidence.append(_why(facts.problem))
    if facts.authorize_at:
        way = N_("Authorize the token for the organisation at {url} and check again.")
        evidence.append(sentence(way, url=facts.authorize_at))
    return Access(facts=facts, verdict=verdict, reason=reason, evidence=tuple(evidence))


def _why(problem: str) -> Sentence:
    """Only what GitHub has said stands in quotation marks."""
    if isinstance(problem, Sentence):
        return sentence("Why: {why}.", why=problem)
    return sentence("GitHub's words: “{words}”.", words=_quoted(problem))


def _closing(
    facts: RepoFacts, *, now: datetime, refusal: EarlierRefusal | None
) -> Iterator[tuple[Reason, Sentence]]:
    """Every certain obstacle, the weightiest first."""
    if facts.opted_out:
        asks = sentence("It asks campaigns to stay away ({where}).", where=facts.opted_out)
        yield Reason.OPTED_OUT, asks
    yield from _elsewhere(facts)
    yield from _shut_for_everybody(facts)
    if refusal is not None:
        refused = sentence(
            "It refused this account on {at}: “{words}”.",
            at=f"{refusal.at:%Y-%m-%d %H:%M} UTC",
            words=_quoted(refusal.message),
        )
        yield Reason.REFUSED_BEFORE, refused
    yield from _shut_for_outsiders(facts, now=now)


def _elsewhere(facts: RepoFacts) -> Iterator[tuple[Reason, Sentence]]:
    """No longer what the campaign's file lists with a reason: somebody else's, or not public."""
    listed, owner = (name.partition("/")[0] for name in (facts.repo, facts.name_now or facts.repo))
    if owner.lower() != listed.lower():
        gone = N_("It now belongs to {owner}, no longer to {listed}. Nothing is posted there.")
        yield Reason.MISSING, sentence(gone, owner=owner, listed=listed)
    if facts.visibility not in (None, "PUBLIC"):
        yield Reason.MISSING, Sentence("It is not public; campaigns speak in public only.")


def _shut_for_everybody(facts: RepoFacts) -> Iterator[tuple[Reason, Sentence]]:
    if facts.disabled:
        yield Reason.DISABLED, Sentence("GitHub has disabled the repository.")
    if facts.archived:
        yield Reason.ARCHIVED, Sentence("The repository is archived: nobody can write to it.")
    if facts.locked:
        why = facts.lock_reason.lower().replace("_", " ")
        yield (
            Reason.LOCKED,
            sentence("GitHub has locked the repository ({why}).", why=why)
            if why
            else Sentence("GitHub has locked the repository."),
        )
    if facts.has_issues is False:
        yield Reason.ISSUES_DISABLED, Sentence("Issues are switched off.")


def _shut_for_outsiders(facts: RepoFacts, *, now: datetime) -> Iterator[tuple[Reason, Sentence]]:
    limit = _limit(facts, now=now)
    if limit and facts.limit == "COLLABORATORS_ONLY" and not _passes_every_limit(facts):
        yield Reason.COLLABORATORS_ONLY, limit
    barred = facts.can_create is False
    outside = facts.can_create is None and facts.permission not in _INSIDERS
    if facts.policy == "COLLABORATORS_ONLY" and (barred or outside):
        policy = Sentence("Only collaborators may open issues (its policy).")
        yield Reason.COLLABORATORS_ONLY, policy
    if barred:
        says = Sentence("GitHub says this account may not open an issue.")
        yield Reason.VIEWER_CANNOT_CREATE, says


def _opening(facts: RepoFacts, *, now: datetime) -> tuple[Verdict, Reason, tuple[Sentence, ...]]:
    limit = _limit(facts, now=now)
    limits = (limit,) if limit else ()
    if facts.permission and facts.permission in _INSIDERS:
        yours = sentence("This account has {role} access there.", role=facts.permission.lower())
        return Verdict.OPEN, Reason.COLLABORATOR, (yours, *limits)
    traces = read_traces(facts.recent, facts.recent_pulls, now=now, since=facts.issues_since)
    known = (*traces.said, *limits)
    says = (Sentence("GitHub says this account may open an issue."),) if facts.can_create else ()
    doubted = traces.leaning is Leaning.AGAINST or (limits and facts.limit == "CONTRIBUTORS_ONLY")
    if doubted:
        return Verdict.UNKNOWN, Reason.NO_EVIDENCE, (*says, *known)
    hidden = Sentence("A temporary limit cannot be seen from outside.")
    caveat = () if traces.is_fresh else (hidden,)
    if facts.can_create:
        return Verdict.OPEN, Reason.VIEWER_CAN_CREATE, (*says, *known, *caveat)
    if traces.leaning is Leaning.FOR:
        return Verdict.OPEN, Reason.OUTSIDER_RECENTLY, (*known, *caveat)
    nothing = Sentence("Nothing tells whether outsiders may open an issue.")
    return Verdict.UNKNOWN, Reason.NO_EVIDENCE, (nothing, *known)


def _passes_every_limit(facts: RepoFacts) -> bool:
    return facts.permission in _PASS_EVERY_LIMIT


def _limit(facts: RepoFacts, *, now: datetime) -> Sentence | None:
    """The temporary limit, where GitHub tells: to a repository's own people, if at all.

    https://docs.github.com/en/graphql/reference/enums#repositoryinteractionlimit
    """
    if facts.limit_ends is not None and facts.limit_ends <= now:
        return None
    ends = f"{facts.limit_ends:%Y-%m-%d %H:%M} UTC" if facts.limit_ends else ""
    match facts.limit:
        case "COLLABORATORS_ONLY":
            said = Sentence("A temporary limit lets only collaborators in.")
        case "CONTRIBUTORS_ONLY":
            said = Sentence("A temporary limit lets only earlier contributors in.")
        case "EXISTING_USERS":
            said = Sentence("A temporary limit keeps out accounts younger than a day.")
        case _:
            return None
    return sentence("{limit} It ends at {ends}.", limit=said, ends=ends) if ends else said


def _quoted(words: str) -> str:
    """Without the full stop, which our own sentence sets; our own words have none."""
    return words if isinstance(words, Sentence) else words.strip().rstrip(".")


def _renamed(facts: RepoFacts) -> Iterator[Sentence]:
    if facts.name_now and facts.name_now.lower() != facts.repo.lower():
        yield sentence("It is now called {name}.", name=facts.name_now)
