"""A stop between an issue's creation and its record: the first waits, the second does not."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from campaign.adapters.interrupt import ignore_stops, stoppable, undisturbed

STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def press(number: int = signal.SIGINT) -> None:
    """Ctrl-C, as the terminal sends it, or another stop."""
    signal.raise_signal(number)


def work(*, presses: int, fail: bool = False) -> Iterator[int]:
    """A block with so many presses; says after each that it still runs."""
    with undisturbed():
        for number in range(1, presses + 1):
            press()
            yield number
        if fail:
            raise ValueError


@pytest.mark.parametrize("presses", [1, 2, 3])
def test_a_first_ctrl_c_waits_and_a_second_does_not(presses: int) -> None:
    """After one press the block runs to its end; who insists is obeyed at once."""
    done: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        done.extend(work(presses=presses))
    assert done == [1]


def test_without_ctrl_c_nothing_happens() -> None:
    """And afterwards Ctrl-C is what it was before."""
    before = signal.getsignal(signal.SIGINT)
    with undisturbed():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        press()


@pytest.mark.parametrize("presses", [0, 1, 2])
def test_ctrl_c_is_itself_again_however_the_block_ends(presses: int) -> None:
    """Also after an error, which is the one that is told, and after a second press."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt if presses == 2 else ValueError):
        list(work(presses=presses, fail=True))
    assert signal.getsignal(signal.SIGINT) is before


def test_one_after_the_other() -> None:
    """A press in one block is forgotten in the next."""
    with pytest.raises(KeyboardInterrupt):
        list(work(presses=1))
    assert list(work(presses=0)) == []


def test_in_another_thread_it_changes_nothing() -> None:
    """Only the main thread may touch signals; a rehearsal runs elsewhere, too."""
    before = signal.getsignal(signal.SIGINT)
    done: list[object] = []

    def elsewhere() -> None:
        with undisturbed():
            done.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert done == [before]


def guarded(*numbers: int) -> Iterator[int]:
    """A stoppable block without a record in hand; says after each stop that it still runs."""
    with stoppable():
        for number in numbers:
            press(number)
            yield number


def recording(*numbers: int) -> Iterator[int]:
    """The same with a record in hand."""
    with stoppable(), undisturbed():
        for number in numbers:
            press(number)
            yield number


@pytest.mark.parametrize("number", STOPS)
def test_every_stop_is_like_ctrl_c(number: int) -> None:
    """The system's own, too: a block is left at once, one with a record in hand at its end."""
    before = [signal.getsignal(each) for each in STOPS]
    for block, done in ((guarded, []), (recording, [number])):
        seen: list[int] = []
        with pytest.raises(KeyboardInterrupt):
            seen.extend(block(number))
        assert seen == done
    assert [signal.getsignal(each) for each in STOPS] == before


@pytest.mark.parametrize("first", STOPS)
@pytest.mark.parametrize("second", STOPS)
def test_a_second_stop_of_any_kind_does_not_wait(first: int, second: int) -> None:
    """Who insists is obeyed, whatever they use."""
    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(recording(first, second))
    assert seen == [first]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGHUP")
def test_what_the_caller_has_switched_off_stays_off() -> None:
    """`nohup campaign post …` goes on when the window is closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert list(guarded(signal.SIGHUP)) == [signal.SIGHUP]
        assert list(recording(signal.SIGHUP)) == [signal.SIGHUP]
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    except KeyboardInterrupt:
        pytest.fail("stopped")
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_is_not_stopped() -> None:
    """Only the main thread may touch signals."""
    before = [signal.getsignal(each) for each in STOPS]
    done: list[object] = []

    def elsewhere() -> None:
        with stoppable():
            done.extend(signal.getsignal(each) for each in STOPS)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert done == before


def test_nothing_stops_a_process_that_leaves() -> None:
    """Not even at the end of a stoppable block, which gives back only what is still its own."""
    before = [signal.getsignal(each) for each in STOPS]
    try:
        with stoppable():
            ignore_stops()
        for number in STOPS:
            press(number)
        assert {signal.getsignal(each) for each in STOPS} == {signal.SIG_IGN}
    finally:
        for each, handler in zip(STOPS, before, strict=True):
            signal.signal(each, handler)


CLOSED = """
import os, signal, sys, time
from campaign.adapters.interrupt import stoppable
try:
    with stoppable():
        print("ready", flush=True)
        time.sleep(60)
except KeyboardInterrupt:
    print("to whoever is still there", flush=True)
    print("and here", file=sys.stderr, flush=True)
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
def test_words_after_the_window_was_closed() -> None:
    """They go nowhere, and the end is as clean as otherwise."""
    keys, screen = os.openpty()
    adopt = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    with subprocess.Popen(
        [sys.executable, "-c", adopt + CLOSED],
        stdin=screen,
        stdout=screen,
        stderr=screen,
        start_new_session=True,
    ) as process:
        os.close(screen)
        said = b""
        while b"ready" not in said:
            said += os.read(keys, 100)
        os.close(keys)
        assert process.wait(60) == 130
