from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadlines import NONE, Deadline
from rules.instants import Moment
from tests.unit.small import day, days

INSTANTS = st.integers(-1_000, 1_000)
LIMITS = st.one_of(st.none(), INSTANTS)
DEADLINES = st.tuples(LIMITS, LIMITS).map(lambda limits: Deadline(*limits))


@pytest.mark.parametrize(
    ("by", "span", "at", "runs"),
    [
        (None, None, None, False),
        (10, None, 10, False),
        (None, 20, 20, True),
        (10, 20, 10, False),
        (30, 20, 20, True),
        (20, 20, 20, True),
    ],
)
def test_the_earlier_binds(by: int | None, span: int | None, at: int | None, runs: bool) -> None:  # noqa: FBT001
    deadline = Deadline(by, span)
    assert deadline.at == at
    assert deadline.runs is runs


@given(DEADLINES, INSTANTS, st.integers(0, 100))
def test_a_span_goes_on_after_a_suspension_and_a_date_stays(deadline: Deadline, paused: int, length: int) -> None:
    after = deadline.resumed(paused + length, paused)
    assert after.by == deadline.by
    assert after.span == (None if deadline.span is None else deadline.span + length)


@given(DEADLINES, INSTANTS, st.integers(0, 100))
def test_a_date_moves_when_the_act_says_so(deadline: Deadline, since: int, length: int) -> None:
    after = deadline.moved(since + length, since)
    assert after.span == deadline.span
    assert after.by == (None if deadline.by is None else deadline.by + length)


def test_a_limit_set_during_a_suspension_moves_by_the_rest_of_it() -> None:
    span = Deadline(span=50).set(90, 20, suspended=True, runs=True)
    assert span.at == 90
    assert span.resumed(now=35, paused=10).at == 105
    dated = Deadline(by=50).set(90, 20, suspended=True, runs=False)
    assert dated.moved(now=35, since=10).at == 105
    assert dated.resumed(now=35, paused=10).at == 90


def test_a_limit_set_otherwise_forgets_the_one_before() -> None:
    assert Deadline(10, 20).set(15, 5, suspended=False, runs=False) == Deadline(15, fixed=True)
    assert Deadline(10, 5).set(15, 2, suspended=False, runs=True) == Deadline(span=15, fixed=True)
    assert NONE.set(15, 2, suspended=False, runs=False).at == 15


def test_a_span_runs_from_its_anchor() -> None:
    assert Deadline(day(9)).begun(Moment(day(2)), days(3), "UTC").at == day(5)
    assert Deadline(day(4)).begun(Moment(day(2)), days(3), "UTC").at == day(4)
    assert NONE.begun(Moment(day(2), day=True), days(3), "UTC").at == day(6) - 1


def test_a_span_that_an_act_lengthened_before_it_began() -> None:
    longer = Deadline(longer=(days(4), days(1)))
    assert longer.begun(Moment(day(2)), days(3), "UTC") == Deadline(span=day(10))


def test_what_an_act_has_set_no_span_of_the_text_sets_again() -> None:
    moved = NONE.set(day(20), 0, suspended=False, runs=False)
    assert moved.begun(Moment(day(2)), days(3), "UTC") == moved
