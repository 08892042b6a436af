"""Instants (integer microseconds since 1970, UTC) and durations: section 2, and section 10, Time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
FOREVER = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
BEFORE_ALL = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"\d{4}-\d{2}")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?")

CALENDAR_UNITS = {"d": "days", "day": "days", "w": "weeks", "week": "weeks", "month": "months", "year": "years"}
CALENDAR_UNITS |= {"y": "years", "business-day": "business"}
EXACT_UNITS = {"h": 3600, "hour": 3600, "m": 60, "min": 60, "minute": 60, "s": 1, "second": 1}
ISO = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
NUMBER_AND_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z][A-Za-z-]*)")


class Span(NamedTuple):
    """What a written time covers: its first and last microsecond, and whether it was a bare date (or month)."""

    first: int
    last: int
    bare: bool


@dataclass(frozen=True)
class Duration:
    """A calendar part (months, days, business days) and an exact part; ``calendar``: it was given in days or longer."""

    months: int = 0
    days: int = 0
    business: int = 0
    exact: int = 0
    calendar: bool = False

    def times(self, count: int) -> "Duration":
        """``count`` periods are ``count`` times the duration, not steps (section 10, Time)."""
        return Duration(
            self.months * count, self.days * count, self.business * count, self.exact * count, self.calendar
        )


def to_instant(moment: datetime) -> int:
    """Keep an instant in UTC to the microsecond (section 2)."""
    return (moment - EPOCH) // MICROSECOND


def to_local(instant: int, zone: ZoneInfo) -> datetime:
    """Show the wall clock of a zone, without its offset."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(zone).replace(tzinfo=None, fold=0)


def from_local(moment: datetime, zone: ZoneInfo) -> int:
    """Read a wall clock: the first of two, the offset from before a gap (section 10, Time; that is fold=0)."""
    try:
        return to_instant(moment.replace(tzinfo=zone, fold=0))
    except OverflowError:
        return FOREVER


def day_start(day: date, zone: ZoneInfo) -> int:
    """Find the first microsecond of a day."""
    return from_local(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - the zone is added there


def day_end(day: date, zone: ZoneInfo) -> int:
    """Find the last microsecond of a day (section 2)."""
    return day_start(day + timedelta(days=1), zone) - 1 if day < date.max else FOREVER


@lru_cache(10_000)
def read_span(text: object, zone: ZoneInfo) -> Span:
    """Read a date, a month or a date and time; a time without offset is local."""
    if isinstance(text, int):
        return Span(text, text, bare=False)
    words = str(text).strip()
    if DATE.fullmatch(words):
        day = date.fromisoformat(words)
        return Span(day_start(day, zone), day_end(day, zone), bare=True)
    if MONTH.fullmatch(words):
        first = date.fromisoformat(words + "-01")
        return Span(day_start(first, zone), day_start(add_months(first, 1), zone) - 1, bare=True)
    if not DATE_TIME.fullmatch(words):
        raise ValueError(f"not a time: {words!r}")
    moment = datetime.fromisoformat(words.upper().replace(" ", "T"))
    instant = from_local(moment, zone) if moment.tzinfo is None else to_instant(moment)
    return Span(instant, instant, bare=False)


def is_date(text: str) -> bool:
    """Tell whether a text reads as a date or a date and time (section 10, What counts)."""
    if not DATE.fullmatch(text) and not DATE_TIME.fullmatch(text):
        return False
    try:
        read_span(text, ZoneInfo("UTC"))
    except ValueError:
        return False
    return True


@lru_cache(10_000)
def read_duration(value: object) -> Duration:
    """Read ISO 8601, or a number and a unit (section 2)."""
    text = str(value).strip()
    iso = ISO.fullmatch(text)
    if iso and text not in {"P", "PT"}:
        return _read_iso({name: found for name, found in iso.groupdict().items() if found is not None})
    plain = NUMBER_AND_UNIT.fullmatch(text)
    if not plain:
        raise ValueError(f"not a duration: {text!r}")
    number, unit = Decimal(plain[1]), plain[2]
    name = unit if unit in CALENDAR_UNITS or unit in EXACT_UNITS else unit.removesuffix("s")
    if name in EXACT_UNITS:
        return Duration(exact=int(number * EXACT_UNITS[name] * SECOND))
    if name not in CALENDAR_UNITS or number != int(number):
        raise ValueError(f"not a duration: {text!r}")
    return _calendar(**{CALENDAR_UNITS[name]: int(number)})


def _calendar(years: int = 0, months: int = 0, weeks: int = 0, days: int = 0, business: int = 0) -> Duration:
    return Duration(years * 12 + months, weeks * 7 + days, business, calendar=True)


def _read_iso(parts: dict[str, str]) -> Duration:
    calendar = {name: int(found) for name, found in parts.items() if name in {"years", "months", "weeks", "days"}}
    days = _calendar(**calendar)
    seconds = {"hours": 3600, "minutes": 60, "seconds": 1}
    exact = sum(int(Decimal(parts[name]) * factor * SECOND) for name, factor in seconds.items() if name in parts)
    return Duration(days.months, days.days, 0, exact, calendar=bool(calendar))


def add_months(day: date, months: int) -> date:
    """Add months; the ends of months clamp: 31 Jan + 1 month = 28 or 29 Feb (section 2)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for last in (31, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    return date.max


def _add_days(day: date, duration: Duration, sign: int) -> date:
    day = add_months(day, sign * duration.months)
    day += timedelta(days=sign * duration.days)
    left = duration.business
    while left > 0:
        day += timedelta(days=sign)
        left -= day.weekday() < 5
    return day


@lru_cache(100_000)
def add(instant: int, duration: Duration, zone: ZoneInfo, sign: int = 1) -> int:
    """Add plainly: the calendar part first, at the same time of day, then the exact part (section 10, Time)."""
    if duration.calendar:
        local = to_local(instant, zone)
        try:
            day = _add_days(local.date(), duration, sign)
        except (OverflowError, ValueError):
            return FOREVER
        instant = from_local(datetime.combine(day, local.time()), zone)
    return min(instant + sign * duration.exact, FOREVER)


@lru_cache(100_000)
def span_end(instant: int, duration: Duration, zone: ZoneInfo, *, whole_day: bool) -> int:
    """Find where a span ends; one of days or longer from a bare date (or an end of day) ends with its last day."""
    end = add(instant, duration, zone)
    if whole_day and duration.calendar and end < FOREVER:
        return day_end(to_local(end, zone).date(), zone)
    return end
