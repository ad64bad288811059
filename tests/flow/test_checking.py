"""Checking: every repository asked for has its verdict, with what my own ledger remembers."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

from tests.flow.conftest import Stage

from campaign.adapters.ledger import Ledger
from campaign.core.access import EarlierRefusal
from campaign.core.plan import owner_of
from campaign.flow.checking import Refusals, Survey, earlier_refusals, survey
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import CreationPolicy, Limit, Permission
from campaign.rehearsal.wire import error

Make = Callable[..., Stage]
DAY = 24 * 3600


def look(stage: Stage, *repos: str, refusals: Refusals | None = None) -> Survey:
    """A look as the stage's supporter."""
    with closing(stage.forge(may_write=False)) as forge:
        return survey(
            repos or [target.repo for target in stage.campaign.targets],
            forge=forge,
            account=forge.account(),
            refusals=refusals or {},
        )


def remembered(stage: Stage) -> Refusals:
    """What the ledger remembers now."""
    with closing(stage.forge(may_write=False)) as forge, Ledger.open(stage.ledger_path) as ledger:
        return earlier_refusals(ledger, account=forge.account(), now=forge.now())


def verdicts(seen: Survey) -> dict[str, tuple[str, str]]:
    """Repository → verdict and reason."""
    return {each.repo: (each.verdict.value, each.reason.value) for each in seen.accesses}


def test_every_target_in_the_given_order(stage: Stage) -> None:
    """One verdict for each, in the order asked for, in one request."""
    names = ["dog/four", "ant/one", "nobody/nothing", "ant/one"]
    seen = look(stage, *names)
    assert [each.repo for each in seen.accesses] == names
    assert (seen.account and seen.account.login, seen.cost.requests) == ("mia", 2)


def test_verdicts(stage: Stage) -> None:
    """What can be seen is told with its reason; a limit in force cannot be seen."""
    stage.repo("ant/one").collaborators[stage.me] = Permission.WRITE
    stage.repo("bee/two").creation_policy = CreationPolicy.COLLABORATORS_ONLY
    stage.repo("cat/three").archived_at = stage.clock.now()
    stage.world.delete(stage.repo("dog/four"))
    stage.repo("eel/five").limit = Limit.COLLABORATORS_ONLY
    assert verdicts(look(stage)) == {
        "ant/one": ("open", "collaborator"),
        "bee/two": ("closed", "collaborators_only"),
        "cat/three": ("closed", "archived"),
        "dog/four": ("closed", "missing"),
        "eel/five": ("open", "viewer_can_create"),
    }


def test_a_repository_given_to_somebody_else_is_left_alone(stage: Stage) -> None:
    """The campaign has listed one owner's repository; another's has not been asked for."""
    stage.world.move(stage.repo("bee/two"), "ant/moved")
    (access,) = look(stage, "bee/two").accesses
    assert (access.verdict.value, access.reason.value) == ("closed", "missing")
    assert str(access.evidence[0]).startswith("It now belongs to ant, no longer to bee.")


def test_those_who_opted_out_are_never_posted_to(stage: Stage) -> None:
    """By a topic or by a file, whoever asks, though everything else stands open."""
    stage.repo("ant/one").topics = ("no-campaigns",)
    stage.repo("bee/two").files[".github/campaign-opt-out"] = ""
    stage.repo("bee/two").collaborators[stage.me] = Permission.ADMIN
    seen = verdicts(look(stage))
    assert seen["ant/one"] == seen["bee/two"] == ("closed", "opted_out")
    stage.post()
    assert {"ant/one", "bee/two"}.isdisjoint(stage.states())


def test_a_limit_in_the_middle_is_no_error(make_stage: Make) -> None:
    """What is known is told, the rest is for later, and when to come back is said."""
    names = [f"ant/net-{number}" for number in range(30)]
    stage = make_stage(*names)
    stage.world.limits.leave(stage.me.id, 1, resource="graphql")
    seen = look(stage)
    found = [each.facts.found.value for each in seen.accesses]
    assert found == ["seen"] * 25 + ["later"] * 5
    assert {each.verdict.value for each in seen.accesses[25:]} == {"unknown"}
    assert seen.resume_at is not None
    assert seen.resume_at > seen.checked_at + timedelta(minutes=50)
    assert (seen.cost.left, seen.free, seen.unknown_fields) == (0, 0, ())


def test_what_a_server_does_not_know_is_told(stage: Stage) -> None:
    """Its verdicts rest on less."""
    stage.world.old_schema = True
    seen = look(stage, "ant/one")
    assert "viewerCanCreateIssues" in seen.unknown_fields
    assert verdicts(seen) == {"ant/one": ("unknown", "no_evidence")}


def test_time_is_the_servers(stage: Stage) -> None:
    """The moment of the look is told by GitHub's clock."""
    stage.clock._start += timedelta(days=300)
    assert abs(look(stage).checked_at - stage.clock.now()) < timedelta(seconds=2)


def test_refusal_is_remembered_for_a_day(single: Stage) -> None:
    """A limit met by posting closes the repository for this account, for 24 hours."""
    single.repo("ant/one").limit = Limit.COLLABORATORS_ONLY
    single.post()
    seen = look(single, refusals=remembered(single))
    assert verdicts(seen) == {"ant/one": ("closed", "refused_before")}
    assert "restricted to collaborators only" in str(seen.accesses[0].evidence[0])
    single.clock.sleep(DAY + 60)
    assert remembered(single) == {}


def test_block_is_remembered_for_ever(make_stage: Make) -> None:
    """A block closes everything of that owner, in each campaign, and says where it was met."""
    stage = make_stage("ant/one", per_person=1)
    stage.go_wrong(Fault(then=error(403, "User is blocked")))
    stage.post()
    stage.world.add_repositories("Ant/two", "bee/three")
    stage.clock.sleep(400 * DAY)
    seen = look(stage, "ant/one", "Ant/two", "bee/three", refusals=remembered(stage))
    assert [each.reason.value for each in seen.accesses[:2]] == ["refused_before"] * 2
    assert seen.accesses[2].verdict.value == "open"
    assert "(said in ant/one)" in str(seen.accesses[1].evidence[0])


def test_one_limit_does_not_speak_for_the_owner(make_stage: Make) -> None:
    """One limited repository says nothing about another one of its owner."""
    stage = make_stage("ant/one", "ant/two", per_person=1)
    stage.repo(stage.order[0]).limit = Limit.COLLABORATORS_ONLY
    stage.post()
    assert verdicts(look(stage, refusals=remembered(stage))) == {
        stage.order[0]: ("closed", "refused_before"),
        stage.order[1]: ("open", "viewer_can_create"),
    }


def test_only_refusals_count(stage: Stage) -> None:
    """What was posted, is unknown or was put off is no refusal."""
    stage.go_wrong(mishaps.too_many_requests().after(1))
    stage.post()
    stage.clock.sleep(3601)
    stage.go_wrong(mishaps.lose_request())
    stage.post(max_wait=0)
    assert sorted(stage.states().values()) == ["posted", "unknown"]
    assert remembered(stage) == {}


def test_another_account_is_not_refused(single: Stage) -> None:
    """A refusal is one account's."""
    single.go_wrong(Fault(then=error(410, "Issues has been disabled in this repository.")))
    single.post()
    single.me = single.world.add_user("noa")
    assert remembered(single) == {}


def test_owner_ignores_case() -> None:
    """Logins ignore case."""
    assert owner_of("ANT/One") == owner_of("ant/two") == "ant"


def test_refusal_of_the_owner_covers_what_has_no_number(stage: Stage) -> None:
    """An owner's refusal holds by name too, also under the name a repository has now."""
    stage.world.move(stage.repo("ant/one"), "ant/moved")
    refusal = EarlierRefusal(at=stage.clock.now(), message="User is blocked")
    seen = look(stage, "ant/one", "ANT/moved", "cat/three", refusals={"ant": refusal})
    assert [each.reason.value for each in seen.accesses] == [
        "refused_before",
        "refused_before",
        "viewer_can_create",
    ]
