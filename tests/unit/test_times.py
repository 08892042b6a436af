from __future__ import annotations

import pytest

from commitments.text.instants import format_instant
from commitments.text.times import (
    EventTime,
    UnreadableTimeError,
    parse_duration,
    parse_event_time,
    parse_limit,
    parse_moment,
    parse_zone,
)
from rules.calendar import Duration, UnknownCalendarError
from rules.instants import DAY, FIRST, LAST, SECOND, Moment

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
D2022 = 19_047 * DAY  # 2022-02-24T00:00Z


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P30D", Duration(days=30)),
        ("P1M", Duration(months=1)),
        ("P2W", Duration(days=14)),
        ("P1Y6M", Duration(months=18)),
        ("PT48H", Duration(micros=48 * HOUR)),
        ("PT15M", Duration(micros=15 * MINUTE)),
        ("P1M2DT3H", Duration(1, 2, 3 * HOUR)),
        ("PT1.5H", Duration(micros=90 * MINUTE)),
        ("PT0.000001S", Duration(micros=1)),
        ("30d", Duration(days=30)),
        ("48h", Duration(micros=48 * HOUR)),
        ("2w", Duration(days=14)),
        ("15m", Duration(micros=15 * MINUTE)),
        ("1 month", Duration(months=1)),
        ("2 months", Duration(months=2)),
        ("2 years", Duration(months=24)),
        ("1.5h", Duration(micros=90 * MINUTE)),
        ("90 seconds", Duration(micros=90 * SECOND)),
        ("3 hrs", Duration(micros=3 * HOUR)),
        ("0d", Duration()),
        ("5 business-days", Duration(business_days=5)),
        ("1 business day", Duration(business_days=1)),
    ],
)
def test_durations(text: str, expected: Duration) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("30", "has no unit"),
        ("-3d", "is negative"),
        ("P-3D", "is negative"),
        ("1.5d", "fraction of a day"),
        ("P1.5D", "fraction of a day"),
        ("0.0000001s", "finer than a microsecond"),
        ("9999999999d", "is too long"),
        ("P", "is no duration"),
        ("PT", "is no duration"),
        ("P1DT", "is no duration"),
        ("p1d", "is no duration"),
        ("5ms", "is no duration"),
        ("3 fortnights", "is no duration"),
        ("3 foo days", "is no duration"),
        ("3d FR", "is no duration"),
        ("30d\n", "is no duration"),
        ("٣d", "is no duration"),
    ],
)
def test_durations_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableTimeError, match=why):
        parse_duration(text)


def test_the_calendar_of_business_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commitments.text.times.check_calendar", lambda code: code)
    assert parse_duration("5 business-days US-NY") == Duration(business_days=5, calendar="US-NY")


def test_a_calendar_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(code: str) -> None:
        raise UnknownCalendarError(f"there is no calendar {code}")

    monkeypatch.setattr("commitments.text.times.check_calendar", refuse)
    with pytest.raises(UnreadableTimeError, match="cannot be counted; there is no calendar XX"):
        parse_duration("5 business-days XX")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2022-02-24T05:00+03:00", D2022 + 2 * HOUR),
        ("2022-02-24T02:00:00Z", D2022 + 2 * HOUR),
        ("2022-02-24T02:00", D2022 + HOUR),
        ("2022-02-24 02:00:00.5", D2022 + HOUR + SECOND // 2),
        ("2022-02-24t02:00:00.000001z", D2022 + 2 * HOUR + 1),
        ("2022-02-24T05:30+0330", D2022 + 2 * HOUR),
        ("2022-02-24T00:00-02", D2022 + 2 * HOUR),
        ("0001-01-01T00:00Z", FIRST),
        ("0001-01-01T00:00+14:00", FIRST),
        ("9999-12-31T23:59:59.999999Z", LAST),
        ("9999-12-31T23:59:59-12:00", LAST),
    ],
)
def test_instants(text: str, at: int) -> None:
    assert parse_moment(text, "Europe/Paris") == Moment(at)
    assert parse_limit(text, "Europe/Paris") == at
    assert parse_event_time(text, "Europe/Paris") == EventTime(at, at, day=False)


def test_a_bare_date_is_its_start_or_its_end() -> None:
    start, end = D2022 - HOUR, D2022 + 23 * HOUR - 1
    assert parse_moment("2022-02-24", "Europe/Paris") == Moment(start, day=True)
    assert parse_limit("2022-02-24", "Europe/Paris") == end
    assert parse_event_time("2022-02-24", "Europe/Paris") == EventTime(start, end, day=True)


def test_a_month() -> None:
    start = parse_moment("2015-04-01", "Europe/Paris").at
    end = parse_limit("2015-04-30", "Europe/Paris")
    assert parse_event_time("2015-04", "Europe/Paris") == EventTime(start, end, day=True)


def test_a_month_as_a_start_and_as_a_limit() -> None:
    assert parse_moment("2015-04", "UTC") == parse_moment("2015-04-01", "UTC")
    assert parse_limit("2015-04", "UTC") == parse_limit("2015-04-30", "UTC")


def test_a_day_that_a_zone_skipped() -> None:
    when = parse_event_time("2011-12-30", "Pacific/Apia")
    assert when.day
    assert when.at <= when.until


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("2022", "is no date or instant"),
        ("20220224", "is no date or instant"),
        ("2022-2-4", "is no date or instant"),
        ("1645660800", "is no date or instant"),
        ("2022-02-24T", "is no date or instant"),
        ("2022-02-24\n", "is no date or instant"),
        ("٢٠٢٢-٠٢-٢٤", "is no date or instant"),
        ("0000-01-01", "year 0000"),
        ("2022-13-01", "no month 13"),
        ("2022-02-30", "no day 30"),
        ("2022-02-24T24:00", "no such time of day"),
        ("2022-02-24T23:60", "no such time of day"),
        ("2016-12-31T23:59:60Z", "leap second"),
        ("2022-02-24T05:00+24:00", "no such offset"),
        ("2022-02-24T05:00+03:60", "no such offset"),
        ("2022-02-24T05:00:00.1234567Z", "finer than a microsecond"),
    ],
)
def test_times_refused(text: str, why: str) -> None:
    for read in (parse_moment, parse_limit, parse_event_time):
        with pytest.raises(UnreadableTimeError, match=why):
            read(text, "UTC")


def test_months_refused() -> None:
    with pytest.raises(UnreadableTimeError, match="no month 13"):
        parse_event_time("2022-13", "UTC")


def test_an_error_says_what_is_accepted_and_stays_short_and_printable() -> None:
    with pytest.raises(UnreadableTimeError) as caught:
        parse_moment("\x1b[31m\u202e" + "x" * 1000, "UTC")
    message = str(caught.value)
    assert "write a date, 2022-02-24" in message
    assert message.isprintable()
    assert len(message) < 250


@pytest.mark.parametrize("name", ["UTC", "Europe/Paris", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_zones(name: str) -> None:
    assert parse_zone(name) == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Europe/Pariss", "did you mean Europe/Paris"),
        ("europe/paris", "did you mean Europe/Paris"),
        ("", "Europe/Paris, or UTC"),
        ("localtime", "is no time zone"),
        ("right/Europe/Paris", "is no time zone"),
        ("../etc/passwd", "is no time zone"),
        ("Europe", "is no time zone"),
        ("A" * 5000, "is no time zone"),
        ("\0", "is no time zone"),
    ],
)
def test_zones_refused(name: str, says: str) -> None:
    with pytest.raises(UnreadableTimeError, match=says):
        parse_zone(name)


@pytest.mark.parametrize(
    ("at", "zone", "text"),
    [
        (D2022, None, "2022-02-24T00:00:00Z"),
        (D2022, "UTC", "2022-02-24T00:00:00Z"),
        (D2022, "Europe/Paris", "2022-02-24T01:00:00+01:00"),
        (D2022, "Europe/London", "2022-02-24T00:00:00Z"),
        (D2022 - 1, "Europe/Paris", "2022-02-24T00:59:59.999999+01:00"),
        (FIRST, "America/New_York", "0001-01-01T00:00:00Z"),
        (LAST, "Pacific/Kiritimati", "9999-12-31T23:59:59.999999Z"),
        (LAST + 1, None, "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_instants_as_text(at: int, zone: str | None, text: str) -> None:
    assert format_instant(at, zone) == text


def test_an_offset_of_seconds_is_written_in_utc() -> None:
    at = parse_moment("1900-01-01T12:00Z", "UTC").at
    assert format_instant(at, "Europe/Paris") == "1900-01-01T12:00:00Z"
