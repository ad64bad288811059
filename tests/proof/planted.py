"""Ten bugs to plant in the engine, each as small as the slip that would make it.

Each is a context manager: while it lasts, the engine has the bug.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from tests.proof.simulator.disk import Connection
from tests.proof.simulator.remembered import replacing

from campaign.adapters.github import GitHub
from campaign.adapters.github_replies import from_github
from campaign.adapters.github_rest_facts import own_issues_from_rest
from campaign.adapters.ledger import Ledger
from campaign.core.access import Access, Found, OwnIssue, RepoFacts, Whereabouts
from campaign.core.account import Account
from campaign.core.answer import Answer, Asked, Reply, read_refusal, read_reply
from campaign.core.marker import Key, bears_marker
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.core.verdict import judge
from campaign.flow import adopting, checking, sending, settling
from campaign.flow.forge import Clock

SEARCH_LAG = timedelta(minutes=10)
"""How long GitHub's search may take to know an issue (guettli/agentloop#204)."""

Planted = Callable[[], AbstractContextManager[None]]


@contextmanager
def retry_on_5xx() -> Iterator[None]:
    """A server error is answered by sending the same issue again."""
    honest = GitHub.create_issue

    def create_issue(self: GitHub, repo: str, *, title: str, body: str) -> Reply:
        reply = honest(self, repo, title=title, body=body)
        return reply if reply.status < 500 else honest(self, repo, title=title, body=body)

    with replacing((GitHub, "create_issue", create_issue)):
        yield


@contextmanager
def intent_after_the_request() -> Iterator[None]:
    """The intent is written together with the outcome, when the request is long gone."""
    claims: dict[Key, Posting] = {}
    honest_claim = Ledger.claim

    def claim(self: Ledger, posting: Posting) -> bool:
        row = self.get(posting.key)
        claims[posting.key] = posting
        return row is None or row.state is State.PLANNED

    def late(record: Callable[..., None]) -> Callable[..., None]:
        def claim_and_record(self: Ledger, key: Key, **more: Any) -> None:
            if key in claims:
                honest_claim(self, claims.pop(key))
            record(self, key, **more)

        return claim_and_record

    records = ("record_posted", "record_refused", "record_unknown", "release")
    with replacing(
        (Ledger, "claim", claim), *((Ledger, name, late(vars(Ledger)[name])) for name in records)
    ):
        yield


@contextmanager
def intent_not_committed() -> Iterator[None]:
    """The intent waits for its commit until the outcome is written."""
    honest_claim, honest_execute = Ledger.claim, Connection.execute
    claiming = False

    def claim(self: Ledger, posting: Posting) -> bool:
        nonlocal claiming
        claiming = True
        try:
            return honest_claim(self, posting)
        finally:
            claiming = False

    def execute(self: Connection, sql: str, parameters: Any = (), /) -> Any:
        if (sql == "COMMIT" and claiming) or (sql.startswith("BEGIN") and self.in_transaction):
            return None
        return honest_execute(self, sql, parameters)

    with replacing((Ledger, "claim", claim), (Connection, "execute", execute)):
        yield


@contextmanager
def not_found_is_not_made() -> Iterator[None]:
    """An issue that no list shows is taken for one that was never made, and sent again."""
    honest = settling.settle

    def settle(posting: Posting, *, ledger: Ledger, **more: Any) -> Receipt:
        receipt = honest(posting, ledger=ledger, **more)
        if receipt.outcome is not Outcome.UNKNOWN:
            return receipt
        _forget(ledger, posting.key)
        return replace(receipt, outcome=Outcome.DEFERRED)

    with replacing((settling, "settle", settle), (sending, "settle", settle)):
        yield


def _forget(ledger: Ledger, key: Key) -> None:
    """Call it planned again, which the ledger's own triggers would forbid."""
    for trigger in ("legal_moves", "decided_by_a_person"):
        ledger._connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    ledger._connection.execute(
        "UPDATE posting SET state = 'planned' WHERE repo_id = ? AND account_id = ?",
        (key.repo_id, key.account_id),
    )


@contextmanager
def server_error_is_a_refusal() -> Iterator[None]:
    """Whatever is no success counts as proof that nothing was made."""

    def read(reply: Reply, asked: Asked) -> Answer:
        if reply.status >= 500:
            return read_refusal(reply)
        return read_reply(reply, asked)

    with replacing((sending, "read_reply", read)):
        yield


@contextmanager
def redirects_are_followed() -> Iterator[None]:
    """A repository that was renamed or given away gets the issue all the same."""
    honest = GitHub.create_issue

    def create_issue(self: GitHub, repo: str, *, title: str, body: str) -> Reply:
        reply = honest(self, repo, title=title, body=body)
        where = r"/(?:repos/(.+)|repositories/(\d+))/issues"
        moved = re.search(where, reply.headers.get("location", ""))
        if moved is None or reply.status >= 400:
            return reply
        name = moved[1] or self.whereabouts(int(moved[2])).name
        return honest(self, name, title=title, body=body) if name else reply

    with replacing((GitHub, "create_issue", create_issue)):
        yield


@contextmanager
def key_by_name() -> Iterator[None]:
    """A repository is known by the name that the campaign file has for it."""
    names: dict[int, str] = {}

    def judged(facts: RepoFacts, **more: Any) -> Access:
        number = crc32(facts.repo.encode())
        names[number] = facts.name_now
        return judge(replace(facts, repo_id=facts.repo_id and number), **more)

    def whereabouts(self: GitHub, repo_id: int) -> Whereabouts:
        return Whereabouts(found=Found.SEEN, name=names[repo_id])

    def own_issues(
        self: GitHub, repo_id: int, *, account: Account, since: datetime | None
    ) -> tuple[OwnIssue, ...] | None:
        asked = f"?creator={account.login}&state=all&per_page=100"
        reply = self._line.read_in(names[repo_id], "/issues", query=asked)
        return own_issues_from_rest(reply.body)[1] if from_github(reply) else None

    with replacing(
        (checking, "judge", judged),
        (GitHub, "whereabouts", whereabouts),
        (GitHub, "own_issues", own_issues),
    ):
        yield


@contextmanager
def search_decides() -> Iterator[None]:
    """Search is asked whether an issue exists, and its index is minutes behind."""
    honest = GitHub.own_issues

    def own_issues(
        self: GitHub, repo_id: int, *, account: Account, since: datetime | None
    ) -> tuple[OwnIssue, ...] | None:
        indexed = self.now() - SEARCH_LAG
        issues = honest(self, repo_id, account=account, since=since)
        return issues and tuple(issue for issue in issues if issue.created_at <= indexed)

    with replacing((GitHub, "own_issues", own_issues)), not_found_is_not_made():
        yield


@contextmanager
def any_author_counts() -> Iterator[None]:
    """Whoever opened an issue with my marker: it is taken for mine."""

    def own_issues(
        self: GitHub, repo_id: int, *, account: Account, since: datetime | None
    ) -> tuple[OwnIssue, ...] | None:
        reply = self._line.read(f"/repositories/{repo_id}/issues?state=all&per_page=100")
        return own_issues_from_rest(reply.body)[1]

    def proves(issue: OwnIssue, key: Key) -> bool:
        return bears_marker(issue.body, key=key)

    with replacing((GitHub, "own_issues", own_issues), (adopting, "proves", proves)):
        yield


class _Wall:
    """Tells the time by the clock on the wall."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.now, self.sleep = clock.now, clock.sleep

    def monotonic(self) -> float:
        return self._clock.now().timestamp()


@contextmanager
def pace_by_the_wall_clock() -> Iterator[None]:
    """The pause between two issues is measured on a clock that anybody may set."""
    honest = sending.Sender.__post_init__

    def begin(self: sending.Sender) -> None:
        self.pacer.clock = _Wall(self.pacer.clock)
        honest(self)

    with replacing((sending.Sender, "__post_init__", begin)):
        yield


SIMULATED: Mapping[int, tuple[str, Planted]] = {
    1: ("a 5xx is tried again", retry_on_5xx),
    2: ("the intent is written after the request", intent_after_the_request),
    3: ("the intent is not committed", intent_not_committed),
    4: ("not found counts as not made", not_found_is_not_made),
    5: ("a 5xx counts as a refusal", server_error_is_a_refusal),
    6: ("a redirect is followed", redirects_are_followed),
    7: ("a repository is known by its name", key_by_name),
    10: ("search decides whether an issue exists", search_decides),
    11: ("a marker counts whoever wrote it", any_author_counts),
    12: ("the pace is kept by the clock on the wall", pace_by_the_wall_clock),
}
"""Those that the simulated campaigns must find."""

DURABILITY: Mapping[int, tuple[str, Mapping[str, str]]] = {
    8: (
        "the journal is deleted, and synchronous is FULL",
        {"journal_mode": "DELETE", "synchronous": "FULL"},
    ),
    9: (
        "the journal is a write-ahead log, and synchronous is NORMAL",
        {"journal_mode": "WAL", "synchronous": "NORMAL"},
    ),
}
"""Those that the images of a power cut must find: settings of the ledger's file."""
