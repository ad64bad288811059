"""The connections of the wire: each ends at its request's deadline, none follows a redirect."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import SHUT_RDWR, socket
from typing import Any

import requests
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Deadline:
    """Cuts the connections of one request when its time is up.

    A timeout per read would let a trickle of bytes, or endless `100 Continue`, go on for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.passed = False
        self.connected = False
        """Set before the first byte of a request can leave."""

    def watch(self, sock: socket) -> None:
        """Cut this one too."""
        with self._lock:
            self._sockets.append(sock)
            if self.passed:
                _shut(sock)

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            for sock in self._sockets:
                _shut(sock)

    @contextmanager
    def running(self) -> Iterator["Deadline"]:
        _active.deadline = self
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()
            _active.deadline = None


def _shut(sock: socket) -> None:
    try:
        # Not SSLSocket.shutdown, which would take the TLS state away under the reading thread.
        socket.shutdown(sock, SHUT_RDWR)
    except OSError:
        return


class _Active(threading.local):
    deadline: Deadline | None = None


_active = _Active()


class _Watched(HTTPConnection):
    """A connection under the deadline, from its first socket to its last reuse."""

    def _new_conn(self) -> socket:
        sock = super()._new_conn()
        if _active.deadline is not None:
            _active.deadline.watch(sock)
        return sock

    def connect(self) -> None:
        super().connect()
        if _active.deadline is not None:
            _active.deadline.connected = True

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        if _active.deadline is not None and isinstance(self.sock, socket):
            _active.deadline.watch(self.sock)
            _active.deadline.connected = True
        super().putrequest(*args, **kwargs)


class _WatchedSecure(_Watched, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _WatchedSecure


class _Adapter(requests.adapters.HTTPAdapter):
    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


class Session(requests.Session):
    """One try for each request, on watched connections, and nothing from the environment."""

    def __init__(self) -> None:
        super().__init__()
        # No .netrc, proxy or certificate settings from the environment: the host is a constant.
        self.trust_env = False
        self.mount("https://", _Adapter(max_retries=0))
        self.mount("http://", _Adapter(max_retries=0))

    def resolve_redirects(self, *args: object, **kwargs: object) -> Iterator[Any]:  # type: ignore[override]
        # Even for one that is not followed, requests would read the whole body, whatever its size.
        return iter(())
