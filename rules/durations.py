"""Durations from text: ISO 8601 (``P30D``, ``P1M2DT3H``), or a number and a unit. Source: semantics.md, section 2."""

from __future__ import annotations

import re
from decimal import Decimal

from rules.calendar import MONTHS_A_YEAR, Duration
from rules.instants import SECOND

DAYS_A_WEEK = 7
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

_WHOLE = "([0-9]{1,9})"
_EXACT = r"([0-9]{1,9}(?:\.[0-9]{1,12})?)"
_ISO = re.compile(
    f"P(?:{_WHOLE}Y)?(?:{_WHOLE}M)?(?:{_WHOLE}W)?(?:{_WHOLE}D)?(?:T(?:{_EXACT}H)?(?:{_EXACT}M)?(?:{_EXACT}S)?)?",
)
_PLAIN = re.compile(rf"{_EXACT} ?([a-z]+(?:[- ]days?)?)(?: ([A-Z]{{2,3}}(?:-[A-Z0-9]{{1,4}})?))?")

#: What one of each unit is: (months, days, microseconds, business days).
_UNITS = {
    "year": (MONTHS_A_YEAR, 0, 0, 0),
    "month": (1, 0, 0, 0),
    "week": (0, DAYS_A_WEEK, 0, 0),
    "day": (0, 1, 0, 0),
    "hour": (0, 0, HOUR, 0),
    "minute": (0, 0, MINUTE, 0),
    "second": (0, 0, SECOND, 0),
    "business-day": (0, 0, 0, 1),
}
_SHORT = {
    "y": "year",
    "yr": "year",
    "mo": "month",
    "w": "week",
    "wk": "week",
    "d": "day",
    "h": "hour",
    "hr": "hour",
    "m": "minute",
    "min": "minute",
    "s": "second",
    "sec": "second",
    "business day": "business-day",
}


def read_duration(text: str) -> Duration | None:
    """Return the duration that a text says, or None.

    A number and a unit: ``30d``, ``48h``, ``2w``, ``15m`` (minutes), ``1 month``, ``2 years``, ``1.5h``,
    ``5 business-days`` (and then, if wanted, the calendar: ``5 business-days US-NY``). Only hours and shorter may have
    fractions, down to a microsecond.
    """
    return _read_iso(text) if text.startswith("P") else _read_plain(text)


def _read_iso(text: str) -> Duration | None:
    found = _ISO.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups()[:4])
    sizes = zip(found.groups()[4:], (HOUR, MINUTE, SECOND), strict=True)
    micros = _whole(sum((Decimal(part or 0) * size for part, size in sizes), Decimal(0)))
    if micros is None:
        return None
    return Duration(months=years * MONTHS_A_YEAR + months, days=weeks * DAYS_A_WEEK + days, micros=micros)


def _read_plain(text: str) -> Duration | None:
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    number, word, calendar = found.groups()
    unit = word.removesuffix("s") if len(word) > len("ms") else word
    size = _UNITS.get(_SHORT.get(unit, unit))
    if size is None or (calendar and not size[-1]):
        return None
    parts = [_whole(Decimal(number) * one) for one in size]
    if None in parts or ("." in number and not size[2]):
        return None
    months, days, micros, business_days = (part or 0 for part in parts)
    return Duration(months, days, micros, business_days, calendar)


def _whole(number: Decimal) -> int | None:
    """Return a number of microseconds (days, months) that is whole, or None."""
    return int(number) if number == number.to_integral_value() else None
