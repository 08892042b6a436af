"""Values and how they compare: exactly, by type. Source: semantics.md, sections 4 and 10 (What counts)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from functools import lru_cache

from rules.calendar import instant_of
from rules.facts import Scalar
from rules.instants import Instant

#: Sums and comparisons are exact: more digits than any sum of admitted numbers has.
EXACT = Context(prec=2_000)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DATE_LENGTH = 10
UTC_ZONE = "UTC"


def dated(text: str, zone: str) -> str:
    """Return a text as what a pattern asks for: one that reads as a date says in which time zone, as in RFC 9557."""
    return text if zone == UTC_ZONE or read_date(text) is None else f"{text}[{zone}]"


def undated(text: str) -> tuple[str, str]:
    """Return a text without the time zone that ``dated`` wrote, and that zone."""
    if text[-1:] != "]" or text[4:5] != "-":
        return text, UTC_ZONE
    plain, _, zone = text[:-1].partition("[")
    return plain, zone


@lru_cache(maxsize=65_536)
def read_date(text: str, zone: str = UTC_ZONE) -> Instant | None:
    """Return the instant that a text reads as (a bare date: its start), or None. Without offset it is in ``zone``."""
    if len(text) < DATE_LENGTH or text[4] != "-" or text[7] != "-" or not text[:4].isdigit():
        return None
    try:
        if len(text) == DATE_LENGTH:
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - its zone is added below
        elif text[DATE_LENGTH] == "T":
            moment = datetime.fromisoformat(text)
        else:
            return None
        return (moment - EPOCH) // MICROSECOND if moment.tzinfo else instant_of(moment, zone)
    except (ValueError, OverflowError, LookupError):
        return None


def comparable(left: Scalar, right: Scalar) -> tuple[Decimal | int, Decimal | int] | None:
    """Return both as what can be ordered (numbers, or texts that read as dates), or None."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left, right
    if isinstance(left, str) and isinstance(right, str):
        wanted, zone = undated(right)
        first, second = read_date(left, zone), read_date(wanted, zone)
        if first is not None and second is not None:
            return first, second
    return None


def index_key(value: Scalar) -> object:
    """Return what equal values have in common and unequal ones have not: usable as a dictionary key."""
    if isinstance(value, Decimal):
        return value  # equal decimals have one hash
    if isinstance(value, str):
        instant = read_date(value) if value[4:5] == "-" else None
        return value if instant is None else ("date", instant)
    return ("yes",) if value else ("no",)


def equal(left: Scalar, right: Scalar) -> bool:
    """Whether two values are equal: another type never is, dates are as instants, numbers as decimals."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    pair = comparable(left, right)
    return left == right if pair is None else pair[0] == pair[1]


def compares(operator: str, left: Scalar, right: Scalar) -> bool:
    """Whether ``left operator right``; text that is no date compares only by ``=`` and ``!=``."""
    if operator == "=":
        return equal(left, right)
    if operator == "!=":
        return not equal(left, right)
    pair = comparable(left, right)
    if pair is None:
        return False
    first, second = pair
    if operator == "<":
        return first < second
    if operator == "<=":
        return first <= second
    if operator == ">":
        return first > second
    return first >= second
