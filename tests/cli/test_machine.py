"""What scripts read: one document on stdout, with the promised keys, also on failure."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import FAST, SLUG, Command, Ended

from campaign.rehearsal.mishaps import lose_answer
from campaign.rehearsal.server import StandIn

VERBS = {
    "list": (),
    "new": ("x",),
    "schema": (),
    "validate": (SLUG,),
    "preview": (SLUG,),
    "check": (SLUG,),
    "post": (SLUG, "--yes"),
    "settle": (SLUG,),
    "status": (),
    "rehearse": (SLUG,),
}

RECEIPT = {"repo", "outcome", "number", "url", "reason", "message", "at", "seen_by_strangers"}
POST = {"schema", "campaign", "viewer", "dry_run", "results", "resume_at", "exit"}


def keys(document: Any, *path: str) -> set[str]:
    """The keys of the first object at this place."""
    for step in path:
        document = document[step]
    first = document[0] if isinstance(document, list) else document
    return set(first)


def test_validate_has_the_promised_keys(campaign: Command, running: Path) -> None:
    """Files, and in each its faults and advice with their places."""
    broken = running.with_name("broken.yaml")
    broken.write_text(running.read_text().replace("hashtag:", "hashtga:"))
    ended = campaign("validate", broken, running, "--json")
    assert (ended.code, ended.json["schema"]) == (2, "campaign.validate/1")
    assert keys(ended.json) == {"schema", "files"}
    assert keys(ended.json, "files") == {"path", "valid", "faults", "advice", "silenced"}
    fault = ended.json["files"][0]["faults"][0]
    assert set(fault) == {"line", "column", "path", "message", "hint"}
    assert [each["valid"] for each in ended.json["files"]] == [False, True]


def test_preview_has_the_promised_keys(campaign: Command) -> None:
    """One draft for each target, in the file's order."""
    document = campaign("preview", SLUG, "--json").json
    assert keys(document) == {"schema", "campaign", "language", "drafts"}
    assert (document["schema"], document["language"]) == ("campaign.preview/1", "en")
    assert keys(document, "drafts") == {"repo", "title", "body", "marker", "url"}
    assert document["drafts"][0]["repo"] == "palantir/blueprint"
    assert len(document["drafts"]) == 10


def test_check_has_the_promised_keys(campaign: Command, running: Path) -> None:
    """Every target in the file's order, with verdict, reason and evidence."""
    document = campaign("check", running, "--json").json
    assert keys(document) == {
        *("schema", "campaign", "checked_at", "viewer", "cost", "targets"),
        *("resume_at", "unknown_fields"),
    }
    assert keys(document, "cost") == {"requests", "points", "free", "left", "resets_at"}
    assert keys(document, "targets") == {
        *("repo", "name_now", "repo_id", "verdict", "reason", "evidence"),
        *("permission", "last_outsider_issue", "yours", "house_rules", "forms", "watchers"),
    }
    assert (document["resume_at"], document["unknown_fields"]) == (None, [])
    assert (document["schema"], document["viewer"]) == ("campaign.check/1", "ada")
    assert document["checked_at"].startswith("2019-05-11T14:0")
    assert document["checked_at"].endswith("Z")


def test_check_names_my_own_issues(campaign: Command, running: Path) -> None:
    """What I posted here stands in `yours`, with its number, address and state."""
    words = (running, "--yes", "--limit", "1")
    posted = campaign("post", *words, "--json").json["results"][0]
    targets = campaign("check", running, "--json").json["targets"]
    yours = {target["repo"]: target["yours"] for target in targets if target["yours"]}
    mine = {"number": posted["number"], "url": posted["url"], "state": "open"}
    assert yours == {posted["repo"]: [mine]}


def test_post_and_settle_have_the_promised_keys(
    campaign: Command, github: StandIn, running: Path
) -> None:
    """Both speak of results in the same shape."""
    github.plan(lose_answer())
    posted = campaign("post", running, *FAST, "--limit", "1", "--max-wait", "0", "--json")
    assert keys(posted.json) == POST
    assert keys(posted.json, "results") == RECEIPT
    document = posted.json
    assert document["schema"] == "campaign.post/1"
    assert (document["campaign"], document["viewer"]) == (SLUG, "ada")
    assert document["exit"] == posted.code
    assert (document["dry_run"], document["resume_at"]) == (False, None)
    again = campaign("post", running, *FAST, "--limit", "1", "--json").json["results"][0]
    assert (again["outcome"], again["number"] > 0) == ("already", True)
    settled = campaign("settle", running, "--max-wait", "0", "--json")
    assert keys(settled.json) == POST
    assert (settled.json["schema"], settled.json["results"]) == ("campaign.settle/1", [])


def test_status_has_the_promised_keys(campaign: Command, running: Path) -> None:
    """Each posted issue, and how it stands."""
    nothing = {"schema": "campaign.status/1", "issues": [], "in_doubt": []}
    assert campaign("status", "--json").json == nothing
    campaign("post", running, "--yes", "--limit", "1")
    document = campaign("status", "--json").json
    assert keys(document, "issues") == {
        *("campaign", "repo", "number", "url", "posted_at"),
        *("state", "comments", "reactions", "closed_by_me", "seen_by_strangers"),
    }


def test_rehearse_has_the_promised_keys(campaign: Command) -> None:
    """The stand-in's own books, for a script that insists on them."""
    document = campaign("rehearse", SLUG, "--scene", "calm", "--json").json
    assert set(document) == {
        *("schema", "scene", "supporters", "posted", "refused", "unknown"),
        *("duplicates", "lost", "requests", "by_repo"),
    }
    assert document["schema"] == "campaign.rehearse/1"
    assert keys(document, "by_repo") == {"repo", "issues"}


def failed(ended: Ended, code: int) -> Any:
    """The error document of a run that ended with `code`, and nothing beside it."""
    document = ended.json
    assert set(document) == {"schema", "error", "hint", "exit"}
    assert document["schema"] == "campaign.error/1"
    assert (ended.code, document["exit"]) == (code, code)
    assert document["error"]
    return document


@pytest.mark.parametrize("verb", VERBS)
def test_an_unknown_option_is_an_error_document(verb: str, campaign: Command) -> None:
    """Wrong usage of any verb is told in JSON where JSON was asked for."""
    document = failed(campaign(verb, *VERBS[verb], "--nope", "--json"), 2)
    assert document["error"].startswith("No such option '--nope'")
    assert f"campaign {verb} --help" in document["hint"]


@pytest.mark.parametrize("verb", ["validate", "preview", "check", "post", "settle", "rehearse"])
def test_a_missing_argument_is_an_error_document(verb: str, campaign: Command) -> None:
    """A forgotten campaign is named as such."""
    assert "Missing argument" in failed(campaign(verb, "--json"), 2)["error"]


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("preview", "nobody-knows-2031"),
        ("check", "./lost.yaml"),
        ("post", "https://127.0.0.1/c.yaml"),
        ("settle", "nobody-knows-2031"),
        ("status", "./lost.yaml"),
        ("rehearse", "https://127.0.0.1/c.yaml"),
    ],
)
def test_an_unknown_campaign_is_an_error_document(verb: str, name: str, campaign: Command) -> None:
    """A name, a path or an address that leads nowhere, and what to do about it."""
    options = ["--yes"] if verb == "post" else []
    assert failed(campaign(verb, name, *options, "--json"), 2)["hint"]


@pytest.mark.parametrize("verb", ["preview", "check", "post", "settle", "status", "rehearse"])
def test_an_invalid_file_is_an_error_document(verb: str, campaign: Command, running: Path) -> None:
    """Every fault is named with its place, and nothing is begun."""
    running.write_text(running.read_text().replace("hashtag:", "hashtga:"))
    options = ["--yes"] if verb == "post" else []
    document = failed(campaign(verb, running, *options, "--json"), 2)
    assert f"{running}:10:1: " in document["error"]


@pytest.mark.parametrize("verb", ["post", "settle", "status"])
def test_nobody_signed_in_is_an_error_document(verb: str, campaign: Command, running: Path) -> None:
    """What needs an account ends with 4, and says how to sign in."""
    words = {"post": (running, "--yes"), "settle": (running,), "status": ()}[verb]
    document = failed(campaign(verb, *words, "--json", env={"GH_TOKEN": None}), 4)
    assert "gh auth login" in document["hint"]


@pytest.mark.parametrize("verb", ["check", "post", "settle", "status"])
def test_a_server_out_of_reach_is_an_error_document(
    verb: str, campaign: Command, running: Path, nobody_there: str
) -> None:
    """Nothing listens there: told within a moment, with the advice to try again."""
    words = {"check": (running,), "post": (running, "--yes"), "settle": (running,), "status": ()}
    ended = campaign(verb, *words[verb], "--json", env={"CAMPAIGN_API_URL": nobody_there})
    assert "the server refused the connection" in failed(ended, 1)["error"]


def test_an_answer_from_a_stranger_is_an_error_document(
    campaign: Command, github: StandIn, running: Path
) -> None:
    """A sign-in page of some network is not GitHub, and is said to be none."""
    from campaign.rehearsal.mishaps import captive_portal

    github.plan(captive_portal().at("GET", "/user$").always())
    assert "does not come from GitHub" in failed(campaign("check", running, "--json"), 1)["error"]


def test_json_and_csv_exclude_each_other(campaign: Command, running: Path) -> None:
    """Stdout can hold one of them only."""
    for words in (("check", running), ("status",)):
        said = failed(campaign(*words, "--csv", "--json"), 2)["error"]
        assert said == "Give --json or --csv, not both."


def test_talk_goes_to_stderr(campaign: Command, running: Path) -> None:
    """A script sees its document; a person beside it sees what happens."""
    ended = campaign("post", running, "--yes", "--limit", "1", "--json")
    assert ended.json["results"][0]["outcome"] == "posted"
    assert "You act as" in ended.err
