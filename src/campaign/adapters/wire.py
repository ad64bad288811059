"""The one door to the network: what may leave, and how long and large an answer may be.

PyGithub hands its requests to a connection object; this is ours. It refuses every write but the
ones the tool is for, follows no redirect, and ends a request at its deadline, whatever arrives.
"""

import io
import json
import re
from collections.abc import Callable, ItemsView, Iterator
from urllib.parse import urljoin

import requests
from urllib3.util import parse_url

from campaign.adapters.wire_session import Deadline, Session
from campaign.core.answer import Reply, Sent
from campaign.core.sentence import N_, Sentence, counted, sentence
from campaign.errors import CampaignError

LARGEST_ANSWER = 1024 * 1024
"""Decoded bytes."""

TOO_LARGE = Sentence("the answer is larger than 1 MiB")

NOT_SECURE = Sentence("the secure connection failed")

NOT_REACHED_IN_TIME = Sentence("the server could not be reached in time")

NO_ANSWER_IN_TIME = Sentence("no answer in time")

AWAY = Sentence("the answer sends us on to another host; nothing was sent there")

# Neither `.` nor `..`: https://datatracker.ietf.org/doc/html/rfc3986#section-5.2.4
_NAME = r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}(?![A-Za-z0-9._-]))[A-Za-z0-9._-]{1,100}"

_LOGIN = r"[A-Za-z0-9][A-Za-z0-9-]{0,38}"

_OPT_OUT = r"/contents/\.github/campaign-opt-out"

_WRITES = (("POST", rf"/repos/{_NAME}/issues"),)

_READS = (
    ("GET", r"/user"),
    ("GET", r"/issues\?[\w=&%:.+-]*"),
    ("GET", rf"/users/{_LOGIN}/repos\?[\w=&]*"),
    ("GET", rf"/repos/{_NAME}({_OPT_OUT})?"),
    ("GET", rf"/repos/{_NAME}/issues(\?[\w=&%:.+-]*)?"),
    ("GET", rf"/repos/{_NAME}/issues/[0-9]{{1,18}}"),
    ("GET", rf"/repositories/[0-9]{{1,18}}({_OPT_OUT})?"),
    ("GET", r"/repositories/[0-9]{1,18}/issues(/[0-9]{1,18}|\?[\w=&%:.+-]*)?"),
)


def _path(url: str) -> str:
    return parse_url(url).path or ""


def _only_asks(body: str | None) -> bool:
    """Whether a GraphQL request is one query, without anything that changes something.

    https://docs.github.com/en/graphql/guides/forming-calls-with-graphql#about-queries
    """
    try:
        asked = json.loads(body or "")["query"]
    except (ValueError, LookupError, TypeError):
        return False
    if not isinstance(asked, str) or re.match(r"\s*query\b", asked) is None:
        return False
    return re.search(r"\b(mutation|subscription)\b", asked) is None


class Forbidden(CampaignError):
    """A request that this tool never makes; nothing was sent."""


class _Response:
    """The answer, in the shape PyGithub expects of a connection."""

    def __init__(self, reply: Reply) -> None:
        self.status = reply.status
        self._reply = reply

    def getheaders(self) -> ItemsView[str, str]:
        return self._reply.headers.items()

    def read(self) -> str:
        return self._reply.body


class Stop(Exception):
    """Tells PyGithub to leave an answer alone: it would follow it, wait for it, or choke on it."""


class Wire:
    """A connection for PyGithub's `cnx=`, for one request at a time; `reply` holds the answer."""

    def __init__(
        self,
        *,
        base_url: str,
        graphql_url: str,
        timeout: float,
        may_write: bool,
        told: Callable[[str, Reply], None],
    ) -> None:
        self._origin = base_url.removesuffix(_path(base_url))
        prefix = re.escape(_path(base_url).rstrip("/"))
        self._allowed = [
            re.compile(f"{verb} {prefix}{path}")
            for verb, path in (*_READS, *(_WRITES if may_write else ()))
        ]
        self._graphql = f"POST {_path(graphql_url)}"
        self._timeout = timeout
        self._told = told
        self._session = Session()
        self.reply = Reply(sent=Sent.NOT_SENT, headers={})

    def close(self) -> None:
        self._session.close()

    def request(
        self, verb: str, url: str, body: str | None, headers: dict[str, str], stream: bool = False
    ) -> None:
        """Take what PyGithub wants to send, if it is a request this tool makes.

        Raises:
            Forbidden: it is not.
        """
        if not self._may_leave(f"{verb} {url}", body):
            words = N_("A request was held back that campaign never makes: {verb} {url}")
            raise Forbidden(sentence(words, verb=verb, url=url))
        self._verb, self._url, self._body, self._headers = verb, url, body, headers
        self.reply = Reply(sent=Sent.NOT_SENT, headers={})

    def _may_leave(self, request: str, body: str | None) -> bool:
        if request == self._graphql:
            return _only_asks(body)
        return any(pattern.fullmatch(request) for pattern in self._allowed)

    def getresponse(self) -> _Response:
        """Send it, once.

        Raises:
            Stop: no answer, or one that PyGithub must not act upon; `reply` says which.
        """
        self.reply = self._send()
        self._told(f"{self._verb} {self._url}", self.reply)
        if self.reply.sent is not Sent.ANSWERED or self.reply.status not in (200, 201):
            raise Stop
        return _Response(self.reply)

    def _send(self) -> Reply:
        with Deadline(self._timeout).running() as deadline:
            try:
                response = self._session.request(
                    self._verb,
                    self._origin + self._url,
                    data=self._body.encode() if self._body is not None else None,
                    headers=self._headers,
                    # Reading may last longer than the deadline, which then names the cause.
                    timeout=(self._timeout, self._timeout + 1),
                    allow_redirects=False,
                    stream=True,
                )
                try:
                    body = _read(response)
                finally:
                    response.close()
                if deadline.passed:
                    raise TimeoutError  # what we cut ourselves may look as if it had ended
            except Exception as error:  # whatever it was, the request may have arrived
                return _failed(error, deadline=deadline, seconds=self._timeout)
        headers = {name.lower(): value for name, value in response.headers.items()}
        away = 300 <= response.status_code < 400 and self._leads_away(headers.get("location", ""))
        return Reply(
            sent=Sent.ANSWERED,
            status=response.status_code,
            headers=headers,
            body=body,
            problem=AWAY if away else "",
        )

    def _leads_away(self, location: str) -> bool:
        """Whether a redirect, which nobody follows, names another host than ours."""
        try:
            there = urljoin(self._origin + self._url, location)
        except ValueError:
            return True
        return not f"{there}/".startswith(f"{self._origin}/")


class _TooLarge(Exception):
    pass


def _read(response: requests.Response) -> str:
    """The body, complete and not too large.

    Raises:
        _TooLarge: it is larger than we accept.
    """
    collected = io.BytesIO()
    for chunk in response.iter_content(chunk_size=16 * 1024):
        collected.write(chunk)
        if collected.tell() > LARGEST_ANSWER:
            raise _TooLarge
    return collected.getvalue().decode("utf-8", "replace")


def _failed(error: Exception, *, deadline: Deadline, seconds: float) -> Reply:
    late = counted(
        "no complete answer within {seconds} second",
        "no complete answer within {seconds} seconds",
        round(seconds),
        seconds=f"{seconds:g}",
    )
    sent = Sent.NO_ANSWER if deadline.connected else Sent.NOT_SENT
    return Reply(sent=sent, headers={}, problem=late if deadline.passed else _in_words(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and all that it was made of."""
    seen: set[int] = set()
    todo = [error]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        todo.extend(each for each in inner if isinstance(each, BaseException))


def _in_words(error: Exception) -> str:
    """The innermost cause: the outer texts name object addresses, and one names the token."""
    kinds = [type(one).__name__ for one in _chain(error)]
    names = {
        "NameResolutionError": Sentence("the server's name could not be resolved"),
        "ConnectionRefusedError": Sentence("the server refused the connection"),
        "ConnectTimeoutError": NOT_REACHED_IN_TIME,
        "SSLError": NOT_SECURE,
        "RemoteDisconnected": Sentence("the connection was closed without an answer"),
        "ConnectionResetError": Sentence("the connection was cut"),
        "IncompleteRead": Sentence("the answer was cut short"),
        "ReadTimeoutError": NO_ANSWER_IN_TIME,
        "_TooLarge": TOO_LARGE,
    }
    told = [names[kind] for kind in kinds if kind in names]
    return told[-1] if told else sentence("the connection failed ({kind})", kind=kinds[-1])
