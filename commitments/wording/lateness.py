"""How late something was done, in words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta


def late_words(late_by: int | None, done: datetime | None) -> str | None:
    """Return how late something was: whole days where its limit was the end of a day, else days, hours or minutes.

    ``late_by``: microseconds after the limit (None: it was not late); ``done``: when, in the zone of the days.
    """
    if late_by is None or done is None:
        return None
    limit = (done.astimezone(UTC) - timedelta(microseconds=late_by)).astimezone(done.tzinfo)
    if limit.time() == time.max:
        return _of((done.date() - limit.date()).days, "day")
    minutes = -(-late_by // 60_000_000)
    days, hours = minutes // 1440, minutes // 60
    return _of(days, "day") if days else _of(hours, "hour") if hours else _of(minutes, "minute")


def _of(number: int, unit: str) -> str:
    return f"by {number} {unit}{'' if number == 1 else 's'}"
