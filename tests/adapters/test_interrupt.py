"""Ctrl-C between an issue's creation and its record: the first waits, the second does not."""

import signal
import threading
from collections.abc import Iterator

import pytest

from campaign.adapters.interrupt import undisturbed


def press() -> None:
    """Ctrl-C, as the terminal sends it."""
    signal.raise_signal(signal.SIGINT)


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
