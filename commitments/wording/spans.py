"""Lengths of time for reading."""

from __future__ import annotations

from decimal import Decimal

from rules.calendar import MONTHS_A_YEAR, Duration
from rules.durations import HOUR, MINUTE
from rules.instants import SECOND


def span_words(span: Duration) -> str:
    """Return a length of time in words."""
    years, months = divmod(span.months, MONTHS_A_YEAR)
    found = [(years, "year"), (months, "month"), (span.days, "day"), (span.business_days, "business day")]
    rest = span.micros
    for size, word in ((HOUR, "hour"), (MINUTE, "minute")):
        number, rest = divmod(rest, size)
        found.append((number, word))
    words = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in found if number]
    if rest or not words:
        seconds = (Decimal(rest) / SECOND).normalize()
        words.append(f"{seconds:f} seconds")
    return " ".join(words) + (f" ({span.calendar})" if span.calendar else "")
