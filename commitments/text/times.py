"""Times as people write them: instants, bare dates, months, durations, time zones.

Source: semantics.md, sections 2 and 10 (Time). Every reader takes any text, and returns a value or raises
``UnreadableTimeError``. Instants are microseconds since 1970-01-01T00:00Z; years run from 0001 to 9999, and what falls
outside in UTC is kept at the bound.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from msgspec import Struct

from rules.calendar import Duration, UnknownCalendarError, check_calendar, first_of, instant_of, last_of
from rules.durations import read_duration
from rules.instants import EPOCH, FIRST, LAST, MICROSECOND, Instant, Moment

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]"
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
    r"(?:([Zz])|([+-])([0-9]{2})(?::?([0-9]{2}))?)?",
)
#: An instant as most are written.
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
#: Names that the tz database has, but that mean another thing on each machine, or count leap seconds.
_NO_ZONES = ("localtime", "posixrules", "Factory", "posix/", "right/")

_SECONDS_A_DAY, _MICROSECONDS_A_SECOND = 86_400, 1_000_000

MONTHS = 12
LONGEST_SHOWN = 40
LEAP_SECOND = 60
LENGTH_OF_DATE = len("2022-02-24")

ACCEPTED_TIME = (
    "write a date, 2022-02-24, a month, 2022-02, or an instant, 2022-02-24T05:00+03:00 (its offset may be left out)"
)
ACCEPTED_DURATION = (
    "write a number and a unit (30d, 48h, 15m, 2w, 1 month, 2 years, 5 business-days), or ISO 8601 (P30D, P1M2DT3H)"
)
ACCEPTED_ZONE = "write a name of the tz database, such as Europe/Paris, or UTC"


class UnreadableTimeError(ValueError):
    """A text that does not read as a time, a duration or a time zone. The message says why, and what is accepted."""

    def __init__(self, text: str, wrong: str, accepted: str) -> None:
        """Take the text, what is wrong with it, and what to write instead."""
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        super().__init__(f"{shown!r} {wrong}; {accepted}")
        self.wrong = wrong
        self.accepted = accepted


class EventTime(Struct, frozen=True, gc=False):
    """When an event happened: from ``at`` to ``until``, which are the same unless only the day or month is known."""

    at: Instant
    until: Instant
    day: bool


def read_plain(text: str) -> datetime | None:
    """Return an instant that is written in UTC, as most are; None for every other text, be it an instant or not."""
    if _UTC.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    return None


def parse_moment(text: str, zone: str) -> Moment:
    """Return a start (`made`, `from`, `time`, `recorded`): a bare date is the start of that day in ``zone``."""
    when = parse_event_time(text, zone)
    return Moment(when.at, when.day)


def parse_limit(text: str, zone: str) -> Instant:
    """Return a limit (`by`, `until`, `as-of`, `known-at`): a bare date is the end of that day in ``zone``."""
    return parse_event_time(text, zone).until


def parse_event_time(text: str, zone: str) -> EventTime:
    """Return when an event happened: an instant, or a day or a month in ``zone`` from its start to its end."""
    if len(text) > LENGTH_OF_DATE:
        at = _read_instant(text, zone)
        return EventTime(at, at, False)  # noqa: FBT003 - by place, which is quicker
    found = _DATE.fullmatch(text)
    if found is not None:
        day = _date_of(text, found.group(1, 2, 3))
        return _whole_days(day, day, zone)
    found = _MONTH.fullmatch(text)
    if found is not None:
        first = _date_of(text, (found[1], found[2], "01"))
        return _whole_days(first, first.replace(day=monthrange(first.year, first.month)[1]), zone)
    at = _read_instant(text, zone)
    return EventTime(at, at, day=False)


def parse_duration(text: str) -> Duration:
    """Return a length of time. Days and longer are counted on the calendar; only hours and shorter have fractions."""
    found = read_duration(text)
    if found is None:
        raise UnreadableTimeError(text, _wrong_with_duration(text), ACCEPTED_DURATION)
    if found.calendar is not None:
        try:
            check_calendar(found.calendar)
        except UnknownCalendarError as error:
            raise UnreadableTimeError(text, "cannot be counted", str(error)) from None
    return found


def parse_zone(name: str) -> str:
    """Return the name of a time zone that the tz database has. An unknown one is answered with the nearest."""
    if _ZONE.fullmatch(name) and not name.startswith(_NO_ZONES):
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    from difflib import get_close_matches

    known = {zone.lower(): zone for zone in sorted(available_timezones())}
    nearest = get_close_matches(name[:LONGEST_SHOWN].lower(), known, n=1)
    hint = f"did you mean {known[nearest[0]]}?" if nearest else ACCEPTED_ZONE
    raise UnreadableTimeError(name, "is no time zone", hint)


def _whole_days(first: date, last: date, zone: str) -> EventTime:
    at = first_of(first, zone)
    return EventTime(at, max(at, last_of(last, zone)), day=True)


def _date_of(text: str, parts: tuple[str, ...]) -> date:
    year, month, day = map(int, parts)
    if not year:
        raise UnreadableTimeError(text, "has the year 0000: years run from 0001 to 9999", ACCEPTED_TIME)
    if not 1 <= month <= MONTHS:
        raise UnreadableTimeError(text, f"has no month {month:02}", ACCEPTED_TIME)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise UnreadableTimeError(text, f"has no day {day:02} in that month", ACCEPTED_TIME)
    return date(year, month, day)


def _read_instant(text: str, zone: str) -> Instant:
    plain = read_plain(text)
    if plain is not None:
        since = plain - EPOCH
        return (since.days * _SECONDS_A_DAY + since.seconds) * _MICROSECONDS_A_SECOND + since.microseconds
    found = _TIME.fullmatch(text)
    if found is None:
        raise UnreadableTimeError(text, _wrong_with_time(text), ACCEPTED_TIME)
    day = _date_of(text, found.group(1, 2, 3))
    local = datetime.combine(day, _time_of(text, found))
    if found[8] is None and found[9] is None:
        return instant_of(local, zone)
    offset = UTC if found[8] else _offset_of(text, found.group(9, 10, 11))
    return min(max((local.replace(tzinfo=offset) - EPOCH) // MICROSECOND, FIRST), LAST)


def _time_of(text: str, found: re.Match[str]) -> time:
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    if second == LEAP_SECOND:
        raise UnreadableTimeError(
            text, "is a leap second, which is not counted: write the second before", ACCEPTED_TIME
        )
    try:
        return time(hour, minute, second, int((found[7] or "0").ljust(6, "0")))
    except ValueError:
        wrong = "has no such time of day: it runs from 00:00 to 23:59:59.999999"
        raise UnreadableTimeError(text, wrong, ACCEPTED_TIME) from None


def _offset_of(text: str, parts: tuple[str, ...]) -> timezone:
    sign, hours, minutes = parts[0], int(parts[1]), int(parts[2] or 0)
    if hours >= 24 or minutes >= 60:  # noqa: PLR2004 - hours of a day, minutes of an hour
        raise UnreadableTimeError(text, "has no such offset: it is less than 24:00", ACCEPTED_TIME)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if sign == "+" else -offset)


def _wrong_with_time(text: str) -> str:
    if not text:
        return "is empty"
    if re.fullmatch(r"[0-9-]{10}[Tt ][0-9:]{8}\.[0-9]{7,}.*", text):
        return "is finer than a microsecond"
    return "is no date or instant"


def _wrong_with_duration(text: str) -> str:
    if not text:
        return "is empty"
    if re.fullmatch(r"[0-9]+", text):
        return "has no unit"
    if re.match(r"-|P.*-[0-9]", text):
        return "is negative"
    if re.search(r"[0-9]{10}", text):
        return "is too long"
    return "has a fraction of a day or longer, or is finer than a microsecond" if "." in text else "is no duration"
