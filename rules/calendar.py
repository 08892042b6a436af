"""Calendar arithmetic in a time zone. Source: semantics.md, sections 2 and 10 (Time).

Years run from 1 to 9999. An instant that would fall outside is kept at ``FIRST`` or ``LAST``: a span of 9000 years ends
with the last microsecond that can be written. Nothing here overflows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import isleap, monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules.instants import DAY, EPOCH, FIRST, LAST, MICROSECOND, Instant, Moment

ONE_DAY = timedelta(days=1)

MONTHS_A_YEAR = 12
SATURDAY = 5

_zone = lru_cache(maxsize=1024)(ZoneInfo)


class UnknownCalendarError(ValueError):
    """Business days cannot be counted: there is no such calendar, or the library of holidays is not installed."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: calendar part first (months, days, business days), then exact microseconds.

    Business days are Mondays to Fridays that are no holidays of ``calendar``: a country (``FR``) or a part of one
    (``US-NY``), None: no holidays at all.
    """

    months: int = 0
    days: int = 0
    micros: int = 0
    business_days: int = 0
    calendar: str | None = None

    @property
    def counts_days(self) -> bool:
        """Whether it is of days or longer, so that from a bare date it ends with its last day."""
        return bool(self.months or self.days or self.business_days)

    @property
    def is_zero(self) -> bool:
        """Whether it is no time at all."""
        return not (self.counts_days or self.micros)


def shift(at: Instant, span: Duration, zone: str, times: int = 1) -> Instant:
    """Return the instant ``times`` times ``span`` after ``at`` (before it, when negative).

    Months, days and business days are counted on the local calendar of ``zone``, multiplied first: three times a month
    from 31 January is 30 April. Ends of months clamp. Hours and shorter are exact. Raises ``UnknownCalendarError``.
    """
    if span.counts_days and times:
        at = _shift_calendar(at, span, zone, times)
    return _within_bounds(at + span.micros * times)


def span_end(anchor: Moment, span: Duration, zone: str) -> Instant:
    """Return the last instant of a span: from a bare date, one of days or longer ends with its last day."""
    if not span.counts_days:
        return _within_bounds(anchor.at + span.micros)
    end = shift(anchor.at, span, zone)
    return end_of_day(end, zone) if anchor.day else end


def end_after(limit: Instant, span: Duration, zone: str) -> Instant:
    """Return the limit that comes a span after another; from an end of day, days or longer end at an end of day."""
    end = shift(limit, span, zone)
    return end_of_day(end, zone) if span.counts_days and limit == end_of_day(limit, zone) else end


def period_start(start: Instant, span: Duration, zone: str, k: int) -> Instant:
    """Return where the k-th period begins, counted from 0: k times ``span`` after ``start``."""
    return shift(start, span, zone, k)


def start_of_day(at: Instant, zone: str) -> Instant:
    """Return the first instant of the local day of ``at``."""
    if zone == "UTC":
        return at - at % DAY
    return instant_of(_midnight(_local(at, zone)), zone)


def end_of_day(at: Instant, zone: str) -> Instant:
    """Return the last microsecond of the local day of ``at``: the one before the next day begins."""
    if zone == "UTC":
        return at - at % DAY + DAY - 1
    return last_of(_local(at, zone).date(), zone)


def first_of(day: date, zone: str) -> Instant:
    """Return the first instant of a day in a time zone."""
    return instant_of(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001


def last_of(day: date, zone: str) -> Instant:
    """Return the last microsecond of a day in a time zone."""
    return LAST if day == date.max else first_of(day + ONE_DAY, zone) - 1


def local_date(at: Instant, zone: str) -> str:
    """Return the local day of ``at`` as ``2022-02-24``."""
    return _local(at, zone).date().isoformat()


def minute_of(at: Instant) -> str:
    """Return ``at`` in UTC as ``2022-02-24T12:00Z``, with seconds and their parts where there are any."""
    moment = (EPOCH + at * MICROSECOND).replace(tzinfo=None)
    return moment.isoformat(timespec="auto" if at % 60_000_000 else "minutes") + "Z"


def instant_of(local: datetime, zone: str) -> Instant:
    """Return the instant of a naive local time: the first of two, a skipped one with the offset from before."""
    return _within_bounds((local.replace(tzinfo=_zone(zone), fold=0) - EPOCH) // MICROSECOND)


def check_calendar(code: str) -> None:
    """Raise ``UnknownCalendarError`` when business days cannot be counted by this calendar (``FR``, ``US-NY``)."""
    _holidays(code)


def _within_bounds(at: Instant) -> Instant:
    if FIRST <= at <= LAST:
        return at
    return FIRST if at < FIRST else LAST


def _local(at: Instant, zone: str) -> datetime:
    """Return the local time of an instant, naive; at the bounds of the calendar the nearest there is."""
    try:
        return (EPOCH + timedelta(microseconds=at)).astimezone(_zone(zone)).replace(tzinfo=None, fold=0)
    except OverflowError:
        return datetime.min if at < 0 else datetime.max  # noqa: DTZ901


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _shift_calendar(at: Instant, span: Duration, zone: str, times: int) -> Instant:
    if zone == "UTC" and not span.months and not span.business_days:
        return _within_bounds(at + span.days * times * DAY)
    local = _local(at, zone)
    try:
        day = _add_months(local.date(), span.months * times) + timedelta(days=span.days * times)
        if span.business_days:
            day = _add_business_days(day, span.business_days * times, span.calendar)
    except OverflowError:
        return LAST if times > 0 else FIRST
    return instant_of(datetime.combine(day, local.time()), zone)


def _add_months(day: date, months: int) -> date:
    """Return the same day some months on, or the last day of that month. Raises ``OverflowError`` past the bounds."""
    if not months:
        return day
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _add_business_days(day: date, count: int, calendar: str | None) -> date:
    """Return the count-th business day after (before) a day. Raises ``OverflowError`` past the bounds."""
    days = _business_days(day.year, calendar)
    index = count + (bisect_right(days, day) - 1 if count > 0 else bisect_left(days, day))
    year = day.year
    while not 0 <= index < len(days):
        year += 1 if index > 0 else -1
        if not date.min.year <= year <= date.max.year:
            raise OverflowError
        index -= len(days) if index > 0 else 0
        days = _business_days(year, calendar)
        index += len(days) if index < 0 else 0
    return days[index]


@lru_cache(maxsize=1024)
def _business_days(year: int, calendar: str | None) -> tuple[date, ...]:
    """Return Mondays to Fridays of a year that are no holidays of the calendar."""
    holidays = _holidays(calendar)
    first = date(year, 1, 1).toordinal()
    days = (date.fromordinal(first + number) for number in range(366 if isleap(year) else 365))
    return tuple(day for day in days if day.weekday() < SATURDAY and day not in holidays)


@lru_cache(maxsize=64)
def _holidays(code: str | None) -> Container[date]:
    if code is None:
        return frozenset()
    try:
        import holidays
    except ImportError:
        message = f"business days of {code} need the extra `calendars`: pip install 'commitments[calendars]'"
        raise UnknownCalendarError(message) from None
    country, _, part = code.partition("-")
    try:
        found: Container[date] = holidays.country_holidays(country, subdiv=part or None)
    except (NotImplementedError, ValueError, TypeError, AttributeError):
        message = f"there is no calendar {code}: write a country, such as FR, or a part of one, such as US-NY"
        raise UnknownCalendarError(message) from None
    return found
