"""What a client of the stand-in sends: whole lines and whole bodies, or nothing."""

import io


class Whole(io.BufferedReader):
    """Reads from a connection whose client may leave at any byte.

    The standard library would take a request that ends within its headers for a whole one.

    Raises:
        ConnectionAbortedError: the client left before the end of a line or of a body; also where
            the next request would begin, which ends a connection as well as anything.
    """

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            raise ConnectionAbortedError("the client left in the middle of a line")
        return line

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if size is not None and len(data) < size:
            raise ConnectionAbortedError("the client left in the middle of a body")
        return data
