"""Rebuilding: what GitHub shows of mine, and nothing else."""

from contextlib import closing
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, REPOS, Stage

from campaign.adapters.github import GitHub
from campaign.core.marker import Key, marker, marker_key
from campaign.core.receipt import Posting, State
from campaign.errors import CampaignError, RateLimited
from campaign.flow.rebuilding import find_mine
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import json_reply


def found(stage: Stage) -> dict[str, Posting]:
    """What a rebuilt ledger would hold."""
    with closing(stage.forge(may_write=False)) as forge:
        mine = find_mine(stage.campaign, forge=forge, account=forge.account())
    return {row.repo: row for row in mine.postings}


def text(stage: Stage, name: str) -> str:
    """The marker of my issue there."""
    key = Key(campaign="no-nets", repo_id=stage.repo(name).id, account_id=stage.me.id)
    return marker("no-nets", marker_key(key))


def test_every_issue_of_mine(stage: Stage) -> None:
    """Those posted by this tool and those of the form, open or closed, however old."""
    stage.post()
    for issue in stage.issues():
        issue.state = "closed"
    last = stage.order[-1]
    stage.world.seed_issue(
        stage.repo(last), by=stage.me, age=timedelta(days=300), body=marker("no-nets")
    )
    rows = found(stage)
    assert set(rows) == {*stage.order[:3], last}
    assert {row.state for row in rows.values()} == {State.POSTED}
    assert {row.number for row in rows.values()} == {1}
    for repo, row in rows.items():
        assert (row.key.repo_id, row.login) == (stage.repo(repo).id, "mia")


def test_nobody_else_s(stage: Stage) -> None:
    """Neither a stranger's copy of my marker, nor another campaign's issue of mine."""
    first, second = REPOS[:2]
    stage.world.seed_issue(stage.repo(first), by="owen", body=text(stage, first))
    stage.world.seed_issue(stage.repo(second), by=stage.me, body=marker("other"))
    assert found(stage) == {}


def test_a_repository_that_is_gone(stage: Stage) -> None:
    """Nothing can be seen there, and nothing sent: the rest is found."""
    stage.post()
    stage.world.delete(stage.repo(stage.order[0]))
    assert set(found(stage)) == set(stage.order[1:3])


def test_an_issue_only_the_list_of_all_my_issues_shows(stage: Stage) -> None:
    """One more positive."""
    stage.world.created_list_reaches_public = True
    stage.post(limit=1)
    first = stage.order[0]
    there = rf"^/repositories/{stage.repo(first).id}/issues$"
    stage.go_wrong(Fault(then=json_reply([])).at("GET", there))
    assert set(found(stage)) == {first}


@pytest.mark.parametrize("kept", ["disabled", "dmca", "private", "organisation"])
def test_a_repository_that_is_kept_from_me(stage: Stage, kept: str) -> None:
    """The rest is found, and what could not be seen is named: it must not bar the way for ever."""
    stage.post()
    first, second, *_others = stage.order
    there = stage.repo(first)
    if kept == "organisation":
        setattr(there.owner, "forbids_classic_tokens", True)  # noqa: B010 - an organisation
    else:
        setattr(there, kept, True)
    with closing(stage.forge(may_write=False)) as forge:
        mine = find_mine(stage.campaign, forge=forge, account=forge.account())
    rows = {row.repo for row in mine.postings}
    assert second in rows or kept == "organisation"
    assert first not in rows
    assert kept == "private" or first in {each.repo for each in mine.unseen}


def test_a_part_is_no_ledger(stage: Stage) -> None:
    """Where GitHub does not tell of one repository, nothing is rebuilt."""
    stage.post()
    there = rf"/{stage.repo(stage.order[1]).id}/issues$"
    stage.go_wrong(mishaps.bad_gateway(created=False).at("GET", there))
    with pytest.raises(CampaignError, match=f"issues you have in {stage.order[1]}"):
        found(stage)


class CutShort(GitHub):
    """GitHub, where the limit comes before the last repository."""

    resume_at = DAY


def test_a_look_cut_short(stage: Stage) -> None:
    """The same, with the time to come back."""
    stage.forge_kind = CutShort
    with pytest.raises(RateLimited, match="Nothing was changed"):
        found(stage)
