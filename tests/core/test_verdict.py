"""The verdict on a repository, as a table of situations, and the sentences that support it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import (
    Access,
    EarlierRefusal,
    Found,
    Reason,
    RepoFacts,
    Sighting,
    Verdict,
)
from campaign.core.sentence import Sentence
from campaign.core.silence import RECENT
from campaign.core.verdict import judge

NOW = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
REFUSAL = EarlierRefusal(at=NOW - timedelta(hours=3), message="Not you.")

OPEN, CLOSED, UNKNOWN = Verdict.OPEN, Verdict.CLOSED, Verdict.UNKNOWN


def seen(*days: float, association: str = "NONE", by_person: bool = True) -> tuple[Sighting, ...]:
    """Issues opened so many days ago, with numbers in the order of time."""
    return tuple(
        Sighting(
            number=round(10**4 - day * 10),
            at=NOW - timedelta(days=day),
            association=association,
            by_person=by_person,
        )
        for day in days
    )


def ago(days: float) -> datetime:
    """The moment so many days ago."""
    return NOW - timedelta(days=days)


SILENCE = seen(20, 22, 24) + seen(1, 5, 9, association="MEMBER")
"""Strangers used to come every two days; for twenty days only the team has."""


def facts(**said: Any) -> RepoFacts:
    """An ordinary repository, issues on, seen by a stranger."""
    usual = {"repo": "o/r", "name_now": "o/r", "repo_id": 7, "has_issues": True}
    return RepoFacts(**{**usual, "permission": "READ", "visibility": "PUBLIC", **said})


def limited(limit: str, *, hours: float | None = 5, **said: Any) -> RepoFacts:
    """The same with a temporary limit that GitHub tells of, for so many hours more."""
    ends = None if hours is None else NOW + timedelta(hours=hours)
    return facts(**{"can_create": True, "limit": limit, "limit_ends": ends, **said})


def told(access: Access) -> str:
    """The evidence, in English."""
    return " ".join(map(str, access.evidence))


TABLE: dict[str, tuple[RepoFacts, Verdict, Reason]] = {
    # What GitHub says of this account
    "this account may create issues": (facts(can_create=True), OPEN, Reason.VIEWER_CAN_CREATE),
    "it may, whatever the policy says": (
        facts(can_create=True, policy="COLLABORATORS_ONLY"),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "it may, as everybody may": (
        facts(can_create=True, policy="ALL"),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "it may not": (facts(can_create=False), CLOSED, Reason.VIEWER_CANNOT_CREATE),
    "it may not, though an outsider was let in just now": (
        facts(can_create=False, recent=seen(0.01)),
        CLOSED,
        Reason.VIEWER_CANNOT_CREATE,
    ),
    "it may not, by policy": (
        facts(can_create=False, policy="COLLABORATORS_ONLY"),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "it may not, though it does triage there": (
        facts(can_create=False, permission="TRIAGE"),
        CLOSED,
        Reason.VIEWER_CANNOT_CREATE,
    ),
    "the policy alone is known": (
        facts(policy="COLLABORATORS_ONLY"),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "the policy alone is known, though an outsider was let in before": (
        facts(policy="COLLABORATORS_ONLY", recent=seen(1)),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    # Its own standing
    "the policy shuts others out, not a collaborator": (
        facts(policy="COLLABORATORS_ONLY", permission="WRITE"),
        OPEN,
        Reason.COLLABORATOR,
    ),
    "it maintains the repository": (
        facts(can_create=True, permission="MAINTAIN"),
        OPEN,
        Reason.COLLABORATOR,
    ),
    "it owns the repository, on a server of old": (
        facts(permission="ADMIN"),
        OPEN,
        Reason.COLLABORATOR,
    ),
    "it works there, and the silence of others does not concern it": (
        facts(can_create=True, permission="WRITE", recent=SILENCE),
        OPEN,
        Reason.COLLABORATOR,
    ),
    # Shut for everybody
    "issues are off": (facts(can_create=True, has_issues=False), CLOSED, Reason.ISSUES_DISABLED),
    "issues are off, even for its owner": (
        facts(permission="ADMIN", has_issues=False),
        CLOSED,
        Reason.ISSUES_DISABLED,
    ),
    "it is archived": (facts(can_create=True, archived=True), CLOSED, Reason.ARCHIVED),
    "it is archived with issues off": (
        facts(archived=True, has_issues=False),
        CLOSED,
        Reason.ARCHIVED,
    ),
    "it is locked": (facts(can_create=True, locked=True), CLOSED, Reason.LOCKED),
    "GitHub has disabled it": (facts(disabled=True, archived=True), CLOSED, Reason.DISABLED),
    # Not what the campaign's file lists
    "it belongs to somebody else now": (
        facts(can_create=True, name_now="other/r"),
        CLOSED,
        Reason.MISSING,
    ),
    "it belongs to somebody else now, who is this account itself": (
        facts(permission="ADMIN", name_now="me/r"),
        CLOSED,
        Reason.MISSING,
    ),
    "it has a new name with the same owner": (
        facts(can_create=True, name_now="o/new"),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "its owner's name is written in capitals": (
        facts(can_create=True, name_now="O/R"),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "it has become private, and this account may still see it": (
        facts(permission="WRITE", visibility="PRIVATE"),
        CLOSED,
        Reason.MISSING,
    ),
    "it is for one company's eyes": (
        facts(can_create=True, visibility="INTERNAL"),
        CLOSED,
        Reason.MISSING,
    ),
    # Opted out
    "its maintainers opted out by a topic": (
        facts(can_create=True, opted_out="no-campaigns"),
        CLOSED,
        Reason.OPTED_OUT,
    ),
    "they opted out, and this account works there": (
        facts(permission="ADMIN", opted_out=".github/campaign-opt-out"),
        CLOSED,
        Reason.OPTED_OUT,
    ),
    "they opted out, and it is archived, too": (
        facts(archived=True, opted_out="no-campaigns"),
        CLOSED,
        Reason.OPTED_OUT,
    ),
    "they opted out, and gave it away": (
        facts(name_now="other/r", opted_out="no-campaigns"),
        CLOSED,
        Reason.OPTED_OUT,
    ),
    # A temporary limit that GitHub tells of
    "a limit lets only collaborators in": (
        limited("COLLABORATORS_ONLY"),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "a limit without an end lets only collaborators in": (
        limited("COLLABORATORS_ONLY", hours=None),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "a limit lets only those in who may write, and triage is not enough": (
        limited("COLLABORATORS_ONLY", permission="TRIAGE"),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "a limit lets only collaborators in, and this account is one": (
        limited("COLLABORATORS_ONLY", permission="ADMIN"),
        OPEN,
        Reason.COLLABORATOR,
    ),
    "a limit is over": (
        limited("COLLABORATORS_ONLY", hours=0),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "a limit lets only earlier contributors in, and who knows whether this is one": (
        limited("CONTRIBUTORS_ONLY"),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "a limit keeps out accounts of today": (
        limited("EXISTING_USERS"),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "no limit is on, as far as GitHub tells": (
        limited("NO_LIMIT", hours=None),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    # What others' issues tell
    "an outsider was let in just now": (facts(recent=seen(0)), OPEN, Reason.OUTSIDER_RECENTLY),
    "an outsider was let in seven days ago": (
        facts(recent=seen(7)),
        OPEN,
        Reason.OUTSIDER_RECENTLY,
    ),
    "an outsider was let in eight days ago": (facts(recent=seen(8)), UNKNOWN, Reason.NO_EVIDENCE),
    "an outsider will be let in, by the server's clock": (
        facts(recent=seen(-1)),
        OPEN,
        Reason.OUTSIDER_RECENTLY,
    ),
    "an outsider was let in, and many insiders": (
        facts(recent=seen(0, association="MEMBER") + seen(2)),
        OPEN,
        Reason.OUTSIDER_RECENTLY,
    ),
    "a contributor was let in, as a limit would": (
        facts(recent=seen(1, association="CONTRIBUTOR")),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "only members open issues": (
        facts(recent=seen(1, 2, 3, 4, 5, association="MEMBER")),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    # GitHub shows both alike, rust-lang/triagebot#2094; the sentence says only what is visible.
    "a private member shows as an outsider": (
        facts(recent=seen(1)),
        OPEN,
        Reason.OUTSIDER_RECENTLY,
    ),
    "a bot, or a ghost, was let in": (
        facts(recent=seen(1, by_person=False)),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "an outsider's pull request says nothing of issues": (
        facts(recent_pulls=seen(1, association="FIRST_TIME_CONTRIBUTOR")),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "outsiders have fallen silent": (facts(recent=SILENCE), UNKNOWN, Reason.NO_EVIDENCE),
    "outsiders have fallen silent, though GitHub says this account may": (
        facts(can_create=True, recent=SILENCE),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "outsiders have fallen silent, but for a pull request": (
        facts(can_create=True, recent=SILENCE, recent_pulls=seen(2)),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "insiders have filled the list, though GitHub says this account may": (
        facts(can_create=True, recent=seen(1, 2, 3, association="MEMBER"), issues_since=ago(3)),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "insiders have filled the list but for its end": (
        facts(
            can_create=True,
            recent=seen(1, 2, 3, association="MEMBER") + seen(5),
            issues_since=ago(5),
        ),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "insiders have filled the list, and never since the first issue was there an outsider": (
        facts(can_create=True, recent=seen(1, 2, 3, association="MEMBER")),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "insiders have filled the list in the course of years": (
        facts(can_create=True, recent=seen(1, 2, 700, association="MEMBER"), issues_since=ago(700)),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "insiders have filled the list, and this account is one": (
        facts(permission="WRITE", recent=seen(1, 2, 3, association="MEMBER"), issues_since=ago(3)),
        OPEN,
        Reason.COLLABORATOR,
    ),
    "the repository is quiet": (facts(), UNKNOWN, Reason.NO_EVIDENCE),
    "nothing is said of issues": (facts(has_issues=None), UNKNOWN, Reason.NO_EVIDENCE),
    "it is seen without a token": (
        facts(permission=None, visibility=None),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    # Not seen
    "it is gone or private": (RepoFacts(repo="o/r", found=Found.MISSING), CLOSED, Reason.MISSING),
    "it is kept from this account": (
        RepoFacts(repo="o/r", found=Found.NOT_READABLE, problem="SAML"),
        UNKNOWN,
        Reason.NOT_READABLE,
    ),
    "there is no usable answer": (
        RepoFacts(repo="o/r", found=Found.ERROR),
        UNKNOWN,
        Reason.ERROR,
    ),
    "a limit came before its turn": (
        RepoFacts(repo="o/r", found=Found.LATER),
        UNKNOWN,
        Reason.ERROR,
    ),
    "it is missing, whatever else is said": (
        facts(found=Found.MISSING, can_create=True),
        CLOSED,
        Reason.MISSING,
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_every_situation_has_its_verdict(case: str) -> None:
    """A verdict, its reason, and at least one sentence to support it."""
    known, verdict, reason = TABLE[case]
    access = judge(known, now=NOW)
    assert (access.verdict, access.reason) == (verdict, reason)
    assert access.evidence
    assert all(str(sentence).endswith(".") for sentence in access.evidence)


@pytest.mark.parametrize("case", [name for name, row in TABLE.items() if row[1] is OPEN])
def test_a_refusal_that_still_holds_closes_what_looks_open(case: str) -> None:
    """Nobody knocks again where this account was refused, and the refusal is quoted."""
    access = judge(TABLE[case][0], now=NOW, refusal=REFUSAL)
    assert (access.verdict, access.reason) == (CLOSED, Reason.REFUSED_BEFORE)
    assert str(access.evidence[0]) == "It refused this account on 2019-05-11 11:00 UTC: “Not you”."


def test_a_lasting_obstacle_outweighs_an_earlier_refusal() -> None:
    """What everybody meets is the better reason."""
    assert judge(facts(archived=True), now=NOW, refusal=REFUSAL).reason is Reason.ARCHIVED


@pytest.mark.parametrize("said", [{"can_create": True}, {"archived": True}, {}])
def test_a_new_name_is_told(said: dict[str, bool]) -> None:
    """Open, closed or unknown: a supporter reads what the repository is called now."""
    moved = judge(facts(**said, name_now="o/name"), now=NOW)
    assert str(moved.evidence[-1]) == "It is now called o/name."
    assert (moved.repo, moved.name_now) == ("o/r", "o/name")


def test_a_new_owner_is_told() -> None:
    """Who it is, whom the campaign has listed, and that nothing happens there."""
    assert told(judge(facts(can_create=True, name_now="other/r"), now=NOW)) == (
        "It now belongs to other, no longer to o. Nothing is posted there."
        " It is now called other/r."
    )


def test_another_case_is_no_new_name() -> None:
    """GitHub compares names without case."""
    assert "now" not in told(judge(facts(can_create=True, name_now="O/R"), now=NOW))


@pytest.mark.parametrize(
    ("lock_reason", "words"), [("MIGRATING", " (migrating)."), ("", "repository.")]
)
def test_a_lock_says_why_where_github_does(lock_reason: str, words: str) -> None:
    """GitHub's word, in small letters."""
    access = judge(facts(locked=True, lock_reason=lock_reason), now=NOW)
    assert str(access.evidence[0]).endswith(words)


def test_an_opt_out_says_where_it_stands() -> None:
    """Whoever doubts it can look."""
    asked = judge(facts(opted_out=".github/campaign-opt-out"), now=NOW)
    assert told(asked) == "It asks campaigns to stay away (.github/campaign-opt-out)."


def test_an_authorisation_that_is_missing_comes_with_its_address() -> None:
    """GitHub's own words say more than ours, and where to go is said, too."""
    kept = RepoFacts(
        repo="o/r",
        found=Found.NOT_READABLE,
        problem="You must grant access.",
        authorize_at="https://github.com/orgs/o/sso",
    )
    assert told(judge(kept, now=NOW)) == (
        "GitHub refused to show it to this account. GitHub's words: “You must grant access”."
        " Authorize the token for the organisation at https://github.com/orgs/o/sso and check"
        " again."
    )


@pytest.mark.parametrize("said", [{"can_create": True}, {"archived": True}, {}])
def test_what_was_left_out_is_said(said: dict[str, bool]) -> None:
    """A verdict that rests on less says so."""
    less = Sentence("Its newest issues were not looked at.")
    assert judge(facts(**said, left_out=(less,)), now=NOW).evidence[-1] == less


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (
            limited("COLLABORATORS_ONLY"),
            "A temporary limit lets only collaborators in. It ends at 2019-05-11 19:00 UTC.",
        ),
        (
            limited("COLLABORATORS_ONLY", permission="WRITE"),
            "This account has write access there. A temporary limit lets only collaborators in."
            " It ends at 2019-05-11 19:00 UTC.",
        ),
        (
            limited("CONTRIBUTORS_ONLY", hours=None),
            "GitHub says this account may open an issue. A temporary limit lets only earlier"
            " contributors in.",
        ),
        (
            limited("EXISTING_USERS", hours=None, recent=seen(1)),
            "GitHub says this account may open an issue. An account without visible ties opened"
            " #9990 on 2019-05-10, 1 day ago. A temporary limit keeps out accounts younger than a"
            " day.",
        ),
        (
            facts(can_create=True, recent=SILENCE),
            "GitHub says this account may open an issue. After #9800 of 2019-04-21 no account"
            " without visible ties opened an issue, while people with ties opened at least 3 issues"
            " and pull requests. Before, others opened an issue every 2 days. A temporary limit may"
            " be on.",
        ),
        (
            facts(recent=seen(30)),
            "Nothing tells whether outsiders may open an issue. An account without visible ties"
            " opened #9700 on 2019-04-11, 30 days ago.",
        ),
    ],
)
def test_evidence_on_both_sides_is_shown(known: RepoFacts, words: str) -> None:
    """What speaks for and against stands side by side, with dates; the reader judges, too."""
    assert told(judge(known, now=NOW)) == words


@pytest.mark.parametrize("said", [{"can_create": True}, {}])
def test_an_open_verdict_without_evidence_of_today_names_its_limits(said: dict[str, bool]) -> None:
    """A temporary limit cannot be seen by a stranger, and may have come since yesterday."""
    caveat = "A temporary limit cannot be seen from outside."
    for days in (1.1, 6.8):
        access = judge(facts(**said, recent=seen(days)), now=NOW)
        assert (access.verdict, caveat in told(access)) == (OPEN, True)
    assert caveat not in told(judge(facts(**said, recent=seen(0.9)), now=NOW))
    assert caveat in told(judge(facts(can_create=True), now=NOW))
    assert caveat in told(judge(facts(can_create=True, recent=seen(30)), now=NOW))


@pytest.mark.parametrize("found", [Found.ERROR, Found.NOT_READABLE])
def test_only_githubs_words_are_quoted(found: Found) -> None:
    """What we found out ourselves is said in our own name."""
    ours = RepoFacts(repo="o/r", found=found, problem=Sentence("the connection was cut"))
    assert told(judge(ours, now=NOW)).endswith(". Why: the connection was cut.")
    theirs = RepoFacts(repo="o/r", found=found, problem="Server Error.")
    assert told(judge(theirs, now=NOW)).endswith(". GitHub's words: “Server Error”.")


SIGHTINGS = st.builds(
    Sighting,
    number=st.integers(1, 10**4),
    at=st.floats(-10, 100).map(lambda days: NOW - timedelta(days=days)),
    association=st.sampled_from(["NONE", "CONTRIBUTOR", "MEMBER", "OWNER", "MANNEQUIN", "?"]),
    by_person=st.booleans(),
)
LIMITS = ["NO_LIMIT", "EXISTING_USERS", "CONTRIBUTORS_ONLY", "COLLABORATORS_ONLY", None, "NEW"]
ANYTHING = st.fixed_dictionaries(
    {
        "found": st.sampled_from(Found),
        "name_now": st.sampled_from(["o/r", "O/R", "o/new", "other/r", ""]),
        "has_issues": st.sampled_from([True, False, None]),
        "archived": st.booleans(),
        "disabled": st.booleans(),
        "locked": st.booleans(),
        "visibility": st.sampled_from(["PUBLIC", "PRIVATE", None]),
        "permission": st.sampled_from(["READ", "TRIAGE", "WRITE", "ADMIN", None, "NEW"]),
        "can_create": st.sampled_from([True, False, None]),
        "policy": st.sampled_from(["ALL", "COLLABORATORS_ONLY", None, "NEW"]),
        "opted_out": st.sampled_from(["", "no-campaigns"]),
        "limit": st.sampled_from(LIMITS),
        "limit_ends": st.sampled_from([None, NOW + timedelta(1), NOW - timedelta(1)]),
        "recent": st.lists(SIGHTINGS, max_size=8).map(tuple),
        "recent_pulls": st.lists(SIGHTINGS, max_size=4).map(tuple),
    }
)


def shut(known: RepoFacts, *, refused: bool) -> bool:
    """Whether one of the facts closes the door for certain."""
    limit = known.limit == "COLLABORATORS_ONLY" and (
        known.limit_ends is None or known.limit_ends > NOW
    )
    owner = (known.name_now or known.repo).partition("/")[0].lower()
    insider = known.permission in ("TRIAGE", "WRITE", "ADMIN")
    return any(
        (
            known.archived or known.disabled or known.locked or known.has_issues is False,
            known.opted_out or refused or known.can_create is False,
            owner != "o" or known.visibility == "PRIVATE",
            known.policy == "COLLABORATORS_ONLY" and known.can_create is None and not insider,
            limit and known.permission not in ("WRITE", "ADMIN"),
        )
    )


@given(said=ANYTHING, refused=st.booleans())
def test_nothing_is_ever_claimed_against_the_facts(said: dict[str, Any], refused: bool) -> None:
    """Open has a positive reason and no certain obstacle; closed has an obstacle; no third way."""
    known = facts(**said)
    access = judge(known, now=NOW, refusal=REFUSAL if refused else None)
    insider = known.permission in ("TRIAGE", "WRITE", "ADMIN")
    fresh = any(each.by_outsider and NOW - each.at <= RECENT for each in known.recent)
    if known.found is not Found.SEEN:
        assert (access.verdict is CLOSED) is (known.found is Found.MISSING)
    elif access.verdict is OPEN:
        assert not shut(known, refused=refused)
        assert known.can_create or insider or fresh
    elif access.verdict is CLOSED:
        assert shut(known, refused=refused)
    assert known.found is not Found.SEEN or not known.opted_out or access.reason is Reason.OPTED_OUT
    assert all(str(each).endswith(".") for each in access.evidence)
