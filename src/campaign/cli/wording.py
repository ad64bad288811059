"""Wording: the person's own words in one sitting, from the first letter until they are posted."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import click

from campaign.adapters.editor import EditorFailed, EditorLeft
from campaign.adapters.statement_draft import Kept, StatementDraft
from campaign.cli.app import App
from campaign.cli.keyboard import LONGEST_LINE, forget_typing, pasted_lines, read_letter, read_line
from campaign.cli.language import _, ngettext, told
from campaign.cli.options import StatementOptions
from campaign.cli.statement import (
    TIPS,
    Unusable,
    above_scissors,
    check_statement,
    edit_statement,
    how_to_leave,
    read_statement,
    tell_about,
)
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft, DraftRefused
from campaign.core.marker import Key
from campaign.core.plan import Step
from campaign.core.secrets import find_secrets
from campaign.core.sentence import Sentence
from campaign.core.text import is_blank, normalise_statement, printable_line
from campaign.errors import CampaignError, WrongUsage

Redraft = Callable[[str], Mapping[Key, Draft]]
"""The issues with other words in them; raises DraftRefused."""


@dataclass(kw_only=True)
class Wording:
    """Words that are asked for, changed, put into each issue, and never lost.

    What is written at the keyboard or in an editor goes into a private file at once, and leaves
    it when it is posted: whatever ends the run, the next one offers it again.
    """

    app: App
    campaign: Campaign
    language: str
    common: str
    """The campaign's template, to tell borrowed words from own ones."""
    must: bool
    """Whether a missing statement is a fault where the campaign requires one."""
    secrets: tuple[str, ...] = ()
    words: str = ""
    redraft: Redraft | None = None
    """Set once there is a plan; without it the words stay as they are."""
    _place: StatementDraft = field(init=False)
    _unfinished: str = field(default="", init=False)
    """Written, and not usable as it is."""
    _held: bool = field(default=False, init=False)
    """Whether words of this sitting are in the private file."""
    _public: bool = field(default=False, init=False)
    """Whether an issue with the present words was posted."""
    _drafts: Mapping[Key, Draft] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._place = StatementDraft(self.app.state, slug=self.campaign.slug)

    @property
    def kept(self) -> bool:
        """Whether the next run for this campaign offers the words of this sitting."""
        return self._held

    def take(self, options: StatementOptions) -> None:
        """The words that the options give.

        Raises:
            WrongUsage: words, a file or an editor that cannot be used.
        """
        if not options.edit:
            self.words = read_statement(
                options, self.campaign, must=self.must, secrets=self.secrets
            )
            if self.words:
                tell_about(self.app.screen, self.words, common=self.common)
            return
        kept = self._place.load()
        self._take_from_editor(kept.words if kept else "")

    def _take_from_editor(self, start: str) -> None:
        """What is written there; with a secret in it the editor opens again: nothing keeps it."""
        while (written := self._write(start=start)) is not None:
            try:
                self._accept(written)
                return
            except Unusable as error:
                if not self._is_secret(written) or self._unfinished == normalise_statement(start):
                    raise
                self._explain(error)
                self.app.screen.say(_("Words with a token are kept nowhere. Your editor opens."))
                start = self._unfinished
        raise WrongUsage(
            Sentence("The editor was closed without saving. Nothing was sent."),
            hint=Sentence("Write and save, or run it with --no-statement for none."),
        )

    def use(self, words: str) -> None:
        """Words that were looked at before, in a saved plan; raises Unusable."""
        self.words = check_statement(self.campaign, words, secrets=self.secrets, must=self.must)

    def ask(self) -> None:
        """Ask at the terminal until the words can be used; what cannot be is explained."""
        kept = self._place.load()
        while True:
            try:
                self._accept(self._offer(kept) if kept else self._ask())
                return
            except (Unusable, EditorFailed, DraftRefused) as error:
                self._explain(error)
                kept = None

    def edit(self) -> bool:
        """Change the words for this issue and all later ones; False if they stay as they were."""
        if self.redraft is None:
            return False
        try:
            text = self._write(start=self._unfinished or self.words)
            if text is None:
                self.app.screen.say(_("The editor was closed without saving."))
            else:
                self._accept(text)
                if not self.words:
                    self._forget()
                return True
        except (Unusable, EditorFailed, DraftRefused) as error:
            self._explain(error)
        self.app.screen.say(_("Your words stay as they were."))
        return False

    def fit(self, step: Step) -> Step:
        """The step with the present words, under the same key."""
        draft = self._drafts.get(step.key)
        return step if draft is None else replace(step, draft=draft)

    def posted(self) -> None:
        """An issue with the present words is public now."""
        self._public = True

    def put_away(self, *, waiting: bool) -> None:
        """At the end of a run: forget words that are public, say where others are kept.

        Args:
            waiting: whether there are issues left that the words are meant for.
        """
        if self._public and not waiting and not self._unfinished:
            if self._is_kept(self.words):
                self._forget()
        elif self._held:
            kept = _("Your words are kept, for you alone, in {path}")
            self.app.screen.say(kept.format(path=self._place.path))
            self.app.screen.say(_("Your next run for this campaign offers them to you again."))

    def _offer(self, kept: Kept) -> str:
        """What an earlier run has kept, if it is wanted; what is declined is forgotten."""
        screen = self.app.screen
        screen.heading(_("Your own words, from an earlier run"))
        screen.gutter(kept.words)
        when = f"{kept.written_at.astimezone(self.app.my_zone):%Y-%m-%d %H:%M}"
        while True:
            forget_typing()
            question = _("Use the words you wrote on {when}? [Y/n/e]").format(when=when)
            answer = read_letter(self._prompt(question))
            if answer in ("", "y", "yes"):
                return kept.words
            if answer in ("n", "no"):
                self._forget()
                return self._ask()
            if answer in ("e", "edit"):
                self._unfinished = kept.words
                return self._write_or_ask()
            screen.say(
                _("Enter or y: use them. n: no, forget them. e: change them in your editor.")
            )

    def _ask(self) -> str:
        self.app.screen.heading(_("Your own words"))
        self.app.screen.say(_(TIPS))
        required = self.campaign.statement.required
        keys = [] if required else [_("Press Enter alone to add none.")]
        editor = _("e: write in your editor.")
        if self._unfinished:
            editor = _("e: open what you have written in your editor.")
        self.app.screen.say(" ".join([*keys, editor]))
        typed = self._prompt(printable_line(f"{self.campaign.prompt_in(self.language)} …"))
        if typed.strip() == "e":
            return self._write_or_ask()
        return self._whole([typed, *pasted_lines()])

    def _whole(self, lines: Sequence[str]) -> str:
        """The lines as one text; raises Unusable where the terminal has cut one."""
        text = "\n".join(lines)
        if any(len(line.encode("utf-8", "replace")) >= LONGEST_LINE for line in lines):
            self._hold(text)
            raise Unusable(
                Sentence("The terminal has cut a line that is too long for it."),
                hint=Sentence("Write shorter lines, or use your editor or --statement-file."),
            )
        return text

    def _write_or_ask(self) -> str:
        written = self._write(start=self._unfinished)
        if written is None:
            self.app.screen.say(_("The editor was closed without saving."))
            return self._ask()
        return written

    def _prompt(self, question: str) -> str:
        try:
            return read_line(question)
        except click.Abort:
            self.app.screen.say()  # what is said next does not stand behind the question
            raise

    def _write(self, *, start: str) -> str | None:
        self.app.screen.say(how_to_leave())
        try:
            return edit_statement(self.campaign, language=self.language, start=start)
        except (EditorFailed, EditorLeft) as error:
            if written := above_scissors(error.written).strip():
                self._hold(written)
            raise

    def _accept(self, text: str) -> None:
        """Use these words, if they can be used; in any case they are not lost."""
        self._hold(text)
        words = check_statement(self.campaign, text, secrets=self.secrets, must=self.must)
        drafts = self.redraft(words) if self.redraft else {}
        self._public = self._public and words == self.words
        self.words, self._drafts, self._unfinished = words, drafts, ""
        tell_about(self.app.screen, words, common=self.common)

    def _hold(self, text: str) -> None:
        """Write it down at once, unless it holds a secret."""
        self._unfinished = normalise_statement(text)
        if is_blank(text) or self._is_secret(text):
            return
        try:
            if not self._is_kept(self._unfinished):
                self._place.keep(self._unfinished)
            self._held = True
        except CampaignError as error:
            why, _hint = error.told(_, ngettext)
            self.app.screen.say(_("Your words could not be kept for later. {why}").format(why=why))

    def _is_secret(self, text: str) -> bool:
        return any(find_secrets(text, secrets=self.secrets))

    def _is_kept(self, words: str) -> bool:
        kept = self._place.load()
        return kept is not None and kept.words == words

    def _forget(self) -> None:
        with suppress(CampaignError):
            self._place.remove()
        self._held = False

    def _explain(self, error: Unusable | EditorFailed | DraftRefused) -> None:
        message, hint = error.told(_, ngettext)
        if isinstance(error, DraftRefused):
            message = _(
                "With these words an issue would be too long, or hold what must not go out."
            )
        self.app.screen.say(told(error.fault) if isinstance(error, Unusable) else message)
        self.app.screen.say(hint)
