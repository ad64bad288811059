"""The page of drafts as a real browser lays it out: on a phone and a desktop, light and dark.

A second page, on this computer, holds it in two frames and measures it; it has no script itself.
"""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.campaign_file import load
from campaign.adapters.shipped import find
from campaign.adapters.web_files import read_web_file
from campaign.core.draft import Draft, render_drafts
from campaign.core.issue_page import issue_page

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason=f"no browser to lay the page out: none of {', '.join(NAMES)} is here"
)

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Nothing but this computer has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=10000",
)

WHITE, BLACK = "rgb(255, 255, 255)", "rgb(13, 17, 23)"

EVERYTHING = """\
# One

Words, `code`, **more**, ~~less~~ and an address: https://a.example/{long}

> A quote.

| a | b |
|---|--:|
| {long} | 2 |

```
{long}
```

1. a
   - b

###### Six

![p]({server}picture.png) <img src={server}tag.png> <script src={server}script.js></script>
<link rel=stylesheet href={server}style.css> <iframe src={server}frame.html></iframe> {long}
"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the browser made of a page: one row for each width and choice of colours."""

    rows: list[dict[str, Any]]
    requests: set[str]


class Site:
    """A page and its measure on this computer, with a record of what was asked for."""

    def __init__(self) -> None:
        self.page = ""
        self.requests: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self
        measure = Path(__file__).with_name("measure.html").read_text(encoding="utf-8")

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.add(self.path)
                text = {"/measure.html": measure, "/page.html": site.page}.get(self.path)
                self.send_response(404 if text is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((text or "").encode())

            def log_message(self, format: str, *args: object) -> None:
                """A test has no use for it."""

        return Handler

    def see(self, page: str, *, profile: Path, dark: bool) -> Seen:
        """Lay it out for a person whose system is light or dark."""
        assert BROWSER is not None
        self.page = page
        self.requests.clear()
        system = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        ended = subprocess.run(
            [
                *(BROWSER, *FLAGS, system, f"--user-data-dir={profile}", "--dump-dom"),
                f"{self.url}measure.html",
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
        found = re.search(r'<pre id="found">(.*?)</pre>', ended.stdout.decode(), re.DOTALL)
        assert found, ended.stderr.decode()
        return Seen(rows=json.loads(unescape(found[1])), requests=set(self.requests))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The server, for all tests of this file."""
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


def letter() -> str:
    """The shipped campaign's page in Arabic."""
    file = load(find("immigrationos-2026"))
    drafts = render_drafts(file.campaign, file.templates, language="ar", statement="مرحبا")
    return page(*drafts[:2])


def everything(server: str) -> str:
    """A page with every kind of block, words too long for a phone, and things to load."""
    text = EVERYTHING.format(server=server, long="verylongword" * 20)
    marker = "<!-- campaign:ours web -->"
    return page(Draft(repo="o/r", language="en", title="T" * 256, text=text, marker=marker))


def page(*drafts: Draft) -> str:
    """The page as `preview --html` writes it."""
    template, style = read_web_file("issue_page.html.j2"), read_web_file("issue_page.css")
    campaign = load(find("immigrationos-2026")).campaign
    return issue_page(campaign, drafts, template=template, style=style)


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(
    site: Site, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Seen]:
    """Both pages, on a light and on a dark system."""
    pages = {"letter": letter(), "everything": everything(site.url)}
    return {
        name: site.see(
            page, profile=tmp_path_factory.mktemp("profile"), dark=request.param == "dark"
        )
        for name, page in pages.items()
    }


@pytest.fixture(params=["letter", "everything"])
def one(seen: dict[str, Seen], request: pytest.FixtureRequest) -> Seen:
    """Each of the two pages."""
    return seen[request.param]


def test_nothing_sticks_out(one: Seen) -> None:
    """Not on a phone, not on a desktop, with the exact text unfolded, in one column or two."""
    assert [row["width"] for row in one.rows] == [360] * 3 + [1280] * 3
    assert [row["columns"] for row in one.rows] == ["block"] * 3 + ["grid"] * 3
    assert all(row["words"] > 40 for row in one.rows)
    assert [row["overflow"] for row in one.rows] == [[]] * 6


def test_every_word_stands_out_from_its_background(one: Seen) -> None:
    """At least 4.5 to 1, as WCAG 2.2 asks on level AA, in both colour schemes."""
    assert [row["faint"] for row in one.rows] == [[]] * 6


def test_the_colours_follow_the_system_or_the_choice(
    one: Seen, request: pytest.FixtureRequest
) -> None:
    """Without any script."""
    system = BLACK if request.node.callspec.params["seen"] == "dark" else WHITE
    assert [row["background"] for row in one.rows] == [system, WHITE, BLACK] * 2


def test_arabic_begins_at_the_right(seen: dict[str, Seen]) -> None:
    """Title, paragraphs and lists; and what is in English between them at the left."""
    for row in seen["letter"].rows:
        sides = row["sides"]
        assert sum(each["arabic"] for each in sides) > 30
        assert sum(not each["arabic"] for each in sides) == 6
        wrong = [each for each in sides if each["side"] != ("right" if each["arabic"] else "left")]
        assert not wrong


def test_the_page_asks_for_nothing(one: Seen) -> None:
    """Neither a picture nor a script nor a style, though the text names them."""
    assert one.requests <= {"/measure.html", "/page.html", "/favicon.ico"}
    assert [row["loaded"] for row in one.rows] == [[]] * 6
