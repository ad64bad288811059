"""The person at the keyboard: approval issue by issue, waits they can see, Ctrl-C kept safe."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace

from campaign.adapters.interrupt import undisturbed
from campaign.cli.app import App
from campaign.cli.desk_wait import wait_visibly
from campaign.cli.keyboard import ask_letter
from campaign.cli.language import N_, _
from campaign.cli.receipts import show_doubt, show_receipt, show_settled
from campaign.cli.show import show_issue
from campaign.cli.wording import Wording
from campaign.core.plan import Step
from campaign.core.receipt import Outcome, Receipt
from campaign.core.text import printable_line
from campaign.flow.desk import Approval, Decision
from campaign.flow.unwritten import NOT_RECORDED

_LABELS = {
    "y": N_("post"),
    "e": N_("edit statement"),
    "s": N_("skip"),
    "v": N_("view all"),
    "q": N_("quit"),
    "?": "",
}

_MEANINGS = {
    "y": N_("post this issue"),
    "e": N_("edit your own words, for this issue and the later ones"),
    "s": N_("skip this repository"),
    "v": N_("view the whole text again"),
    "q": N_("quit: post nothing more"),
    "?": N_("explain these letters"),
}

_DECISIONS = {
    "y": Decision.POST,
    "s": Decision.SKIP,
    "n": Decision.SKIP,
    "q": Decision.QUIT,
}

_LETTERS = {
    "yes": "y",
    "no": "n",
    "edit": "e",
    "skip": "s",
    "view": "v",
    "quit": "q",
    "help": "?",
}


_NO_SEARCH = (NOT_RECORDED, "not_github", "wrong_repository", "interrupted")
"""Reasons of a doubt with which the run ends at once."""


class Desk:
    """Asks and tells at the terminal; with `approve_all` the answer to every issue is yes."""

    def __init__(
        self, app: App, *, approve_all: bool, fallback: bool, wording: Wording | None = None
    ) -> None:
        self._app = app
        self._approve_all = approve_all
        self._fallback = fallback
        self._wording = wording
        self._shown: Step | None = None
        self._told: set[Receipt] = set()
        self._doubted: set[str] = set()

    def approve(self, step: Step) -> Approval:
        step = self._fit(step)
        self._show(step, before=self._shown, whole=self._approve_all)
        if self._approve_all:
            return Approval(decision=Decision.POST, step=step)
        self._offer_keys()
        question = _("Post this issue to {repo}?").format(repo=step.access.name_now)
        while True:
            answer = self._ask(question)
            if decision := _DECISIONS.get(answer):
                return Approval(decision=decision, step=step)
            if answer == "e" and self._can_edit:
                step = self._edit(step)
            elif answer == "v":
                self._show(step, before=None, whole=True)
            else:
                self._explain(answer)

    @property
    def _can_edit(self) -> bool:
        return self._wording is not None and self._wording.redraft is not None

    def _fit(self, step: Step) -> Step:
        return self._wording.fit(step) if self._wording else step

    def _edit(self, step: Step) -> Step:
        """The step with new words, shown whole; or as it was, where they stay the same."""
        if self._wording is None or not self._wording.edit():
            return step
        step = self._wording.fit(step)
        self._show(step, before=None, whole=True)
        self._offer_keys()
        return step

    def _show(self, step: Step, *, before: Step | None, whole: bool) -> None:
        if before and before.key == step.key and before.access.name_now != step.access.name_now:
            renamed = _("{old} is now called {new}. Nothing was sent yet.")
            names = {"old": before.access.name_now, "new": step.access.name_now}
            self._app.screen.say(printable_line(renamed.format(**names)))
        show_issue(self._app.screen, step, before=before, whole=whole)
        self._shown = step

    def _keys(self) -> list[str]:
        return [key for key in _LABELS if key != "e" or self._can_edit]

    def _offer_keys(self) -> None:
        if self._app.plain:
            told = "; ".join(f"{key}: {_(_LABELS[key]) or _('help')}" for key in self._keys())
        else:
            told = "  ".join(f"[{key}] {_(_LABELS[key])}".rstrip() for key in self._keys())
        self._app.screen.say(told, style="dim")

    def _explain(self, answer: str) -> None:
        if answer != "?":
            self._app.screen.say(_("Nothing was posted by that. Please answer with one letter:"))
        for key in self._keys():
            self._app.screen.say(f"{key}: {_(_MEANINGS[key])}", indent=2)

    def _ask(self, question: str) -> str:
        answer = ask_letter(printable_line(question), screen=self._app.screen)
        return _LETTERS.get(answer, answer)

    def move_on(self, refused: Receipt, to: Step) -> bool:
        if self._fallback:
            return True
        if self._approve_all:
            return False
        question = _("{refused} refused. Look at the issue for {repo} instead? [y/n]")
        return self._ask(question.format(refused=refused.repo, repo=to.repo)) == "y"

    def know(self, receipts: Iterable[Receipt]) -> None:
        """Leave out what the first screen has told."""
        self._told.update(replace(receipt, at=None) for receipt in receipts)

    def tell(self, receipt: Receipt) -> None:
        """Once each; of an issue in doubt first that, and then how the search for it ended."""
        news = replace(receipt, at=None) not in self._told
        self.know([receipt])
        if receipt.outcome is Outcome.POSTED and self._wording:
            self._wording.posted()
        if receipt.repo in self._doubted:
            self._doubted.discard(receipt.repo)
            show_settled(self._app.screen, receipt)
        elif receipt.outcome is Outcome.UNKNOWN and receipt.reason not in _NO_SEARCH and news:
            self._doubted.add(receipt.repo)
            show_doubt(self._app.screen, receipt)
        elif news:
            show_receipt(self._app.screen, receipt)

    def undisturbed(self) -> AbstractContextManager[None]:
        return undisturbed(tell=self._tell_stop)

    def _tell_stop(self) -> None:
        """Below the `^C` that a terminal shows."""
        if self._app.screen.talks_to_terminal:
            self._app.screen.say()
            words = _(
                "One moment: what became of this issue is written down first. Ctrl-C again leaves"
                " at once, and is safe too."
            )
            self._app.screen.say(words)

    def wait(self, seconds: float, *, why: str) -> None:
        wait_visibly(self._app.screen, seconds, why=why)
