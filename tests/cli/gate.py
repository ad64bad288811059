"""A gate on the way to the stand-in: it passes bytes on until it is told to break."""

import re
import socket
import struct
import threading
from types import TracebackType
from typing import Self

CREATE = re.compile(rb"POST /repos/[^/ ]+/[^/ ]+/issues ")


class Gate:
    """Listens on a port of its own.

    `shut()` refuses all later connections; with `tear_creates` a request for an issue is torn down
    in its middle.
    """

    def __init__(self, url: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._target = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.torn = 0
        self.tear_creates = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shut()

    def shut(self) -> None:
        """From now on connections are refused."""
        # A listener in accept() keeps its port until it is woken up.
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._target) as server:
            threading.Thread(target=_pour, args=(server, client), daemon=True).start()
            while data := _read(client):
                if self.tear_creates and CREATE.match(data):
                    self._tear(client, server, data)
                    return
                server.sendall(data)

    def _tear(self, client: socket.socket, server: socket.socket, data: bytes) -> None:
        """Half of the request arrives; both ends see a reset."""
        self.torn += 1
        server.sendall(data[: len(data) // 2])
        for end in (client, server):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _read(end: socket.socket) -> bytes:
    try:
        return end.recv(1 << 20)
    except OSError:
        return b""


def _pour(source: socket.socket, into: socket.socket) -> None:
    while data := _read(source):
        try:
            into.sendall(data)
        except OSError:
            return
    try:
        into.shutdown(socket.SHUT_WR)
    except OSError:
        return
