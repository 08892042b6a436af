from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from rules import calendar
from rules.calendar import (
    Duration,
    UnknownCalendarError,
    check_calendar,
    end_of_day,
    local_date,
    period_start,
    shift,
    span_end,
    start_of_day,
)
from rules.instants import DAY, FIRST, LAST, MICROSECOND, SECOND, Instant, Moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

HOUR = 3600 * SECOND
MONTH = Duration(months=1)
ONE_DAY = Duration(days=1)
PARIS = "Europe/Paris"


def utc(text: str) -> Instant:
    """Read an instant with the standard library alone; no offset is UTC."""
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND


@pytest.mark.parametrize(
    ("start", "times", "end"),
    [
        ("2030-01-31", 1, "2030-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2030-01-31", 2, "2030-03-31"),
        ("2030-01-31", 3, "2030-04-30"),
        ("2030-03-31", -1, "2030-02-28"),
        ("2030-01-31", 12, "2031-01-31"),
        ("2030-01-31", 0, "2030-01-31"),
    ],
)
def test_months_clamp_and_are_counted_from_the_start(start: str, times: int, end: str) -> None:
    assert shift(utc(start), MONTH, "UTC", times) == utc(end)
    assert period_start(utc(start), MONTH, "UTC", times) == utc(end)


def test_leap_day_and_years() -> None:
    assert shift(utc("2028-02-29"), Duration(months=12), "UTC") == utc("2029-02-28")
    assert shift(utc("2028-02-29"), Duration(months=12), "UTC", 4) == utc("2032-02-29")


def test_days_are_local_and_hours_exact() -> None:
    noon = utc("2030-03-30T12:00+01:00")
    assert shift(noon, ONE_DAY, PARIS) == utc("2030-03-31T12:00+02:00")
    assert shift(noon, Duration(micros=24 * HOUR), PARIS) == noon + DAY


def test_the_calendar_part_of_a_mixed_span_comes_first() -> None:
    assert shift(utc("2030-01-30T12:00"), Duration(1, 2, 3 * HOUR), PARIS) == utc("2030-03-02T15:00")
    assert shift(utc("2030-03-30T11:00"), Duration(0, 1, HOUR), PARIS) == utc("2030-03-31T11:00")


def test_a_skipped_local_time_has_the_offset_from_before() -> None:
    assert shift(utc("2030-03-30T02:30+01:00"), ONE_DAY, PARIS) == utc("2030-03-31T01:30")


def test_a_local_time_that_occurs_twice_is_the_first() -> None:
    assert shift(utc("2030-10-26T02:30+02:00"), ONE_DAY, PARIS) == utc("2030-10-27T00:30")


def test_no_time_at_all_leaves_the_second_of_two_alone() -> None:
    second = utc("2030-10-27T02:30+01:00")
    assert shift(second, Duration(), PARIS) == second
    assert shift(second, ONE_DAY, PARIS, 0) == second
    assert Duration().is_zero


@pytest.mark.parametrize("span", [ONE_DAY, MONTH, Duration(months=12), Duration(days=7, micros=HOUR)])
def test_from_a_bare_date_days_end_with_their_last_day(span: Duration) -> None:
    start = utc("2015-02-12")
    assert span_end(Moment(start, day=True), span, "UTC") == end_of_day(shift(start, span, "UTC"), "UTC")
    assert span_end(Moment(start), span, "UTC") == shift(start, span, "UTC")


def test_thirty_days_from_a_signature() -> None:
    signed = Moment(utc("2015-02-12"), day=True)
    assert span_end(signed, Duration(days=30), "UTC") == utc("2015-03-15") - 1


def test_hours_from_a_bare_date_are_exact() -> None:
    start = utc("2030-01-10")
    assert span_end(Moment(start, day=True), Duration(micros=120 * HOUR), "UTC") == start + 5 * DAY


def test_days_of_23_and_25_hours() -> None:
    short, long = utc("2030-03-31T12:00+02:00"), utc("2030-10-27T12:00+01:00")
    assert end_of_day(short, PARIS) - start_of_day(short, PARIS) == 23 * HOUR - 1
    assert end_of_day(long, PARIS) - start_of_day(long, PARIS) == 25 * HOUR - 1
    assert local_date(end_of_day(short, PARIS), PARIS) == "2030-03-31"
    assert local_date(end_of_day(short, PARIS) + 1, PARIS) == "2030-04-01"


def test_a_day_whose_last_hour_comes_twice() -> None:
    noon = utc("2018-02-17T12:00-02:00")  # Sao Paulo: 24:00 becomes 23:00
    assert end_of_day(noon, "America/Sao_Paulo") == utc("2018-02-18T00:00-03:00") - 1


def test_a_day_without_midnight_begins_when_the_clock_jumps() -> None:
    noon = utc("2018-11-04T12:00-02:00")  # Sao Paulo: 00:00 becomes 01:00
    assert start_of_day(noon, "America/Sao_Paulo") == utc("2018-11-04T01:00-02:00")


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize("size", [1, 9000 * 12, 10**10])
def test_nothing_ever_overflows(zone: str, size: int) -> None:
    for at in (FIRST, 0, LAST):
        for span in (Duration(months=size), Duration(days=size), Duration(micros=size * HOUR)):
            for times in (1, -1, 10**9):
                assert FIRST <= shift(at, span, zone, times) <= LAST
        assert FIRST <= start_of_day(at, zone) <= end_of_day(at, zone) <= LAST
        assert len(local_date(at, zone)) == len("0001-01-01")
    assert shift(0, Duration(months=9000 * 12), zone) == LAST
    assert shift(0, Duration(months=9000 * 12), zone, -1) == FIRST


@pytest.fixture
def two_holidays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand in for the library: 1 and 2 January are holidays in XX, and there is no other country."""

    class Calendar:
        def __contains__(self, day: date) -> bool:
            return (day.month, day.day) in {(1, 1), (1, 2)}

    def country_holidays(country: str, subdiv: str | None) -> Any:  # noqa: ANN401
        if (country, subdiv) not in {("XX", None), ("XX", "A")}:
            raise NotImplementedError
        return Calendar()

    monkeypatch.setitem(__import__("sys").modules, "holidays", SimpleNamespace(country_holidays=country_holidays))
    calendar._holidays.cache_clear()  # noqa: SLF001
    calendar._business_days.cache_clear()  # noqa: SLF001
    yield
    calendar._holidays.cache_clear()  # noqa: SLF001
    calendar._business_days.cache_clear()  # noqa: SLF001


@pytest.mark.usefixtures("two_holidays")
@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2029-12-31", 1, "2030-01-03"),  # Monday, over two holidays, to Thursday
        ("2030-01-04", 1, "2030-01-07"),  # Friday to Monday
        ("2030-01-05", 1, "2030-01-07"),  # Saturday to Monday
        ("2030-01-07", 5, "2030-01-14"),
        ("2030-01-07", -1, "2030-01-04"),
        ("2030-01-06", -1, "2030-01-04"),
        ("2030-01-03", -1, "2029-12-31"),
        ("2030-01-01", 260, "2031-01-03"),
        ("2031-01-03", -260, "2029-12-31"),
    ],
)
def test_business_days(start: str, count: int, end: str) -> None:
    span = Duration(business_days=abs(count), calendar="XX-A")
    assert shift(utc(start), span, "UTC", -1 if count < 0 else 1) == utc(end)


@pytest.mark.usefixtures("two_holidays")
def test_business_days_from_a_bare_date_end_with_the_last() -> None:
    span = Duration(business_days=1, calendar="XX")
    assert span_end(Moment(utc("2029-12-31"), day=True), span, "UTC") == utc("2030-01-04") - 1


def test_business_days_without_a_calendar_have_no_holidays() -> None:
    assert shift(utc("2029-12-31"), Duration(business_days=1), "UTC") == utc("2030-01-01")
    assert shift(utc("2030-01-04"), Duration(business_days=1), "UTC") == utc("2030-01-07")


@pytest.mark.usefixtures("two_holidays")
def test_business_days_do_not_overflow() -> None:
    assert shift(0, Duration(business_days=10**9, calendar="XX"), "UTC") == LAST
    assert shift(0, Duration(business_days=10**9, calendar="XX"), "UTC", -1) == FIRST


@pytest.mark.usefixtures("two_holidays")
@pytest.mark.parametrize(("code", "says"), [("YY", "no calendar YY"), ("XX-B", "no calendar XX-B"), ("", "US-NY")])
def test_an_unknown_calendar_is_named(code: str, says: str) -> None:
    with pytest.raises(UnknownCalendarError, match=says):
        check_calendar(code)


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "holidays", None)
    calendar._holidays.cache_clear()  # noqa: SLF001
    with pytest.raises(UnknownCalendarError, match="extra `calendars`"):
        check_calendar("FR")


def test_the_library_itself() -> None:
    pytest.importorskip("holidays")
    calendar._holidays.cache_clear()  # noqa: SLF001
    calendar._business_days.cache_clear()  # noqa: SLF001
    assert shift(utc("2030-07-12"), Duration(business_days=1, calendar="FR"), "UTC") == utc("2030-07-15")
    assert shift(utc("2030-07-03"), Duration(business_days=1, calendar="US-NY"), "UTC") == utc("2030-07-05")
