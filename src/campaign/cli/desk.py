"""The person at the keyboard: approval issue by issue, waits they can see, Ctrl-C kept safe."""

import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from campaign.adapters.interrupt import undisturbed
from campaign.cli.app import App
from campaign.cli.receipts import show_receipt
from campaign.cli.show import show_issue
from campaign.core.plan import Step
from campaign.core.receipt import Receipt
from campaign.core.text import printable_line
from campaign.flow.posting import Approval, Decision

_ANSWERS = {
    "y": (Decision.POST, "post this issue"),
    "s": (Decision.SKIP, "skip this repository"),
    "v": (None, "view the whole text again"),
    "q": (Decision.QUIT, "quit: post nothing more"),
    "?": (None, "explain these letters"),
}

_LETTERS = {"yes": "y", "no": "n", "skip": "s", "view": "v", "quit": "q", "help": "?"}


class Desk:
    """Asks and tells at the terminal; with `approve_all` the answer to every issue is yes."""

    def __init__(self, app: App, *, approve_all: bool, fallback: bool) -> None:
        self._app = app
        self._approve_all = approve_all
        self._fallback = fallback
        self._shown: Step | None = None
        self._told: set[Receipt] = set()

    def approve(self, step: Step) -> Approval:
        show_issue(self._app.screen, step, before=self._shown, whole=self._approve_all)
        self._shown = step
        if self._approve_all:
            return Approval(decision=Decision.POST, step=step)
        keys = (f"[{key}] {words.split(':')[0]}" for key, (_, words) in _ANSWERS.items())
        self._app.screen.say("; ".join(keys), style="dim")
        while True:
            answer = self._ask(f"Post this issue to {step.access.name_now}?")
            decision, _ = _ANSWERS.get("s" if answer == "n" else answer, (None, ""))
            if decision is not None:
                return Approval(decision=decision, step=step)
            self._explain(answer, step)

    def _explain(self, answer: str, step: Step) -> None:
        if answer == "v":
            show_issue(self._app.screen, step, before=None, whole=True)
            return
        if answer != "?":
            self._app.screen.say("Nothing was posted by that. Please answer with one letter:")
        for key, (_, words) in _ANSWERS.items():
            self._app.screen.say(f"{key}: {words}", indent=2)

    def _ask(self, question: str) -> str:
        """One letter, or its word; Ctrl-C and Ctrl-D end the run, not the program."""
        _forget_typing()
        try:
            answer: str = click.prompt(
                printable_line(question),
                default="",
                show_default=False,
                prompt_suffix=" ",
                err=True,
            )
        except click.Abort:
            self._app.screen.say()
            raise KeyboardInterrupt from None
        answer = answer.strip().lower()
        return _LETTERS.get(answer, answer)

    def move_on(self, refused: Receipt, to: Step) -> bool:
        if self._fallback:
            return True
        if self._approve_all:
            return False
        question = f"{refused.repo} refused. Look at the issue for {to.repo} instead? [y/n]"
        return self._ask(question) == "y"

    def know(self, receipts: Iterable[Receipt]) -> None:
        """Leave out what the first screen has told."""
        self._told.update(replace(receipt, at=None) for receipt in receipts)

    def tell(self, receipt: Receipt) -> None:
        news = replace(receipt, at=None) not in self._told
        self.know([receipt])
        if news:
            show_receipt(self._app.screen, receipt)

    def undisturbed(self) -> AbstractContextManager[None]:
        return undisturbed()

    def wait(self, seconds: float, *, why: str) -> None:
        if not self._app.screen.talks_to_terminal or self._app.plain:
            self._app.screen.say(f"Waiting {seconds:.0f} seconds: {printable_line(why)}.")
            time.sleep(seconds)
            return
        ends = time.monotonic() + seconds
        told = TextColumn("{task.description}", markup=False)
        columns = (told, BarColumn(20), TimeRemainingColumn())
        with Progress(*columns, console=self._app.screen.err, transient=True) as progress:
            bar = progress.add_task(printable_line(why, limit=50), total=seconds)
            while (left := ends - time.monotonic()) > 0:
                time.sleep(min(0.2, left))
                progress.update(bar, completed=seconds - max(0.0, ends - time.monotonic()))


def _forget_typing() -> None:
    """Let nothing that was typed before a question be taken for its answer."""
    try:
        import termios
    except ImportError:  # Windows
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    else:
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
