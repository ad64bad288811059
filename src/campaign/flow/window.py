"""Whether the action is on: its organiser's word first, then the server's clock."""

from datetime import datetime, tzinfo

from campaign.core.campaign import Campaign, State
from campaign.core.schedule import Clocks, Window
from campaign.errors import OutsideWindow


def check_outcome(campaign: Campaign, *, mine: tzinfo) -> None:
    """Stop where the organiser has paused or ended the campaign; needs no network.

    Raises:
        OutsideWindow: with the organiser's note, the three clocks, and the next campaign if any.
    """
    outcome = campaign.outcome
    if outcome.state is State.RUNNING:
        return
    said = {
        State.PAUSED: "The campaign is paused by its organiser.",
        State.WON: "The campaign is over: it was won.",
        State.ENDED: "The campaign is over.",
    }[outcome.state]
    lines = [said, outcome.note, _window(campaign, mine=mine), "Nothing was posted."]
    next_one = outcome.superseded_by
    raise OutsideWindow(
        "\n".join(line for line in lines if line),
        hint=f"It goes on as: {next_one}"
        if next_one
        else "`campaign list` shows what is running; `campaign preview` shows this text.",
    )


def check_window(campaign: Campaign, *, now: datetime, mine: tzinfo) -> None:
    """Stop before the action's start and after its end, by the server's clock.

    Raises:
        OutsideWindow: with the three clocks.
    """
    action = campaign.action
    window = action.state_at(now) if action else Window.OPEN
    if window is Window.OPEN:
        return
    said, hint = {
        Window.BEFORE: (
            "The action has not begun.",
            "Run the same command again then; `campaign preview` shows the text now.",
        ),
        Window.AFTER: (
            "The action is over.",
            "`campaign status` shows what became of your issues.",
        ),
    }[window]
    lines = (said, _window(campaign, mine=mine), "Nothing was posted.")
    raise OutsideWindow("\n".join(lines), hint=hint)


def _window(campaign: Campaign, *, mine: tzinfo) -> str:
    action = campaign.action
    if action is None:
        return "It has no date yet."
    rows = (("Starts", action.starts), ("Ends", action.ends))
    return "\n".join(three_clocks(word, action.clocks(at, mine=mine)) for word, at in rows)


def three_clocks(word: str, clocks: Clocks) -> str:
    """A moment in the action's zone, mine and UTC, on three lines."""
    return f"{word}: {clocks.action}\n  for you: {clocks.mine}\n  in UTC: {clocks.utc}"
