"""Whether the action is on: its organiser's word first, then the server's clock."""

from datetime import datetime, tzinfo

from campaign.core.campaign import Campaign, State
from campaign.core.schedule import Clocks, Window
from campaign.core.sentence import Sentence, in_lines, sentence
from campaign.errors import OutsideWindow


def check_outcome(campaign: Campaign, *, mine: tzinfo, preview: str) -> None:
    """Stop where the organiser has paused or ended the campaign; needs no network.

    Args:
        preview: the command that shows the campaign's issues.

    Raises:
        OutsideWindow: with the organiser's note, the three clocks, and the next campaign if any.
    """
    outcome = campaign.outcome
    if outcome.state is State.RUNNING:
        return
    said = {
        State.PAUSED: Sentence("The campaign is paused by its organiser."),
        State.WON: Sentence("The campaign is over: it was won."),
        State.ENDED: Sentence("The campaign is over."),
    }[outcome.state]
    note = (outcome.note,) if outcome.note else ()
    nothing = Sentence("Nothing was posted.")
    next_one = outcome.superseded_by
    raise OutsideWindow(
        in_lines(said, *note, *_window(campaign, mine=mine), nothing),
        hint=sentence("It goes on as: {campaign}", campaign=next_one)
        if next_one
        else sentence(
            "`campaign list` shows what is running; `{preview}` shows the issue's text.",
            preview=preview,
        ),
    )


def check_window(campaign: Campaign, *, now: datetime, mine: tzinfo, preview: str) -> None:
    """Stop before the action's start and after its end, by the server's clock.

    Args:
        preview: the command that shows the campaign's issues.

    Raises:
        OutsideWindow: with the three clocks.
    """
    action = campaign.action
    window = action.state_at(now) if action else Window.OPEN
    if window is Window.OPEN:
        return
    said, hint = {
        Window.BEFORE: (
            Sentence("The action has not begun."),
            sentence(
                "Run the same command again then, or with --wait, which waits for it."
                " `{preview}` shows the text now.",
                preview=preview,
            ),
        ),
        Window.AFTER: (
            Sentence("The action is over."),
            Sentence("`campaign status` shows what became of your issues."),
        ),
    }[window]
    nothing = Sentence("Nothing was posted.")
    raise OutsideWindow(in_lines(said, *_window(campaign, mine=mine), nothing), hint=hint)


def _window(campaign: Campaign, *, mine: tzinfo) -> tuple[Sentence, ...]:
    action = campaign.action
    if action is None:
        return (Sentence("It has no date yet."),)
    return (
        three_clocks(Sentence("Starts"), action.clocks(action.starts, mine=mine)),
        three_clocks(Sentence("Ends"), action.clocks(action.ends, mine=mine)),
    )


def three_clocks(word: Sentence, clocks: Clocks) -> Sentence:
    """A moment in the action's zone, mine and UTC, on three lines, or two if mine is UTC."""
    if clocks.is_mine_utc:
        return sentence(
            "{word}: {action}\n  in UTC: {utc}", word=word, action=clocks.action, utc=clocks.utc
        )
    return sentence(
        "{word}: {action}\n  for you: {mine}\n  in UTC: {utc}",
        word=word,
        action=clocks.action,
        mine=clocks.mine,
        utc=clocks.utc,
    )
