"""`campaign preview --html`: the page is written where it was asked for, and the person is told."""

from html import unescape
from pathlib import Path
from typing import Any

SLUG = "immigrationos-2026"


def test_the_page_holds_the_very_issues_of_preview(campaign: Any) -> None:
    """Every title and body that `--json` gives stands in the page, byte for byte."""
    ended = campaign("preview", SLUG, "--lang", "ar", "--json", "--html", "page.html")
    assert ended.code == 0
    page = unescape((campaign.folder / "page.html").read_text(encoding="utf-8"))
    drafts = ended.json["drafts"]
    assert len(drafts) == 8
    for draft in drafts:
        assert draft["title"] in page
        assert f"<code>{draft['body']}</code>" in page
        assert draft["url"] in page


def test_the_person_is_told_where_it_is_and_that_nothing_was_sent(
    campaign: Any,
) -> None:
    """The address to open is the one thing on stdout; the issues are in the page."""
    ended = campaign("preview", SLUG, "--html", "my page.html")
    assert ended.out == (campaign.folder / "my page.html").resolve().as_uri() + "\n"
    assert "nothing was sent. Open it in a browser:" in ended.err
    assert ended.code == 0


def test_the_options_choose_what_is_in_it(campaign: Any) -> None:
    """One repository, one language, and one's own words."""
    words = ("--repo", "palantir/conjure", "--lang", "es", "--statement", "Soy enfermera.")
    campaign("preview", SLUG, *words, "--html", "page.html")
    page = (campaign.folder / "page.html").read_text(encoding="utf-8")
    assert page.count("<article") == 1
    assert '<span class="repo">palantir/conjure</span>' in page
    assert '<div class="body" lang="es">' in page
    assert '<p dir="auto">Soy enfermera.</p>' in page


def test_no_request_is_made(campaign: Any, nobody_there: str, tmp_path: Path) -> None:
    """It works without a network and without a token."""
    env = {"CAMPAIGN_API_URL": nobody_there, "GH_TOKEN": None}
    assert campaign("preview", SLUG, "--html", tmp_path / "page.html", env=env).code == 0
    assert (tmp_path / "page.html").exists()


def test_a_folder_is_not_overwritten(campaign: Any) -> None:
    """Exit 1, and a name that would do; with `--json` as one document."""
    ended = campaign("preview", SLUG, "--html", ".")
    assert (ended.code, ended.out) == (1, "")
    assert "is a folder. Nothing was written." in ended.err
    assert "preview.html" in ended.err
    assert campaign("preview", SLUG, "--html", ".", "--json").json["exit"] == 1


def test_a_refused_text_writes_no_page(campaign: Any) -> None:
    """What must not be posted is not shown as if it could be."""
    secret = "ghp_" + "a1B2" * 9
    ended = campaign("preview", SLUG, "--statement", secret, "--html", "page.html")
    assert ended.code == 2
    assert not (campaign.folder / "page.html").exists()
