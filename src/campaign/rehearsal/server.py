"""The stand-in GitHub on a loopback port."""

import contextlib
import ipaddress
import os
import select
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from traceback import format_exception
from types import TracebackType
from typing import Any, Self

from campaign.rehearsal import api
from campaign.rehearsal.books import Visit
from campaign.rehearsal.faults import Act, Fault, FaultPlan, Raw
from campaign.rehearsal.whole import Whole
from campaign.rehearsal.wire import Reply, Request
from campaign.rehearsal.world import World


class StandIn:
    """A GitHub to talk to: `with StandIn(world) as github: … github.url …`.

    `watch` is called with each request as it arrives, before anything is done about it, with the
    world's lock held: it may look at other things or change the world. What it raises, and any
    fault of the stand-in itself, is raised again when the `with` block ends. Every answer takes
    `latency` real seconds longer, as if GitHub were far away.
    """

    def __init__(
        self,
        world: World,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        faults: Iterable[Fault] = (),
        watch: Callable[[Visit], None] | None = None,
        latency: float = 0.0,
    ) -> None:
        if not _is_loopback(host):
            raise ValueError(f"the stand-in GitHub only listens to this computer, not on {host}")
        self.world = world
        self.faults = FaultPlan(faults)
        self.watch = watch
        self.latency = latency
        self.stopping = threading.Event()
        self.released = threading.Event()
        self.errors: list[BaseException] = []
        self._address = (host, port)

    def plan(self, *faults: Fault) -> None:
        """Let these things go wrong, too."""
        with self.world.lock:
            for fault in faults:
                self.faults.add(fault)

    def release(self) -> None:
        """Let every hanging request have its answer now, and the later ones at once."""
        self.released.set()

    @property
    def url(self) -> str:
        """Where it listens, once it does: the API's base address."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        self._server = _Server(self._address, self)
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        # One more visitor, so that the thread wakes up and sees that it is over.
        socket.create_connection(self._server.socket.getsockname()).close()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        if self.errors and exception is None:
            raise self.errors[0]
        if exception is not None:
            for error in self.errors:
                exception.add_note("".join(format_exception(error)))

    def _accept(self) -> None:
        while not self.stopping.is_set():
            self._server.handle_request()


def _is_loopback(host: str) -> bool:
    """Whether `host` is an address, not a name, that only this computer reaches."""
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


class _Server(ThreadingMixIn, TCPServer):
    """Threads that are waited for at the end, and no word on stderr."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(address, Conversation)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open, so that their threads end."""
        with self._guard:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        exception = sys.exception()
        if exception is not None and not isinstance(exception, ConnectionError):
            self.stand_in.errors.append(exception)


class Conversation(BaseHTTPRequestHandler):
    """One connection: requests in, answers or faults out."""

    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """As always, but what is cut short is no request."""
        super().setup()
        self.rfile = Whole(self.rfile.detach())

    def handle_request(self) -> None:
        """Whatever the method: the world decides whether there is such an endpoint."""
        request = self._read()
        stand_in, world = self.server.stand_in, self.server.stand_in.world
        stand_in.stopping.wait(stand_in.latency)
        world.clock.sleep(world.latency)
        with world.lock:
            visit = world.arrive(request)
            if stand_in.watch is not None:
                stand_in.watch(visit)
            fault = stand_in.faults.strike(request)
            honest = None if fault and not fault.after_create else api.answer(world, request)
        if fault is None and honest is not None:
            self._send(honest, visit)
        elif fault is not None:
            self._go_wrong(fault, request, honest, visit)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_request  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the world keeps the log."""

    def _read(self) -> Request:
        path, _, query = self.path.partition("?")
        return Request(
            method=self.command,
            path=path,
            query_string=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            payload=self.rfile.read(int(self.headers.get("content-length") or 0)),
            base=f"http://{self.headers.get('host', '')}",
        )

    def _send(self, reply: Reply, visit: Visit) -> None:
        visit.status = reply.status
        # One write, not two: the second would wait for the first to be acknowledged.
        self.wfile.write(bytes(reply))

    def _go_wrong(self, fault: Fault, request: Request, honest: Reply | None, visit: Visit) -> None:
        action = fault.action(honest)
        if isinstance(action, Reply):
            world = self.server.stand_in.world
            with world.lock:
                reply = api.dress(world, request, action)
            self._send(reply, visit)
            return
        if action is Act.HANG and self._wait_for_release():
            self._send(honest or self._answer_late(request), visit)
            return
        self.close_connection = True
        if isinstance(action, Raw):
            self._pour(action)
        elif action is Act.RESET:
            self._tear()

    def _answer_late(self, request: Request) -> Reply:
        world = self.server.stand_in.world
        with world.lock:
            return api.answer(world, request)

    def _wait_for_release(self) -> bool:
        """Whether to answer after all: not when the client left or the play is over."""
        stand_in = self.server.stand_in
        while not stand_in.released.wait(0.02):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if stand_in.stopping.is_set() or readable:
                return False
        return True

    def _pour(self, raw: Raw) -> None:
        for delay, piece in raw.pieces():
            if self.server.stand_in.stopping.wait(delay):
                return
            self.connection.sendall(piece)

    def _tear(self) -> None:
        """A reset instead of a polite end: https://man7.org/linux/man-pages/man7/socket.7.html."""
        linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        socket.close(self.connection.detach())
