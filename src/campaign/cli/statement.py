"""The personal statement: read from where it is given, looked at before use, and commented on."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from campaign.cli.language import _, told
from campaign.cli.wrapping import wrapped
from campaign.core.coach import coach, share_of_issue
from campaign.core.effects import neutralise
from campaign.core.sentence import N_, Sentence, counted, sentence
from campaign.core.text import Kind, examine, is_blank, normalise_statement
from campaign.errors import WrongUsage

if TYPE_CHECKING:
    from campaign.cli.options import StatementOptions
    from campaign.cli.screen import Screen
    from campaign.core.campaign import Campaign

TIPS = N_(
    "A few sentences of your own count for more than any common text: who you are, what you"
    " have seen, what you hope for. Leave out addresses, phone numbers and other people's names."
)

SCISSORS = "-------- >8 --------"
"""Looked for by these signs alone, whatever the words behind them."""

NOTES_WIDTH = 72
"""Columns: editors do not break lines between words."""

_VI = N_(
    "In vi, press i to write; then Esc, and :wq and Enter to save and leave, or :q! and Enter to"
    " leave without saving."
)

_LEAVING = {
    "nano": N_("In nano, Ctrl-O and Enter save, and Ctrl-X leaves."),
    **dict.fromkeys(("vi", "vim", "nvim"), _VI),
}

_SAVE_AND_CLOSE = N_("Save your words and close the editor to come back here.")

FILE_LIMIT = 64 * 1024
"""Bytes."""


class Unusable(WrongUsage):
    """Words that must not go out as they are; `fault` alone does not say what was not done."""

    def __init__(self, fault: Sentence, *, hint: str | Sentence) -> None:
        super().__init__(sentence("{fault} Nothing was sent.", fault=fault), hint=hint)
        self.fault = fault


def read_statement(
    options: "StatementOptions",
    campaign: "Campaign",
    *,
    must: bool,
    secrets: tuple[str, ...] = (),
) -> str:
    """The supporter's own words, given as they are or in a file; empty for none.

    Args:
        must: whether a missing statement is a fault where the campaign requires one.

    Raises:
        WrongUsage: a file that cannot be used, or words that the gate or the campaign refuses.
    """
    text = options.text or ""
    if options.file is not None:
        text = _from_file(options.file)
    return check_statement(campaign, text, secrets=secrets, must=must)


def edit_statement(campaign: "Campaign", *, language: str, start: str = "") -> str | None:
    """Open the person's editor; what stands below the scissors line is left out.

    None if they closed it without saving; raises EditorFailed.
    """
    from campaign.adapters.editor import edit

    line = f"{SCISSORS} {_('your words stand above this line')} --------"
    most = _("Write above the line, at most {most} characters, then save and close.").format(
        most=campaign.statement.max_length
    )
    paragraphs = (f"{campaign.prompt_in(language)} …", _(TIPS), f"{most} {how_to_leave()}")
    notes = "\n\n".join("\n".join(wrapped(each, NOTES_WIDTH)) for each in paragraphs)
    written = edit(f"{start}\n\n{line}\n{notes}\n")
    return None if written is None else above_scissors(written)


def how_to_leave() -> str:
    """How the editor that opens is left, for whoever meets it for the first time."""
    from campaign.adapters.editor import editor_name

    name = editor_name() or ("notepad" if sys.platform == "win32" else "vi")
    return _(_LEAVING.get(name, _SAVE_AND_CLOSE))


def above_scissors(written: str) -> str:
    """The person's own part of what they saved."""
    return written.partition(SCISSORS)[0]


def check_statement(
    campaign: "Campaign", text: str, *, secrets: tuple[str, ...], must: bool
) -> str:
    """The words as they will be used.

    Args:
        must: whether a missing statement is a fault where the campaign requires one.

    Raises:
        Unusable: they hold what must not become public, are too long, or are missing.
    """
    rule = campaign.statement
    clean = normalise_statement(text)
    _check_gate(clean, secrets)
    _check_length(clean, most=rule.max_length)
    if must and rule.required and is_blank(clean):
        raise Unusable(
            Sentence("This campaign asks for a personal statement."),
            hint=Sentence(
                "Write a sentence of your own: here, or with --statement or --statement-file."
            ),
        )
    return clean


def _check_gate(words: str, secrets: tuple[str, ...]) -> None:
    """Nothing that must not become public."""
    found = examine(words, kind=Kind.STATEMENT, secrets=secrets)
    first = next((each for each in found if each.refused), None)
    if first is not None:
        raise Unusable(
            sentence(
                "Your statement, line {line}, column {column}: {fault}",
                line=first.line,
                column=first.column,
                fault=first.message,
            ),
            hint=first.hint,
        )


def _check_length(words: str, *, most: int) -> None:
    length = len(words)
    if length > most:
        raise Unusable(
            sentence(
                "Your statement has {length} characters; this campaign takes {most}.",
                length=length,
                most=most,
            ),
            hint=counted(
                "Shorten it by {count} character.",
                "Shorten it by {count} characters.",
                length - most,
            ),
        )


def tell_about(screen: "Screen", words: str, *, common: str) -> None:
    """Say where the words will not stand exactly as typed and what they may give away, nudge, and
    show the own-words meter.

    Args:
        common: the campaign's template, to tell borrowed words from own ones.
    """
    if neutralise(words) != words:
        screen.say(
            _(
                "Part of your words, such as an @name or a #12, will stand in code letters or"
                " without its effect, so that nobody is notified. The text shows how."
            )
        )
    for warning in _advised(words):
        screen.say(_("Mind: {warning}").format(warning=warning))
    for nudge in coach(words, common=common):
        screen.say(_("A hint on your words: {hint}").format(hint=told(nudge.message)))
    if words:
        share = share_of_issue(words, common=common)
        meter = _("Own-words meter: {share} of the issue is yours.")
        screen.say(meter.format(share=f"{share:.0%}"))


def _advised(words: str) -> Iterator[str]:
    """What the gate lets pass, but would have the person look at."""
    from campaign.adapters.this_computer import traces

    for found in examine(words, kind=Kind.STATEMENT, private=traces()):
        if not found.refused:
            yield f"{told(found.message)} {told(found.hint)}"


def _from_file(file: Path) -> str:
    from campaign.adapters.plain_file import Unreadable, read_bytes

    if str(file) == "-":
        data = sys.stdin.buffer.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise WrongUsage(Sentence("The statement on standard input is larger than 64 KiB."))
    else:
        try:
            data = read_bytes(file, limit=FILE_LIMIT)
        except Unreadable as error:
            raise WrongUsage(
                sentence("--statement-file {file}: {why}", file=file, why=error.message),
                hint=Sentence("Give an ordinary text file with a few sentences, in UTF-8."),
            ) from None
    try:
        return data.decode("utf-8-sig")  # Windows begins files with a byte order mark
    except UnicodeDecodeError:
        raise WrongUsage(
            sentence("--statement-file {file}: the text is not in UTF-8.", file=file),
            hint=Sentence("Save it as UTF-8 in your editor."),
        ) from None
