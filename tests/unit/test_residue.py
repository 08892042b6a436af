from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.conditions import Window
from rules.instants import Moment
from rules.residue import (
    ACHIEVED,
    EVENTS,
    FAILED,
    TERMS,
    Bounds,
    Later,
    Verdict,
    bound,
    close,
    due,
    earlier,
    known,
    passed,
)
from tests.unit.small import Fake, day, days

NO_BOUNDS = Bounds(Moment(day(1)), None)
TIMES = st.tuples(st.integers(0, 5), st.integers(EVENTS, TERMS))


def test_a_verdict_is_known_when_it_is_one() -> None:
    verdict = Verdict(met=True, at=3, step=EVENTS)
    assert known(verdict) is verdict
    assert known(Later(verdict)) is None


@given(TIMES, TIMES)
def test_a_verdict_waits_for_its_step(of_verdict: tuple[int, int], now: tuple[int, int]) -> None:
    verdict = Verdict(True, *of_verdict)  # noqa: FBT003
    assert due(verdict, Fake(*now)) == (verdict if of_verdict <= now else Later(verdict))


@given(st.integers(0, 5), st.integers(EVENTS, TERMS), TIMES)
def test_a_limit_passes_in_its_step(limit: int, step: int, now: tuple[int, int]) -> None:
    assert passed(limit, step, Fake(*now)) == ((limit, step) <= now)
    assert not passed(None, step, Fake(*now))


def test_no_limit_is_later_than_any() -> None:
    assert earlier(None, None) is None
    assert earlier(None, 3) == earlier(3, None) == 3
    assert earlier(3, 4) == earlier(4, 3) == 3


@pytest.mark.parametrize(
    ("window", "around", "start", "limit"),
    [
        (Window(), NO_BOUNDS, 1, None),
        (Window(by=day(5)), NO_BOUNDS, 1, 5),
        (Window(by=day(5)), Bounds(Moment(day(1)), day(3)), 1, 3),
        (Window(by=day(5)), Bounds(Moment(day(1)), day(9)), 1, 5),
        (Window(within=days(3)), NO_BOUNDS, 1, 4),
        (Window(by=day(3), within=days(3)), NO_BOUNDS, 1, 3),
        (Window(start=Moment(day(2))), NO_BOUNDS, 2, None),
        (Window(start=Moment(0)), NO_BOUNDS, 1, None),
        (Window(after=days(2)), NO_BOUNDS, 3, None),
        (Window(start=Moment(day(9)), after=days(2)), NO_BOUNDS, 9, None),
        (Window(start=Moment(day(2)), within=days(3)), NO_BOUNDS, 2, 4),  # from the anchor, not from the start
    ],
)
def test_a_window_inside_another(window: Window, around: Bounds, start: float, limit: float | None) -> None:
    found = bound(window, Moment(day(1)), around, "UTC")
    assert found == Bounds(Moment(day(start)), None if limit is None else day(limit))


def test_a_span_from_a_bare_date_ends_with_its_last_day() -> None:
    found = bound(Window(within=days(3)), Moment(day(1), day=True), NO_BOUNDS, "UTC")
    assert found.limit == day(5) - 1
    assert bound(Window(after=days(2)), Moment(day(1), day=True), NO_BOUNDS, "UTC").start == Moment(day(3))
    assert bound(Window(start=Moment(day(2), day=True)), Moment(0), NO_BOUNDS, "UTC").start.day


@pytest.mark.parametrize(
    ("now", "step", "at"), [(4, TERMS, None), (5, ACHIEVED, None), (5, FAILED, 5), (5, TERMS, 5), (6, EVENTS, 5)]
)
def test_a_window_fails_in_the_step_of_failing(now: int, step: int, at: int | None) -> None:
    expected = None if at is None else Verdict(met=False, at=at, step=FAILED)
    assert close(5, 0, Fake(now, step)) == expected
    assert close(None, 0, Fake(now, step)) is None


def test_a_window_that_closed_before_its_anchor_fails_there() -> None:
    assert close(5, 8, Fake(8, FAILED)) == Verdict(met=False, at=8, step=FAILED)
    assert close(5, 8, Fake(7, TERMS)) is None
