"""A request and a reply as the stand-in sees them, before sockets and after JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import responses
from typing import Any
from urllib.parse import parse_qsl

DOCS = "https://docs.github.com/rest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One HTTP request. Header names are lower case; `path` is as it came, not decoded."""

    method: str
    path: str
    query_string: str
    headers: Mapping[str, str]
    payload: bytes
    base: str
    """Scheme, host and port the client used: the beginning of every API address it gets back."""

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters, decoded; of a repeated one the last."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One HTTP answer. A `genuine` one gets the headers every answer of GitHub has."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    genuine: bool = False

    def head(self, **headers: str) -> bytes:
        """Status line and headers; `headers` come on top, with `_` for `-`."""
        lines = [f"HTTP/1.1 {self.status} {responses.get(self.status, '')}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def __bytes__(self) -> bytes:
        """The whole answer as it goes over the wire."""
        if self.status == HTTPStatus.NOT_MODIFIED:
            return self.head()
        return self.head(content_length=str(len(self.body))) + self.body


def json_reply(
    document: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Reply:
    """A genuine answer holding `document`."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    kind = {"content-type": "application/json; charset=utf-8"}
    return Reply(status=status, headers={**kind, **(headers or {})}, body=body, genuine=True)


def error(
    status: int,
    message: str,
    *,
    docs: str = DOCS,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Reply:
    """An error in GitHub's shape (docs: troubleshooting-the-rest-api; graalvm/mandrel#945)."""
    document = {"message": message, **more, "documentation_url": docs, "status": str(status)}
    return json_reply(document, status=status, headers=headers)
