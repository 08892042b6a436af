"""Instants as text."""

from __future__ import annotations

from datetime import timedelta

from rules.instants import EPOCH, FIRST, LAST, Instant


def format_instant(at: Instant, zone: str | None = None) -> str:
    """Return an instant as ISO 8601 with its offset, in ``zone`` or UTC (``Z``); it reads as the same instant again.

    Seconds are always there, their fraction when there is one. Where an offset is not of whole minutes (before
    railways), or the year would leave 1 to 9999, it is UTC.
    """
    moment = EPOCH + timedelta(microseconds=min(max(at, FIRST), LAST))
    if zone not in {None, "UTC"}:
        from zoneinfo import ZoneInfo

        try:
            local = moment.astimezone(ZoneInfo(zone))
        except OverflowError:
            local = moment
        offset = local.utcoffset()
        if offset and not offset % timedelta(minutes=1):
            return local.isoformat()
    return moment.replace(tzinfo=None).isoformat() + "Z"
