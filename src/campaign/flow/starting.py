"""When those begin who wait for the action: soon after its start, and not all at once."""

from datetime import UTC, datetime, timedelta

from campaign.core.schedule import Schedule

SPREAD = timedelta(minutes=15)
"""The longest time after the start; a tenth of a short action."""

PATIENCE = timedelta(hours=24)
"""The longest wait for a start: a computer is seldom left alone for longer."""


def beginning(action: Schedule, *, share: float) -> datetime:
    """When somebody begins, in UTC.

    Args:
        share: where in the spread, from 0 (at the start itself) to 1; drawn by chance, it spreads
            supporters without a server.
    """
    return action.starts.astimezone(UTC) + share * min(SPREAD, action.length / 10)
