"""One REST request on its way through a handler."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.refusals import Attempt
from campaign.rehearsal.wire import DOCS, Reply, Request, error
from campaign.rehearsal.world import World


class AnswerEarly(Exception):
    """Ends a handler with this reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """What a handler gets; `found` holds the variable parts of the path."""

    world: World
    request: Request
    attempt: Attempt
    found: Mapping[str, str]

    @property
    def viewer(self) -> User | None:
        """Who is asking."""
        return self.attempt.user

    @property
    def place(self) -> Repository:
        """The repository of the path."""
        return self.attempt.place

    @property
    def base(self) -> str:
        """How addresses in the answer begin."""
        return self.request.base

    def issue(self) -> Issue:
        """The issue of the path; AnswerEarly where it cannot be shown.

        A flagged author's issue is 404 for everybody else (streamlink/streamlink#622); deleted:
        410, transferred: 301 (docs: rest/issues/issues#get-an-issue).
        """
        docs = f"{DOCS}/issues/issues#get-an-issue"
        issue = self.place.issues.get(int(self.found["number"]))
        if issue is None or not issue.visible_to(self.viewer):
            raise AnswerEarly(error(404, "Not Found", docs=docs))
        if issue.deleted:
            raise AnswerEarly(error(410, "This issue was deleted", docs=docs))
        if issue.transferred_to is not None:
            new = issue.transferred_to
            path = f"/repositories/{new.repository.id}/issues/{new.number}"
            raise AnswerEarly(moved(self.request, path))
        return issue


def moved(request: Request, path: str) -> Reply:
    """Sends the client to `path`: 301 for reading, 307 for writing (18F/charlie#85)."""
    url = request.base + path
    status = 301 if request.method == "GET" else 307
    return error(
        status,
        "Moved Permanently",
        docs=f"{DOCS}/guides/best-practices-for-using-the-rest-api#follow-redirects",
        headers={"location": url},
        url=url,
    )
