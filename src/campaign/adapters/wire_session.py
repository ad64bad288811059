"""The connections of the wire: each ends at its request's deadline, none follows a redirect."""

import threading
import time
from collections.abc import Callable, Iterator
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
        self._ends = time.monotonic() + seconds
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

    def connect(self, make: Callable[[], socket]) -> socket:
        """A new connection, or none in time: to resolve a name may take for ever.

        Raises:
            TimeoutError: the deadline passed first; nothing was sent.
        """
        errand = _Errand(make)
        if not errand.done_within(self._ends - time.monotonic()):
            self.passed = True
            raise TimeoutError
        sock = errand.result()
        self.watch(sock)
        return sock

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


class _Errand(threading.Thread):
    """Makes a connection in a thread of its own, which nobody has to wait for."""

    def __init__(self, make: Callable[[], socket]) -> None:
        super().__init__(daemon=True)
        self._make = make
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._given_up = False
        self._sock: socket | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            sock = self._make()
        except BaseException as error:  # for whoever waits
            self._error = error
        else:
            with self._lock:
                self._sock = sock
                if self._given_up:
                    sock.close()
        self._done.set()

    def done_within(self, seconds: float) -> bool:
        """Begin, and wait that long; a connection that comes later is closed."""
        self.start()
        try:
            done = self._done.wait(max(0.0, seconds))
        except BaseException:
            self._give_up()
            raise
        if not done:
            self._give_up()
        return done

    def _give_up(self) -> None:
        with self._lock:
            self._given_up = True
            if self._sock is not None:
                self._sock.close()

    def result(self) -> socket:
        """The connection, or the error instead of it."""
        if self._sock is None:
            raise self._error or TimeoutError
        return self._sock


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
        deadline = _active.deadline
        return deadline.connect(super()._new_conn) if deadline else super()._new_conn()

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
