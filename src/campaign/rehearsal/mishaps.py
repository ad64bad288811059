"""The faults a posting tool meets, by name. `created`: whether the issue exists afterwards.

GitHub ends requests after about ten seconds and does not say whether the write was kept
(https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api); that a 502 may have
been carried out is the experience of PyGithub/PyGithub#803.
"""

import gzip
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from campaign.rehearsal.faults import Act, Fault, Raw
from campaign.rehearsal.wire import DOCS, Reply, error, json_reply

CREATE_DOCS = f"{DOCS}/issues/issues#create-an-issue"
RATE_DOCS = f"{DOCS}/using-the-rest-api/rate-limits-for-the-rest-api"
MEGABYTE = 1 << 20

# Lost on the way


def lose_answer() -> Fault:
    """The issue is created, then the connection dies without a byte of answer."""
    return Fault(then=Act.RESET, after_create=True)


def lose_request() -> Fault:
    """The connection dies and nothing was created."""
    return Fault(then=Act.RESET)


def hang(*, created: bool = True) -> Fault:
    """No answer until the client gives up, or until the stand-in is told to `release()`."""
    return Fault(then=Act.HANG, after_create=created)


# Trouble at GitHub


def bad_gateway(*, created: bool) -> Fault:
    """502 with a request id (octokit/octokit.net#2018)."""
    return Fault(then=json_reply({"message": "Server Error"}, status=502), after_create=created)


def gateway_timeout(*, created: bool) -> Fault:
    """504 from the proxy in front (magit/forge#630, turbot/steampipe-plugin-github#518)."""
    return Fault(then=gateway_page(), after_create=created)


def gateway_page() -> Reply:
    """The page of that proxy."""
    title = "504 Gateway Time-out"
    page = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return _page(504, page)


def server_error(*, created: bool) -> Fault:
    """500 with a web page instead of JSON; the page is only like GitHub's."""
    page = "<!DOCTYPE html><title>Unicorn! &middot; GitHub</title><p>This page is taking too long"
    return Fault(then=_page(500, page), after_create=created)


def unavailable(*, created: bool = False) -> Fault:
    """503, documented for creating issues (docs: rest/issues/issues#create-an-issue)."""
    return Fault(then=error(503, "Service unavailable", docs=CREATE_DOCS), after_create=created)


# Too much


def secondary_limit(*, retry_after: int | str | None = 60) -> Fault:
    """403, with or without `retry-after` (docs: rate-limits-for-the-rest-api; cli/cli#4801)."""
    text = (
        "You have exceeded a secondary rate limit and have been temporarily blocked from content "
        "creation. Please retry your request again later."
    )
    return Fault(then=error(403, text, docs=RATE_DOCS, headers=_retry(retry_after)))


def too_many_requests(*, retry_after: int | str | None = 3600) -> Fault:
    """The same limit as 429 (docs: rate-limits-for-the-rest-api)."""
    text = (
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    )
    return Fault(then=error(429, text, docs=RATE_DOCS, headers=_retry(retry_after)))


def primary_exhausted(*, reset: datetime) -> Fault:
    """The hour's requests are used up (docs: rate-limits-for-the-rest-api).

    The text names the account made first; `World.limits.leave` plays the same for anybody.
    """
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(reset.timestamp()))}
    text = "API rate limit exceeded for user ID 1000001."
    return Fault(then=error(403, text, docs=RATE_DOCS, headers=headers))


def submitted_too_quickly() -> Fault:
    """422 that is no fault of the text (cli/cli#4801, google/github-issue-mover#11)."""
    detail = {"resource": "Issue", "code": "custom", "message": "was submitted too quickly"}
    return Fault(then=error(422, "Validation Failed", docs=CREATE_DOCS, errors=[detail]))


def token_revoked() -> Fault:
    """401 from now on, in the middle of a run."""
    return Fault(then=error(401, "Bad credentials", docs=DOCS), times=None)


# Answers that cannot be believed; the issue was created


def cut_answer() -> Fault:
    """201, and the connection ends in the middle of the body."""
    return _spoilt(lambda honest: bytes(honest)[: -len(honest.body) // 2])


def two_lengths() -> Fault:
    """201 with two lengths that contradict each other."""

    def write(honest: Reply) -> bytes:
        lengths = f"content-length: {len(honest.body)}\r\ncontent-length: 7\r\n\r\n"
        return honest.head().removesuffix(b"\r\n") + lengths.encode() + honest.body

    return _spoilt(write)


def bad_chunk() -> Fault:
    """201 in chunks, one of which has no readable length."""
    chunks = b"2\r\n{ \r\nno length\r\n"
    return _spoilt(lambda honest: honest.head(transfer_encoding="chunked") + chunks)


def invalid_json() -> Fault:
    """201, complete, and no JSON."""
    return _changed(lambda honest: replace(honest, body=honest.body[:-20]))


def other_repository(full_name: str) -> Fault:
    """201 that speaks of an issue in another repository (strands-labs/robots#1916).

    A refusal, which speaks of none, stays as it is.
    """

    def change(honest: Reply) -> Reply:
        if honest.status != 201:
            return honest
        said = json.loads(honest.body)
        true_name = "/".join(said["repository_url"].rsplit("/", 2)[1:])
        return replace(honest, body=honest.body.replace(true_name.encode(), full_name.encode()))

    return _changed(change)


def odd_limit_headers() -> Fault:
    """201 with rate-limit headers that are no numbers."""
    odd = {"x-ratelimit-remaining": "many", "x-ratelimit-reset": "1e999"}
    return _changed(lambda honest: replace(honest, headers={**honest.headers, **odd}))


def swollen_answer(*, megabytes: int = 8) -> Fault:
    """201 with a body far larger than any issue."""
    filling = b" " * (megabytes * MEGABYTE)
    return _changed(lambda honest: replace(honest, body=filling + honest.body))


def compression_bomb(*, megabytes: int = 64) -> Fault:
    """201 with a small body that unpacks to a large one."""

    def change(honest: Reply) -> Reply:
        body = gzip.compress(b" " * (megabytes * MEGABYTE) + honest.body, mtime=0)
        return replace(honest, body=body, headers={**honest.headers, "content-encoding": "gzip"})

    return _changed(change)


def swollen_headers(*, kilobytes: int = 128) -> Fault:
    """201 with more headers than anybody sends."""
    many = {f"x-filling-{number}": "x" * 1000 for number in range(kilobytes)}
    return _changed(lambda honest: replace(honest, headers={**honest.headers, **many}))


# Answers without an end


def slow_headers(*, created: bool = True, seconds: float = 0.05) -> Fault:
    """A header, one byte at a time, for ever."""
    return _slow(b"HTTP/1.1 201 Created\r\nx-slow: ", seconds, created=created)


def slow_body(*, created: bool = True, seconds: float = 0.05) -> Fault:
    """A good head, then one byte of body at a time."""
    kind = b"content-type: application/json\r\ncontent-length: 9999\r\n\r\n"
    return _slow(b"HTTP/1.1 201 Created\r\n" + kind, seconds, created=created)


def endless_continue(*, created: bool = True, seconds: float = 0.01) -> Fault:
    """`100 Continue` again and again: each resets a client's own timer, none is an answer."""
    again = (seconds, b"HTTP/1.1 100 Continue\r\n\r\n")
    return Fault(then=Raw(lambda: itertools.repeat(again)), after_create=created)


# Not GitHub, or not there


def captive_portal() -> Fault:
    """200 with somebody else's web page, and no request id."""
    page = b"<html><title>Welcome to the station's wireless network</title></html>"
    return Fault(then=Reply(status=200, headers={"content-type": "text/html"}, body=page))


def redirect_loop(location: str) -> Fault:
    """301 every time: `location` is where the request just went."""
    return redirect(location, status=301).always()


def redirect(location: str, *, status: int = 307) -> Fault:
    """A redirect to `location`, which may be another host; nothing was created."""
    headers = {"location": location}
    return Fault(then=error(status, "Moved Permanently", headers=headers, url=location))


def _page(status: int, text: str) -> Reply:
    return Reply(
        status=status, headers={"content-type": "text/html"}, body=text.encode(), genuine=True
    )


def _retry(seconds: int | str | None) -> dict[str, str]:
    return {} if seconds is None else {"retry-after": str(seconds)}


def _changed(change: Callable[[Reply], Reply]) -> Fault:
    """The honest answer, made into another one."""
    return Fault(then=change, after_create=True)


def _spoilt(write: Callable[[Reply], bytes]) -> Fault:
    """The honest answer, written to the socket in a broken way."""
    return Fault(then=lambda honest: Raw(lambda: [(0.0, write(honest))]), after_create=True)


def _slow(head: bytes, seconds: float, *, created: bool) -> Fault:
    """`head` at once, then a space every `seconds`, for ever."""
    drip = itertools.repeat((seconds, b" "))
    return Fault(then=Raw(lambda: itertools.chain([(0.0, head)], drip)), after_create=created)
