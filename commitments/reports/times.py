"""Times for reading."""

from __future__ import annotations

from datetime import datetime, time

from commitments.text.times import format_instant
from rules.instants import Instant

LAST_OF_DAY = time(23, 59, 59, 999999)


def time_of(at: Instant, zone: str = "UTC") -> datetime:
    """Return an instant as an aware datetime in a time zone."""
    return datetime.fromisoformat(format_instant(at, zone))


def plainly(at: datetime) -> str:
    """Return a time for reading: to the minute where it is whole, the end of a day as 24:00, with the offset."""
    day = at.date().isoformat()
    offset = at.strftime("%z")
    shown = f"{offset[:3]}:{offset[3:5]}" if at.utcoffset() else "UTC"
    clock = at.time()
    if clock == LAST_OF_DAY:
        return f"{day} 24:00 {shown}"
    precision = "minutes" if clock.second == clock.microsecond == 0 else "auto"
    return f"{day} {clock.isoformat(precision)} {shown}"


def when(at: Instant, zone: str = "UTC") -> str:
    """Return an instant for reading, in a time zone."""
    return plainly(time_of(at, zone))
