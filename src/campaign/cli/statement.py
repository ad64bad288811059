"""The personal statement: asked for with the campaign's prompt, and looked at before use."""

import select
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from campaign.core.coach import coach, share_of_issue
from campaign.core.effects import neutralise
from campaign.core.text import Kind, examine, is_blank, normalise_statement, printable_line
from campaign.errors import WrongUsage

if TYPE_CHECKING:
    from campaign.cli.app import App
    from campaign.core.campaign import Campaign

TIPS = (
    "A few sentences of your own count for more than any common text: who you are, what you"
    " have seen, what you hope for. Leave out addresses, phone numbers and other people's names."
)

SCISSORS = "-------- >8 -------- your words stand above this line --------"


def ask_for_statement(app: "App", campaign: "Campaign", *, secrets: tuple[str, ...]) -> str:
    """Ask at the terminal until the words can be used; what cannot be is explained."""
    while True:
        try:
            return check_statement(campaign, _ask(app, campaign), secrets=secrets, must=True)
        except WrongUsage as error:
            app.screen.say(error.message)
            app.screen.say(error.hint)


def _ask(app: "App", campaign: "Campaign") -> str:
    rule = campaign.statement
    app.screen.heading("Your own words")
    app.screen.say(TIPS)
    none = "" if rule.required else "Enter alone: none. "
    app.screen.say(f"{none}e: write in your editor.")
    prompt = printable_line(f"{rule.prompt} …")
    typed: str = click.prompt(prompt, default="", show_default=False, prompt_suffix=" ", err=True)
    return edit_statement(campaign) if typed.strip() == "e" else "\n".join([typed, *_pasted()])


def _pasted() -> Iterator[str]:
    """The further lines, where several were pasted at once."""
    with suppress(OSError, EOFError):  # Windows cannot tell
        while select.select([sys.stdin], [], [], 0.05)[0]:
            yield input()


def edit_statement(campaign: "Campaign") -> str:
    """Open the person's editor; what stands below the scissors line is left out."""
    rule = campaign.statement
    notes = (
        f"{SCISSORS}\n{rule.prompt} …\n\n{TIPS}\n\n"
        f"Write above the line, at most {rule.max_length} characters, then save and close."
    )
    written = click.edit(f"\n\n{notes}\n") or ""
    return written.partition(SCISSORS)[0]


def check_statement(
    campaign: "Campaign", text: str, *, secrets: tuple[str, ...], must: bool
) -> str:
    """The words as they will be used.

    Args:
        must: whether a missing statement is a fault where the campaign requires one.

    Raises:
        WrongUsage: they hold what must not become public, are too long, or are missing.
    """
    rule = campaign.statement
    clean = normalise_statement(text)
    refused = [
        each for each in examine(clean, kind=Kind.STATEMENT, secrets=secrets) if each.refused
    ]
    if refused:
        first = refused[0]
        raise WrongUsage(
            f"Your statement, line {first.line}, column {first.column}: {first.message}"
            " Nothing was sent.",
            hint=first.hint,
        )
    if len(clean) > rule.max_length:
        raise WrongUsage(
            f"Your statement has {len(clean)} characters; this campaign takes {rule.max_length}."
            " Nothing was sent.",
            hint=f"Shorten it by {len(clean) - rule.max_length} characters.",
        )
    if must and rule.required and is_blank(clean):
        raise WrongUsage(
            "This campaign asks for a personal statement. Nothing was sent.",
            hint="Write a sentence of your own: here, or with --statement or --statement-file.",
        )
    return clean


def tell_of_softening(app: "App", words: str) -> None:
    """Say so where the words will not stand exactly as they were typed."""
    if neutralise(words) != words:
        app.screen.say(
            "Part of your words, such as an @name or a #12, will stand in code letters or without"
            " its effect, so that nobody is notified. The text shows how."
        )


def tell_of_coaching(app: "App", words: str, *, common: str) -> None:
    """Nudge, and show the own-words meter; nothing is refused here."""
    for nudge in coach(words, common=common):
        app.screen.say(f"A hint on your words: {nudge.message}")
    if words:
        share = share_of_issue(words, common=common)
        app.screen.say(f"Own-words meter: {share:.0%} of the issue is yours.")
