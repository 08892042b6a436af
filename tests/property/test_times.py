"""Any text is read or refused with one error; what is written reads as the same; spans keep their order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commitments.text.instants import format_instant
from commitments.text.times import (
    UnreadableTimeError,
    parse_duration,
    parse_event_time,
    parse_limit,
    parse_moment,
    parse_zone,
)
from rules.calendar import Duration, end_of_day, local_date, shift, span_end, start_of_day
from rules.instants import FIRST, LAST, Moment

ZONES = ("UTC", "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Asia/Tokyo")
zones = st.sampled_from(ZONES)
instants = st.integers(FIRST, LAST)
near = st.integers(0, 4_000_000_000_000_000)
spans = st.builds(Duration, st.integers(0, 200_000), st.integers(0, 10**9), st.integers(0, 10**18))
short_spans = st.builds(Duration, st.integers(0, 60), st.integers(0, 500), st.integers(0, 10**12))

#: Text that looks like a time, with something wrong or odd in it.
almost = st.one_of(
    st.text(),
    st.text("0123456789-:+.TZPYMWDHS dhwm"),
    st.from_regex(r"\A[0-9]{4}-[0-9]{2}(-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,8})?)?)?)?\Z"),
    st.from_regex(r"\A[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9](Z|[+-][0-9]{2}(:?[0-9]{2})?)\Z"),
    st.from_regex(r"\A[0-9.]{1,12} ?[a-z]{1,8}s?\Z"),
    st.from_regex(r"\AP([0-9.]{1,10}[YMWD]){0,3}(T([0-9.]{1,15}[HMS]){0,3})?\Z"),
)


@given(almost, zones)
def test_any_text_is_read_or_refused(text: str, zone: str) -> None:
    readers: tuple[Callable[[], Any], ...] = (
        lambda: parse_duration(text),
        lambda: parse_moment(text, zone),
        lambda: parse_limit(text, zone),
        lambda: parse_event_time(text, zone),
    )
    for read in readers:
        with suppress(UnreadableTimeError):
            read()


@given(st.one_of(st.text(), st.text("EuropeParis/._-\0")))
def test_any_name_is_a_zone_or_refused(name: str) -> None:
    with suppress(UnreadableTimeError):
        assert parse_zone(name) == name


@given(instants, zones)
def test_what_is_written_reads_as_the_same(at: int, zone: str) -> None:
    text = format_instant(at, zone)
    assert parse_moment(text, "Asia/Tokyo") == Moment(at)
    assert parse_limit(text, "Asia/Tokyo") == at


@given(almost, zones)
def test_starts_and_limits_agree_on_what_they_read(text: str, zone: str) -> None:
    try:
        start = parse_moment(text, zone)
    except UnreadableTimeError:
        return
    happened = parse_event_time(text, zone)
    assert (happened.at, happened.day) == (start.at, start.day)
    assert happened.until == parse_limit(text, zone) >= start.at


@given(instants, spans, zones, st.integers(-100, 100))
def test_a_shift_never_leaves_the_calendar(at: int, span: Duration, zone: str, times: int) -> None:
    assert FIRST <= shift(at, span, zone, times) <= LAST
    assert FIRST <= span_end(Moment(at, day=True), span, zone) <= LAST


@given(near, short_spans, zones, st.integers(0, 20))
def test_more_periods_are_never_earlier(at: int, span: Duration, zone: str, times: int) -> None:
    assert shift(at, span, zone, times) <= shift(at, span, zone, times + 1)


@given(near, st.integers(1, 500), zones)
def test_days_on_the_calendar(at: int, days: int, zone: str) -> None:
    start = start_of_day(at, zone)
    assert start <= at <= end_of_day(at, zone)
    assert local_date(end_of_day(at, zone), zone) == local_date(at, zone)
    assert local_date(end_of_day(at, zone) + 1, zone) > local_date(at, zone)
    assert span_end(Moment(start, day=True), Duration(days=days), zone) >= shift(start, Duration(days=days), zone)


@given(near, short_spans)
def test_utc_is_a_zone_like_any_other(at: int, span: Duration) -> None:
    assert shift(at, span, "UTC") == shift(at, span, "Etc/UTC")
    assert end_of_day(at, "UTC") == end_of_day(at, "Etc/UTC")
    assert start_of_day(at, "UTC") == start_of_day(at, "Etc/UTC")
