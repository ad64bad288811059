"""The verdict on a repository, as a table of situations, and the sentences that support it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import (
    RECENT,
    Access,
    EarlierRefusal,
    Found,
    Reason,
    RepoFacts,
    Sighting,
    Verdict,
    judge,
)

NOW = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
REFUSAL = EarlierRefusal(at=NOW - timedelta(hours=3), message="Not you.")

OPEN, CLOSED, UNKNOWN = Verdict.OPEN, Verdict.CLOSED, Verdict.UNKNOWN


def seen(
    *, days: float = 1, association: str = "NONE", by_person: bool = True, number: int = 12
) -> Sighting:
    """An issue opened so many days ago."""
    at = NOW - timedelta(days=days)
    return Sighting(number=number, at=at, association=association, by_person=by_person)


def facts(**said: Any) -> RepoFacts:
    """An ordinary repository, issues on, seen by a stranger."""
    usual = {"repo": "o/r", "name_now": "o/r", "repo_id": 7, "has_issues": True}
    return RepoFacts(**{**usual, "permission": "READ", **said})


def told(access: Access) -> str:
    """The evidence, in English."""
    return " ".join(map(str, access.evidence))


TABLE: dict[str, tuple[RepoFacts, Verdict, Reason]] = {
    "may create": (facts(can_create=True), OPEN, Reason.VIEWER_CAN_CREATE),
    "may create, whatever the policy": (
        facts(can_create=True, policy="COLLABORATORS_ONLY"),
        OPEN,
        Reason.VIEWER_CAN_CREATE,
    ),
    "may create, as all": (facts(can_create=True, policy="ALL"), OPEN, Reason.VIEWER_CAN_CREATE),
    "may not create": (facts(can_create=False), CLOSED, Reason.VIEWER_CANNOT_CREATE),
    "may not create, though an outsider just did": (
        facts(can_create=False, recent=(seen(days=0.01),)),
        CLOSED,
        Reason.VIEWER_CANNOT_CREATE,
    ),
    "may not create, by policy": (
        facts(can_create=False, policy="COLLABORATORS_ONLY"),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "may not create, though triaging": (
        facts(can_create=False, permission="TRIAGE"),
        CLOSED,
        Reason.VIEWER_CANNOT_CREATE,
    ),
    "the policy alone": (facts(policy="COLLABORATORS_ONLY"), CLOSED, Reason.COLLABORATORS_ONLY),
    "the policy alone, though an outsider was seen": (
        facts(policy="COLLABORATORS_ONLY", recent=(seen(),)),
        CLOSED,
        Reason.COLLABORATORS_ONLY,
    ),
    "the policy, and a collaborator": (
        facts(policy="COLLABORATORS_ONLY", permission="WRITE"),
        OPEN,
        Reason.COLLABORATOR,
    ),
    "a maintainer": (facts(can_create=True, permission="MAINTAIN"), OPEN, Reason.COLLABORATOR),
    "an owner of old": (facts(permission="ADMIN"), OPEN, Reason.COLLABORATOR),
    "issues off": (facts(can_create=True, has_issues=False), CLOSED, Reason.ISSUES_DISABLED),
    "issues off, even for its owner": (
        facts(permission="ADMIN", has_issues=False),
        CLOSED,
        Reason.ISSUES_DISABLED,
    ),
    "archived": (facts(can_create=True, archived=True), CLOSED, Reason.ARCHIVED),
    "archived with issues off": (facts(archived=True, has_issues=False), CLOSED, Reason.ARCHIVED),
    "locked": (facts(can_create=True, locked=True), CLOSED, Reason.LOCKED),
    "disabled by GitHub": (facts(disabled=True, archived=True), CLOSED, Reason.DISABLED),
    "an outsider just now": (facts(recent=(seen(days=0),)), OPEN, Reason.OUTSIDER_RECENTLY),
    "an outsider seven days ago": (facts(recent=(seen(days=7),)), OPEN, Reason.OUTSIDER_RECENTLY),
    "an outsider eight days ago": (facts(recent=(seen(days=8),)), UNKNOWN, Reason.NO_EVIDENCE),
    "an outsider in the server's future": (
        facts(recent=(seen(days=-1),)),
        OPEN,
        Reason.OUTSIDER_RECENTLY,
    ),
    "an outsider before many insiders": (
        facts(recent=(seen(association="MEMBER", days=0), seen(days=2))),
        OPEN,
        Reason.OUTSIDER_RECENTLY,
    ),
    "a contributor, whom a limit would let in": (
        facts(recent=(seen(association="CONTRIBUTOR"),)),
        UNKNOWN,
        Reason.NO_EVIDENCE,
    ),
    "a public member": (facts(recent=(seen(association="MEMBER"),)), UNKNOWN, Reason.NO_EVIDENCE),
    # GitHub shows both alike, rust-lang/triagebot#2094; the sentence says only what is visible.
    "a private member, seen as NONE": (facts(recent=(seen(),)), OPEN, Reason.OUTSIDER_RECENTLY),
    "a bot, or a ghost": (facts(recent=(seen(by_person=False),)), UNKNOWN, Reason.NO_EVIDENCE),
    "a quiet repository": (facts(), UNKNOWN, Reason.NO_EVIDENCE),
    "nothing said of issues": (facts(has_issues=None), UNKNOWN, Reason.NO_EVIDENCE),
    "seen without a token": (facts(permission=None), UNKNOWN, Reason.NO_EVIDENCE),
    "gone or private": (RepoFacts(repo="o/r", found=Found.MISSING), CLOSED, Reason.MISSING),
    "kept from this account": (
        RepoFacts(repo="o/r", found=Found.NOT_READABLE),
        UNKNOWN,
        Reason.NOT_READABLE,
    ),
    "no usable answer": (RepoFacts(repo="o/r", found=Found.ERROR), UNKNOWN, Reason.ERROR),
    "missing, whatever else is said": (
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
    assert str(access.evidence[0]) == "It refused this account on 2019-05-11 11:00 UTC: “Not you.”"


def test_a_lasting_obstacle_outweighs_an_earlier_refusal() -> None:
    """What everybody meets is the better reason."""
    assert judge(facts(archived=True), now=NOW, refusal=REFUSAL).reason is Reason.ARCHIVED


@pytest.mark.parametrize("said", [{"can_create": True}, {"archived": True}, {}])
def test_a_new_name_is_told(said: dict[str, bool]) -> None:
    """Open, closed or unknown: a supporter reads what the repository is called now."""
    moved = judge(facts(**said, name_now="other/name"), now=NOW)
    assert str(moved.evidence[-1]) == "It is now called other/name."
    assert (moved.repo, moved.name_now) == ("o/r", "other/name")


def test_another_case_is_no_new_name() -> None:
    """GitHub compares names without case."""
    assert "now called" not in told(judge(facts(name_now="O/R"), now=NOW))


@pytest.mark.parametrize(
    ("lock_reason", "words"), [("MIGRATING", " (migrating)."), ("", "repository.")]
)
def test_a_lock_says_why_where_github_does(lock_reason: str, words: str) -> None:
    """GitHub's word, in small letters."""
    access = judge(facts(locked=True, lock_reason=lock_reason), now=NOW)
    assert str(access.evidence[0]).endswith(words)


def test_the_words_of_an_error_are_passed_on() -> None:
    """Where a repository cannot be read, GitHub's own words say more than ours."""
    access = judge(RepoFacts(repo="o/r", found=Found.NOT_READABLE, problem="SAML"), now=NOW)
    assert str(access.evidence[1]) == "GitHub's words: SAML"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "just now"), (1 / 24, "1 hour ago"), (0.0014, "2 minutes ago"), (3.9, "3 days ago")],
)
def test_evidence_says_who_and_when(days: float, words: str) -> None:
    """The issue's number, its age, and no claim beyond what can be seen."""
    access = judge(facts(recent=(seen(days=days),)), now=NOW)
    assert told(access) == f"An account without visible ties opened #12 {words}."


def test_an_open_verdict_without_a_recent_outsider_names_its_limits() -> None:
    """A temporary limit cannot be seen by a stranger, and the tool says so."""
    caveat = "A temporary limit cannot be seen from outside."
    assert caveat in told(judge(facts(can_create=True), now=NOW))
    assert caveat in told(judge(facts(can_create=True, recent=(seen(days=30),)), now=NOW))
    assert caveat not in told(judge(facts(can_create=True, recent=(seen(),)), now=NOW))


SIGHTINGS = st.builds(
    seen,
    days=st.floats(-10, 100),
    association=st.sampled_from(["NONE", "CONTRIBUTOR", "MEMBER", "OWNER", "MANNEQUIN", "?"]),
    by_person=st.booleans(),
    number=st.integers(1, 10**6),
)


@given(
    said=st.fixed_dictionaries(
        {
            "found": st.sampled_from(Found),
            "has_issues": st.sampled_from([True, False, None]),
            "archived": st.booleans(),
            "disabled": st.booleans(),
            "locked": st.booleans(),
            "permission": st.sampled_from(["READ", "TRIAGE", "WRITE", "ADMIN", None, "NEW"]),
            "can_create": st.sampled_from([True, False, None]),
            "policy": st.sampled_from(["ALL", "COLLABORATORS_ONLY", None, "NEW"]),
            "recent": st.lists(SIGHTINGS, max_size=4).map(tuple),
        }
    )
)
def test_open_is_never_said_against_the_facts(said: dict[str, Any]) -> None:
    """Whatever is known: no closed door is called open, and open has a positive reason."""
    access = judge(facts(**said), now=NOW)
    if access.verdict is OPEN:
        shut = said["archived"] or said["disabled"] or said["locked"]
        assert not shut
        assert said["found"] is Found.SEEN
        assert said["has_issues"] is not False
        assert said["can_create"] is not False
        outsiders = [each for each in said["recent"] if each.by_outsider]
        insider = said["permission"] in ("TRIAGE", "WRITE", "ADMIN")
        fresh = any(NOW - each.at <= RECENT for each in outsiders)
        assert said["can_create"] or insider or fresh
