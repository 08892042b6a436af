"""The drawing of a timeline on a page, and how dates are told there."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from commitments.render.chart import ACROSS, LABEL, Axis, chart, ticks
from commitments.render.markup import day, safe

START = datetime(2022, 2, 20, 13, 45, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))
moments = st.datetimes(datetime(1, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, moments)
def test_dates_are_few_in_order_and_inside(one: datetime, other: datetime) -> None:
    axis = Axis(min(one, other), max(one, other))
    places = [axis.x(at) for at, _ in ticks(axis)]
    assert places == sorted(places)
    assert all(LABEL <= place <= LABEL + ACROSS for place in places)
    assert len(places) <= 10 or axis.end.year - axis.start.year > 160


def test_dates_are_round_and_as_fine_as_the_time_asks_for() -> None:
    week = ticks(Axis(START, START + timedelta(days=5)))
    assert [words for _, words in week] == ["21 Feb", "22 Feb", "23 Feb", "24 Feb", "25 Feb"]
    year = ticks(Axis(START, START + timedelta(days=365)))
    assert [words for _, words in year] == ["Mar 2022", "May 2022", "Jul 2022", "Sep 2022", "Nov 2022", "Jan 2023"]
    decades = ticks(Axis(START, START.replace(year=2052)))
    assert [words for _, words in decades] == ["2025", "2030", "2035", "2040", "2045", "2050"]


def test_an_instant_has_a_drawing_too() -> None:
    assert Axis(START, START).x(START) == LABEL
    assert chart([], START) == ""


def test_a_day_is_told_without_the_time_at_which_it_begins_or_ends() -> None:
    end = datetime(2022, 2, 24, 23, 59, 59, 999999, tzinfo=PARIS)
    assert day(end) == '<time datetime="2022-02-24T23:59:59.999999+01:00">24 February 2022</time>'
    assert day(datetime.max.replace(tzinfo=UTC)).endswith(">31 December 9999</time>")
    assert day(datetime(2022, 2, 24, tzinfo=PARIS)).endswith(">24 February 2022</time>")
    assert day(datetime(2022, 2, 24, 20, 35, tzinfo=PARIS)).endswith(">24 February 2022, 20:35</time>")
    assert day(datetime(2022, 2, 24, 22, 59, 59, 999999, tzinfo=PARIS)).endswith(">24 February 2022, 23:00</time>")


def test_of_a_bare_day_only_the_day_is_told_also_in_another_zone() -> None:
    assert day(datetime(2022, 2, 24, 1, 0, tzinfo=PARIS), whole=True).endswith(">24 February 2022</time>")
    west = datetime(2022, 2, 23, 19, 0, tzinfo=timezone(-timedelta(hours=5)))
    assert day(west, whole=True).endswith(">24 February 2022</time>")


def test_text_is_escaped_and_inert() -> None:
    assert safe("<a href=\"x\">'&'\x1b\u202e") == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;\\x1b\\u202e"
