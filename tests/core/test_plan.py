"""Which issues one person posts where, in which order, and why not elsewhere."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import Access, Found, Reason, RepoFacts, Verdict
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.plan import Plan, make_plan, rendezvous, skipped
from campaign.core.receipt import Outcome, Receipt
from campaign.core.verdict import judge

NOW = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
SLUG = "no-nets"

NAMES = ("ant/one", "bee/two", "cat/three", "dog/four", "eel/five")


def make_campaign(*repos: str, per_person: int = 3) -> Campaign:
    """A small valid campaign for these repositories."""
    return Campaign.model_validate(
        {
            "campaign": SLUG,
            "title": "No nets",
            "summary": "Stop.",
            "organiser": {"name": "Us", "url": "https://example.org/"},
            "action": {"starts": "2019-05-11 10:00", "ends": "2019-05-12 10:00", "timezone": "UTC"},
            "issue": {"title": "Stop", "template": "a.md.j2"},
            "targets": [{"repo": repo, "why": f"Why {repo}."} for repo in repos],
            "limits": {"per_person": per_person},
        }
    )


def access(repo: str, verdict: str = "open", *, repo_id: int | None = None) -> Access:
    """What was found out about a repository; its number follows from its name."""
    numbered: dict[str, Any] = {"repo": repo, "repo_id": repo_id or sum(repo.encode())}
    match verdict:
        case "open":
            facts = RepoFacts(**numbered, can_create=True)
        case "closed":
            facts = RepoFacts(**numbered, archived=True)
        case "unknown":
            facts = RepoFacts(**numbered)
        case _:
            facts = RepoFacts(repo=repo, found=Found.NOT_READABLE)
    return judge(facts, now=NOW)


def plan(*accesses: Access, done: tuple[Receipt, ...] = (), **more: Any) -> Plan:
    """A plan for account 7; `per_person` is the campaign's, the rest make_plan's."""
    repos = [each.repo for each in accesses]
    campaign = make_campaign(*repos, per_person=more.pop("per_person", 3))
    drafts = {
        repo: Draft(repo=repo, language="en", title="Stop", text=repo, marker="<!-- x -->")
        for repo in repos
    }
    return make_plan(
        campaign,
        account_id=7,
        login="mia",
        accesses=accesses,
        drafts=drafts,
        done=done,
        **more,
    )


def posted(repo: str, outcome: Outcome = Outcome.ALREADY) -> Receipt:
    """An issue that exists."""
    return Receipt(repo=repo, outcome=outcome)


def steps(made: Plan) -> list[str]:
    """Where the plan posts."""
    return [step.repo for step in made.steps]


ORDER = rendezvous([(name, 1) for name in NAMES], slug=SLUG, account_id=7)


def test_a_plan_follows_the_order_up_to_the_limit() -> None:
    """Three issues by one person, the others in reserve, the next choice first."""
    made = plan(*map(access, NAMES))
    assert steps(made) == ORDER[:3]
    assert [step.repo for step in made.reserve] == ORDER[3:]
    assert (made.campaign, made.account_id, made.login) == (SLUG, 7, "mia")
    first = made.steps[0]
    assert (first.key.campaign, first.key.account_id) == (SLUG, 7)
    assert first.key.repo_id == first.access.facts.repo_id
    assert (first.draft.repo, first.why) == (first.repo, f"Why {first.repo}.")


def test_open_before_unknown_and_closed_never() -> None:
    """A sure door comes first, a shut one is left alone, whatever the order says."""
    verdicts = dict(zip(ORDER, ["closed", "unknown", "open", "unknown", "open"], strict=True))
    made = plan(*(access(name, verdicts[name]) for name in NAMES), per_person=20)
    assert steps(made) == [ORDER[2], ORDER[4], ORDER[1], ORDER[3]]
    assert [each.repo for each in made.closed] == [ORDER[0]]
    assert not made.reserve
    assert not made.closed_chosen


@pytest.mark.parametrize("outcome", [Outcome.ALREADY, Outcome.UNKNOWN])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_what_exists_or_may_exist_counts(count: int, outcome: Outcome) -> None:
    """A second run posts what is left of the limit, and nothing in the same place."""
    done = tuple(posted(repo, outcome) for repo in ORDER[:count])
    made = plan(*map(access, NAMES), done=done)
    assert steps(made) == ORDER[count:3]
    assert made.done == done


def test_an_issue_in_a_repository_the_file_no_longer_lists_counts() -> None:
    """The limit is one person's in the whole campaign."""
    made = plan(*map(access, NAMES), done=(posted("old/one"), posted("old/two")))
    assert steps(made) == ORDER[:1]


@pytest.mark.parametrize("buried", [0, 1, 2, 3, 4])
def test_issues_of_which_nothing_is_told_count(buried: int) -> None:
    """The limit is one person's, also where another repository has the name now."""
    made = plan(*map(access, NAMES), done=(posted(ORDER[0]),), buried=buried)
    assert steps(made) == ORDER[1:3][: max(0, 2 - buried)]
    assert made.done == (posted(ORDER[0]),)


@pytest.mark.parametrize(("limit", "count"), [(None, 3), (0, 0), (1, 1), (2, 2), (3, 3), (99, 3)])
def test_a_run_may_be_limited_further(limit: int | None, count: int) -> None:
    """Never beyond what the campaign allows."""
    made = plan(*map(access, NAMES), limit=limit)
    assert steps(made) == ORDER[:count]
    assert [step.repo for step in made.reserve] == ORDER[count:]


def test_repositories_asked_for_by_name() -> None:
    """Only they are planned, kept in reserve, or named as done or shut; all of it counts."""
    verdicts = {ORDER[1]: "closed", ORDER[2]: "hidden"}
    accesses = [access(name, verdicts.get(name, "open")) for name in NAMES]
    done = (posted(ORDER[0]), posted("old/one"))
    made = plan(*accesses, done=done, chosen=ORDER[:4])
    assert steps(made) == [ORDER[3]]
    assert made.reserve == ()
    assert made.done == (posted(ORDER[0]),)
    assert {each.repo for each in made.closed_chosen} == set(ORDER[1:3])


def test_what_was_posted_before_its_door_shut_is_told_once() -> None:
    """One result for each repository that was asked for."""
    made = plan(access("ant/one", "closed"), done=(posted("ant/one"),), chosen=["ant/one"])
    assert made.done == (posted("ant/one"),)
    assert made.closed_chosen == ()


def test_two_names_of_one_repository() -> None:
    """One step, and none where one of the names has an issue already."""
    twins = [access("ant/one", repo_id=5), access("bee/two", "unknown", repo_id=5)]
    assert steps(plan(*twins)) == ["ant/one"]
    assert plan(*twins).reserve == ()
    for name in ("ant/one", "bee/two"):
        assert plan(*twins, done=(posted(name),)).steps == ()


def test_a_repository_without_a_number_cannot_be_tried() -> None:
    """It has no key; asked for by name it is told, not dropped."""
    hidden = access("ant/one", "hidden")
    assert not plan(hidden).steps
    assert not plan(hidden).closed_chosen
    (told,) = plan(hidden, chosen=["ant/one"]).closed_chosen
    receipt = skipped(told)
    assert (receipt.outcome, receipt.reason) == (Outcome.SKIPPED, Reason.NOT_READABLE)
    assert receipt.message == "GitHub refused to show it to this account."


@given(
    verdicts=st.lists(
        st.sampled_from(["open", "closed", "unknown", "hidden"]), min_size=5, max_size=5
    ),
    done=st.sets(st.sampled_from(NAMES)),
    chosen=st.sets(st.sampled_from(NAMES)),
    limit=st.none() | st.integers(0, 9),
    per_person=st.integers(1, 20),
)
def test_no_plan_breaks_the_promise(
    verdicts: list[str], done: set[str], chosen: set[str], limit: int | None, per_person: int
) -> None:
    """Few, once each, only where it may be let in, only where it was asked for."""
    kinds = dict(zip(NAMES, verdicts, strict=True))
    made = plan(
        *(access(name, kind) for name, kind in kinds.items()),
        done=tuple(map(posted, sorted(done))),
        chosen=chosen,
        limit=limit,
        per_person=per_person,
    )
    planned = [*made.steps, *made.reserve]
    assert len(made.steps) + len(done) <= max(per_person, len(done))
    assert limit is None or len(made.steps) <= limit
    assert len({step.key for step in planned}) == len(planned)
    assert {kinds[step.repo] for step in planned} <= {"open", "unknown"}
    assert not {step.repo for step in planned} & done
    assert {step.repo for step in planned} <= (chosen or set(NAMES))
    assert [s.access.verdict for s in planned] == sorted(
        (s.access.verdict for s in planned), key=[Verdict.OPEN, Verdict.UNKNOWN].index
    )


def moved(repo: str, name_now: str) -> Access:
    """A repository that GitHub calls otherwise, and that somebody has found open all the same."""
    facts = RepoFacts(repo=repo, repo_id=sum(repo.encode()), name_now=name_now)
    return Access(facts=facts, verdict=Verdict.OPEN, reason=Reason.VIEWER_CAN_CREATE, evidence=())


@pytest.mark.parametrize("name_now", ["ant/won", "Ant/One", ""])
def test_a_new_name_of_the_same_owner_is_no_obstacle(name_now: str) -> None:
    """Whoever the campaign has named is asked, under whatever name."""
    assert steps(plan(moved("ant/one", name_now))) == ["ant/one"]


@pytest.mark.parametrize(
    "name_now",
    [
        *("bug/one", "ant-2/one", "ant/one/../../x", "ant/..", "ant/one#", "ant/one\n"),
        *("ant/one?x=1", "ant", "ant/", "//ant/one", "ant/o%6ee", "аnt/one"),
    ],
)
def test_another_owner_is_never_asked(name_now: str) -> None:
    """Nobody has named them, whatever GitHub says; nor is a name that leads elsewhere."""
    made = plan(moved("ant/one", name_now), access("bee/two"))
    assert steps(made) == ["bee/two"]
    assert not made.reserve


def test_a_chosen_repository_of_another_owner_says_so() -> None:
    """Asked for by name: told why, with the new name."""
    made = plan(moved("ant/one", "bug/one"), access("bee/two"), chosen=["ant/one"])
    assert (made.steps, len(made.closed_chosen)) == ((), 1)
    receipt = skipped(made.closed_chosen[0])
    assert (receipt.outcome, receipt.reason) == (Outcome.SKIPPED, "moved")
    assert "bug/one" in receipt.message
