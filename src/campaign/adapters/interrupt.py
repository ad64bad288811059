"""Being stopped: by Ctrl-C, by the system, by a window that closes; never between an issue's
creation and its record.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_Handler = Callable[[int, FrameType | None], object]


def _signals(*names: str) -> list[signal.Signals]:
    """Those that this system has: there is no SIGHUP on Windows."""
    return [signal.Signals[name] for name in names if hasattr(signal, name)]


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM and SIGHUP stop the block as Ctrl-C does.

    One that the caller has switched off stays off, as `nohup` wants it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    terminals = [fd for fd in range(3) if os.isatty(fd)]

    def stop(number: int, frame: FrameType | None) -> None:
        _leave(terminals)
        raise KeyboardInterrupt

    ours = [
        each for each in _signals("SIGTERM", "SIGHUP") if signal.getsignal(each) is signal.SIG_DFL
    ]
    for each in ours:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each in ours:
            if signal.getsignal(each) is stop:
                signal.signal(each, signal.SIG_DFL)


def ignore_stops() -> None:
    """From now on nothing stops this process: it has its exit code, and only has to leave."""
    if threading.current_thread() is threading.main_thread():
        for each in _signals("SIGINT", "SIGTERM", "SIGHUP"):
            signal.signal(each, signal.SIG_IGN)


def _leave(terminals: list[int]) -> None:
    """What is said after the window was closed must not fail for that."""
    gone = [fd for fd in terminals if not os.isatty(fd)]
    if gone:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for fd in gone:
            os.dup2(nowhere, fd)


@contextmanager
def undisturbed(tell: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let a first stop take effect at the end of the block; a second one at once.

    Leaving at once is still safe: the intent is on disk, and the next run looks for the issue.

    Args:
        tell: says that the first one was heard.

    Raises:
        KeyboardInterrupt: at the end of the block, if it was to be stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        each: handler
        for each in _signals("SIGINT", "SIGTERM", "SIGHUP")
        if (handler := signal.getsignal(each)) not in (signal.SIG_IGN, None)
    }
    pressed: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        if len(pressed) > 1:
            _do(before[signal.Signals(number)], number)
        with suppress(Exception):  # whatever happens to words, the block comes to its end
            tell()

    for each in before:
        signal.signal(each, hold)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if pressed:
        _do(before[signal.Signals(pressed[0])], pressed[0])


def _do(handler: _Handler | int | None, number: int) -> None:
    """What the signal would have done."""
    if callable(handler):
        handler(number, None)
    raise KeyboardInterrupt
