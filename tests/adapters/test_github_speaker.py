"""PyGithub speaks through the wire or not at all: its own transport is shut."""

from collections.abc import Callable
from contextlib import closing

import pytest
from github.GithubObject import NotSet
from github.Repository import Repository as TheirRepository
from github.Requester import Requester

from campaign.adapters.github import GitHub
from campaign.adapters.github_speaker import Speaker, new_speaker
from campaign.adapters.wire import Forbidden
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


def test_no_method_of_pygithub_writes(stand_in: StandIn, world: World, repo: Repository) -> None:
    """Nothing arrives."""
    with closing(new_speaker(stand_in.url, "ghp_x")) as speaker:
        known = {"url": f"{stand_in.url}/repos/acme/nets", "full_name": "acme/nets"}
        theirs = TheirRepository(speaker, {}, known, completed=True)
        with pytest.raises(Forbidden, match="held back"):
            theirs.create_issue("t", body=NotSet)
    assert (world.requests(), world.births) == ([], [])


@pytest.mark.parametrize("address", ["/user", "https://uploads.github.com/x"])
def test_no_host_is_reached(address: str) -> None:
    """Neither the API's own nor another one of GitHub's."""
    with (
        closing(new_speaker("https://api.github.com", None)) as speaker,
        pytest.raises(Forbidden, match=r"CONNECT (api|uploads)\.github\.com"),
    ):
        speaker.requestJsonAndCheck("GET", address)


@pytest.mark.parametrize("may_write", [True, False])
def test_no_client_has_another_way_out(
    client: Callable[..., GitHub], world: World, repo: Repository, may_write: bool
) -> None:
    """Not even what is inside it; what it reads still comes by way of the wire."""
    github = client(may_write=may_write)
    with pytest.raises(Forbidden):
        github._line._speaker.requestJsonAndCheck("POST", "/repos/acme/nets/issues", input={})
    assert github.account().login == "mia"
    assert [visit.method for visit in world.requests()] == ["GET"]


def test_pygithub_itself_stays_as_it_is() -> None:
    """Who uses the library beside this tool, in the same process, notices nothing."""
    shut = {name: kind for name, kind in vars(Speaker).items() if name.endswith("ConnectionClass")}
    assert len(shut) == 2
    assert all(getattr(Requester, name) is not kind for name, kind in shut.items())
