"""A saved plan: it reads back as it was written, and tells everything that has moved since."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import Access, Found, RepoFacts
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.plan import Plan, make_plan
from campaign.core.plan_differences import differences
from campaign.core.receipt import Outcome, Receipt
from campaign.core.saved_plan import (
    NoPlan,
    SavedPlan,
    is_done,
    read_text,
    record,
    write_text,
)
from campaign.core.verdict import judge

NOW = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)

REPOS = ("ant/one", "bee/two")

FILE = "a" * 64


def make_access(repo: str, *, repo_id: int | None = None, **facts: Any) -> Access:
    """An open repository, unless the facts say otherwise; its number follows from its name."""
    number = sum(repo.encode()) if repo_id is None else repo_id
    known = {"repo": repo, "repo_id": number, "can_create": True, **facts}
    return judge(RepoFacts(**known), now=NOW)


def make(
    *accesses: Access,
    account_id: int = 7,
    login: str = "mia",
    text: str = "Hello.\nPlease stop.",
    done: tuple[Receipt, ...] = (),
    per_person: int = 3,
) -> Plan:
    """A plan for these repositories, asked for by name."""
    repos = [each.repo for each in accesses]
    campaign = Campaign.model_validate(
        {
            "campaign": "no-nets",
            "title": "No nets",
            "summary": "Stop.",
            "organiser": {"name": "Us", "url": "https://example.org/"},
            "action": {"starts": "2019-05-11 10:00", "ends": "2019-05-12 10:00", "timezone": "UTC"},
            "issue": {"title": "Stop", "template": "a.md.j2"},
            "targets": [{"repo": repo, "why": f"Why {repo}."} for repo in repos],
            "limits": {"per_person": per_person},
        }
    )
    return make_plan(
        campaign,
        account_id=account_id,
        login=login,
        accesses=accesses,
        drafts={
            repo: Draft(repo=repo, language="en", title="Stop", text=text, marker="<!-- x -->")
            for repo in repos
        },
        done=done,
        chosen=repos,
    )


def save(plan: Plan, *, file: str = FILE, api: str = "https://api.github.com") -> SavedPlan:
    """The plan as it is saved."""
    return record(
        plan, campaign_sha256=file, api_url=api, language="en", statement="Mine.", made_at=NOW
    )


@pytest.fixture
def saved() -> SavedPlan:
    """Two issues, seen and saved."""
    return save(make(*map(make_access, REPOS)))


def told(saved: SavedPlan, plan: Plan, **more: Any) -> tuple[str, ...]:
    """What has moved between the saved plan and this one."""
    return differences(saved, save(plan, **more), plan=plan)


def test_what_is_written_reads_back(saved: SavedPlan) -> None:
    """Every value survives, and people can read the text, too."""
    text = write_text(saved)
    assert read_text(text) == saved
    assert '"schema": "campaign.plan/1"' in text
    assert "Please stop." in text


def test_nothing_moved_is_no_difference(saved: SavedPlan) -> None:
    """The same state of the world makes the same plan."""
    assert told(saved, make(*map(make_access, REPOS))) == ()


def test_a_new_login_is_the_same_account(saved: SavedPlan) -> None:
    """People rename themselves; the number says who they are."""
    assert told(saved, make(*map(make_access, REPOS), login="mia-renamed")) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"account_id": 8, "login": "noa"}, "made for mia (account 7); you are signed in as noa"),
        ({"text": "Hello.\nPlease go on."}, "    was: Please stop.\n    now: Please go on."),
    ],
)
def test_another_account_or_text_is_told(
    saved: SavedPlan, change: dict[str, Any], words: str
) -> None:
    """In words that name both sides."""
    assert words in "\n".join(told(saved, make(*map(make_access, REPOS), **change)))


def test_another_account_is_told_alone(saved: SavedPlan) -> None:
    """Its markers differ in every text, which would only bury the reason."""
    found = told(saved, make(*map(make_access, REPOS), account_id=8, text="Other."))
    assert len(found) == 1


def test_another_file_or_server_is_told(saved: SavedPlan) -> None:
    """Also where no text shows it."""
    plan = make(*map(make_access, REPOS))
    assert told(saved, plan, file="b" * 64) == (
        "The campaign file or its template has been changed since.",
    )
    assert "made with https://api.github.com, not with http://localhost:1" in "".join(
        told(saved, plan, api="http://localhost:1")
    )


@pytest.mark.parametrize(
    ("access", "words"),
    [
        (make_access("ant/one", archived=True), "ant/one: it is closed now. "),
        (make_access("ant/one", found=Found.MISSING, repo_id=0), "ant/one: it is closed now. "),
        (make_access("ant/one", name_now="ant/won"), "ant/one: it is now called ant/won"),
        (make_access("ant/one", name_now="bug/won"), "ant/one: it is closed now. "),
        (make_access("ant/one", repo_id=99), "deleted and made again under the same name"),
    ],
)
def test_a_repository_that_moved_is_told(saved: SavedPlan, access: Access, words: str) -> None:
    """Closed, gone, renamed, or another one under the old name."""
    (found,) = told(saved, make(access, make_access("bee/two")))
    assert words in found


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.ALREADY, "ant/one: your issue is there already: https://github.com/x"),
        (Outcome.UNKNOWN, "ant/one: it is not clear yet whether your issue was made there."),
    ],
)
def test_an_issue_that_exists_or_may_exist_is_told(
    saved: SavedPlan, outcome: Outcome, words: str
) -> None:
    """One of two posted is not the plan that was saved."""
    done = (Receipt(repo="ant/one", outcome=outcome, url="https://github.com/x"),)
    plan = make(*map(make_access, REPOS), done=done)
    assert told(saved, plan) == (words,)
    assert not is_done(saved, plan)


def test_a_limit_that_was_used_up_elsewhere_is_told(saved: SavedPlan) -> None:
    """The campaign's limit counts what was posted since."""
    plan = make(*map(make_access, REPOS), per_person=1)
    assert any("as many issues as one person may" in line for line in told(saved, plan))


def test_a_repository_taken_off_the_list_is_told(saved: SavedPlan) -> None:
    """Only listed repositories get an issue."""
    found = told(saved, make(make_access("ant/one")))
    assert found == ("bee/two: it is not one of the campaign's repositories any more.",)


def test_another_order_is_told(saved: SavedPlan) -> None:
    """Where nothing else has moved."""
    now = make(*map(make_access, REPOS))
    turned = replace(now, steps=now.steps[::-1])
    (found,) = told(saved, turned)
    assert f"now it would be {now.steps[1].repo}, {now.steps[0].repo}" in found


def test_a_long_change_is_cut() -> None:
    """The beginning shows what it is about; a hostile template cannot flood the screen."""
    before = make(make_access("ant/one"), text="\n".join(f"old {i}" for i in range(500)))
    after = make(make_access("ant/one"), text="\n".join(f"new {i}" for i in range(500)))
    (found,) = told(save(before), after)
    assert len(found.split("\n")) == 8
    assert found.endswith("and 994 more lines")


def test_all_posted_is_done(saved: SavedPlan) -> None:
    """Every issue of it exists: nothing is left to do, whatever else has changed."""
    done = tuple(Receipt(repo=repo, outcome=Outcome.ALREADY) for repo in REPOS)
    plan = make(*map(make_access, REPOS), done=done, text="Other.")
    assert is_done(saved, plan)
    assert not is_done(saved, replace(plan, account_id=8))
    assert not is_done(saved, replace(plan, campaign="other"))


def _set(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda document: document.update(values)


def _drop(document: dict[str, Any]) -> None:
    del document["account"]


def _tamper(document: dict[str, Any]) -> None:
    document["steps"][0]["body"] += " And more."


def _twice(document: dict[str, Any]) -> None:
    document["steps"][1] = document["steps"][0]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_drop, "account: Field required"),
        (_tamper, "steps.0: the text is not the one that was saved"),
        (_twice, "two for one repository"),
        (_set(steps=[]), "holds no issue"),
        (_set(schema="campaign.plan/2"), "schema: "),
        (_set(more=1), "more: Extra inputs"),
        (_set(campaign="../etc"), "campaign: "),
        (_set(campaign_sha256="a" * 63), "campaign_sha256: "),
        (_set(account={"id": "7", "login": "mia"}), "account.id: "),
        (_set(account={"id": 2**70, "login": "mia"}), "account.id: "),
        (_set(statement=None), "statement: "),
        (_set(made_at="2019-05-11T14:00:00"), "made_at: "),
    ],
)
def test_a_file_that_was_changed_is_refused(
    damage: Callable[[dict[str, Any]], object], words: str, saved: SavedPlan
) -> None:
    """With the place of the fault, and how to get a good one."""
    document = json.loads(write_text(saved))
    damage(document)
    with pytest.raises(NoPlan) as caught:
        read_text(json.dumps(document))
    assert words in caught.value.message
    assert "--save-plan" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '"plan"',
        "[" * 100_000,
        '{"a": 1, "a": 2}',
        '{"a": ' + "9" * 5000 + "}",
        '{"statement": "\\ud800"}',
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    """One kind of error, whatever the text."""
    with pytest.raises(NoPlan):
        read_text(text)


@pytest.mark.parametrize("name", ["..", "ant/..", "ant/one\n", "ant/one/two", "-ant/one", "a b/c"])
def test_a_name_that_reaches_elsewhere_is_refused(name: str, saved: SavedPlan) -> None:
    """The names of a plan are repositories, and nothing that an address could take otherwise."""
    document = json.loads(write_text(saved))
    document["steps"][0]["name_now"] = name
    with pytest.raises(NoPlan):
        read_text(json.dumps(document))


@given(text=st.text(max_size=200))
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever stands in the file."""
    with pytest.raises(NoPlan):
        read_text(text)
