"""Times for reading."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from commitments.text.instants import format_instant
from rules.instants import DAY, EPOCH, FIRST, LAST, Instant, Moment

LAST_OF_DAY = time(23, 59, 59, 999999)
SHORTEST = timedelta(microseconds=1)


def time_of(at: Instant, zone: str = "UTC") -> datetime:
    """Return an instant as an aware datetime in a time zone."""
    if zone == "UTC":
        return EPOCH + timedelta(microseconds=min(max(at, FIRST), LAST))
    return datetime.fromisoformat(format_instant(at, zone))


def plainly(at: datetime) -> str:
    """Return a time for reading: to the minute where it is whole, the end of a day as 24:00, with the offset.

    A period ends with the last microsecond before the next one begins: that is told as the instant that it ends at.
    """
    day = at.date().isoformat()
    offset = at.strftime("%z")
    shown = f"{offset[:3]}:{offset[3:5]}" if at.utcoffset() else "UTC"
    if at.time() == LAST_OF_DAY:
        return f"{day} 24:00 {shown}"
    clock = (at + SHORTEST if at.microsecond == LAST_OF_DAY.microsecond else at).time()
    precision = "minutes" if clock.second == clock.microsecond == 0 else "auto"
    return f"{day} {clock.isoformat(precision)} {shown}"


def to_seconds(at: datetime) -> str:
    """Return a time for reading, without the fraction of a second in which somebody asked."""
    return plainly(at if at.time() == LAST_OF_DAY else at.replace(microsecond=0))


def when(at: Instant, zone: str = "UTC") -> str:
    """Return an instant for reading, in a time zone."""
    return plainly(time_of(at, zone))


def since_when(moment: Moment, zone: str = "UTC") -> str:
    """Return since when something is so, for reading: the day alone, where no more was said."""
    return noon(moment.at, zone).date().isoformat() if moment.day else when(moment.at, zone)


def noon(at: Instant, zone: str) -> datetime:
    """Return the middle of a day that begins at an instant; most other zones are in the same day by then."""
    return time_of(at + DAY // 2, zone)
