from __future__ import annotations

import pytest

from rules.calendar import Duration
from rules.conditions import Delay, TimeArrives, Window
from rules.instants import DAY, Moment
from rules.progression import begin
from rules.residue import ACHIEVED, EVENTS, FAILED, Bounds, Later, Verdict
from tests.unit.small import Fake, day, days, judge, until, verdict

ANCHOR = Moment(day(3))


@pytest.mark.parametrize(
    ("at", "expected"), [(5, ("met", 5, ACHIEVED)), (3, ("met", 3, ACHIEVED)), (1, ("met", 3, ACHIEVED)), (101, "open")]
)
def test_a_time_before_the_anchor_is_met_at_the_anchor(at: float, expected: tuple[str, float, int] | str) -> None:
    assert verdict(judge(TimeArrives(Moment(day(at))), anchor=ANCHOR)) == expected


def test_what_follows_from_a_bare_date_knows_it() -> None:
    found = judge(TimeArrives(Moment(day(5), day=True)), anchor=ANCHOR)
    assert isinstance(found, Verdict)
    assert found.day
    early = judge(TimeArrives(Moment(day(1), day=True)), anchor=ANCHOR)
    assert isinstance(early, Verdict)
    assert not early.day


@pytest.mark.parametrize("whole_day", [False, True])
def test_a_delay_is_a_plain_addition(whole_day: bool) -> None:  # noqa: FBT001
    assert verdict(judge(Delay(days(4)), anchor=Moment(day(3), whole_day))) == ("met", 7, ACHIEVED)
    assert verdict(judge(Delay(Duration(micros=DAY // 2)), anchor=Moment(day(3), whole_day))) == ("met", 3.5, ACHIEVED)


def test_a_delay_counts_on_the_calendar() -> None:
    thirty_first = Moment(day(30))  # of January 1970
    assert verdict(judge(Delay(Duration(months=1)), anchor=thirty_first)) == ("met", 58, ACHIEVED)


def test_a_window_opens_and_closes() -> None:
    assert verdict(judge(TimeArrives(Moment(day(5)), until(4)), anchor=ANCHOR)) == ("failed", 4, FAILED)
    assert verdict(judge(TimeArrives(Moment(day(5)), until(5)), anchor=ANCHOR)) == ("met", 5, ACHIEVED)
    assert verdict(judge(Delay(days(1), Window(start=Moment(day(8)))), anchor=ANCHOR)) == ("met", 8, ACHIEVED)
    assert verdict(judge(Delay(days(9), until(2)), anchor=ANCHOR)) == ("failed", 3, FAILED)


def test_certain_from_the_start() -> None:
    residue = begin(Delay(days(1)), ANCHOR, Bounds(ANCHOR, None), Fake(now=day(3)), frozenset())
    assert residue == Later(Verdict(met=True, at=day(4), step=ACHIEVED))
    now = begin(TimeArrives(ANCHOR), ANCHOR, Bounds(ANCHOR, None), Fake(now=day(3), step=ACHIEVED), frozenset())
    assert verdict(now) == ("met", 3, ACHIEVED)
    assert EVENTS < ACHIEVED < FAILED
