"""Times as seen from another: in 3 days, 2 months ago."""

from __future__ import annotations

from datetime import datetime, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: From which distance on it is told in which unit, and how long that is; months and years on the average.
UNITS = (
    (730 * DAY, "year", 365.2425 * DAY),
    (61 * DAY, "month", 30.436875 * DAY),
    (21 * DAY, "week", 7 * DAY),
    (36 * HOUR, "day", DAY),
    (HOUR, "hour", HOUR),
    (MINUTE, "minute", MINUTE),
)


def from_here(at: datetime, now: datetime) -> str:
    """Return how far a time is from now, rounded: ``in 3 days``, ``2 months ago``, ``now``."""
    distance = abs(at - now)
    for least, unit, length in UNITS:
        if distance >= least - MINUTE / 2:
            number = max(round(distance / length), 1)
            words = f"{number} {unit}{'' if number == 1 else 's'}"
            return f"in {words}" if at > now else f"{words} ago"
    return "now"
