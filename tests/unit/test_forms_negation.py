from __future__ import annotations

from rules.conditions import All, Not, Occurs, TimeArrives, Window
from rules.instants import DAY, Moment
from rules.progression import begin, next_wake, progress
from rules.residue import ACHIEVED, EVENTS, FAILED, Bounds, Negation, Verdict
from tests.unit.small import PAID, SIGNED, Fake, day, days, event, judge, until, verdict

UNPAID = Not(PAID, until(10))
PAY = Occurs(PAID.pattern, window=until(4))


def test_met_when_the_limit_passes() -> None:
    assert verdict(judge(UNPAID)) == ("met", 10, ACHIEVED)
    assert verdict(judge(UNPAID, as_of=9.9)) == "open"
    assert verdict(judge(Not(PAID))) == "open"


def test_failed_when_its_part_is_met() -> None:
    found = judge(UNPAID, event("paid", 3))
    assert found == Verdict(met=False, at=day(3), step=EVENTS, events=("paid 3",))


def test_at_the_limit_it_is_in_time_in_the_step_of_events() -> None:
    assert verdict(judge(UNPAID, event("paid", 10))) == ("failed", 10, EVENTS)
    assert verdict(judge(UNPAID, event("paid", 10 + 1 / DAY))) == ("met", 10, ACHIEVED)
    assert verdict(judge(Not(TimeArrives(Moment(day(10))), until(10)))) == ("met", 10, ACHIEVED)


def test_the_limit_of_its_part_is_its_own() -> None:
    assert verdict(judge(Not(PAY))) == ("met", 4, ACHIEVED)
    assert verdict(judge(Not(PAY, until(10)))) == ("met", 4, ACHIEVED)
    assert verdict(judge(Not(Occurs(PAID.pattern, window=Window(within=days(3)))))) == ("met", 3, ACHIEVED)


def test_the_limit_around_it_is_its_own() -> None:
    assert verdict(judge(All((SIGNED, Not(PAID)), until(6)), event("signed", 1))) == ("met", 6, ACHIEVED)
    assert verdict(judge(Not(PAID), limit=6)) == ("met", 6, ACHIEVED)


def test_the_limit_of_the_commitment_is_its_own_and_may_move() -> None:
    past = Fake(limit=day(6))
    residue = begin(Not(PAID), Moment(0), Bounds(Moment(0), None), past, frozenset())
    assert next_wake(Not(PAID), residue, past) == day(6)
    moved = Fake(limit=day(8)).go(6, ACHIEVED)
    assert isinstance(progress(Not(PAID), residue, None, moved, frozenset()), Negation)
    assert verdict(progress(Not(PAID), residue, None, moved.go(8, ACHIEVED), frozenset())) == ("met", 8, ACHIEVED)


def test_met_when_its_part_can_no_longer_be_met() -> None:
    both = All((Not(SIGNED), PAY))
    assert verdict(judge(Not(both, until(9)), event("signed", 2))) == ("met", 2, EVENTS)


def test_not_not() -> None:
    assert verdict(judge(Not(Not(PAID, until(5))), event("paid", 3))) == ("met", 3, EVENTS)


def test_a_limit_before_the_anchor_passes_at_the_anchor() -> None:
    assert verdict(judge(UNPAID, anchor=Moment(day(12)))) == ("met", 12, ACHIEVED)


def test_it_wakes_at_its_limit_or_for_its_part() -> None:
    form = Not(All((PAID, PAY)), until(9))
    residue = begin(form, Moment(0), Bounds(Moment(0), None), Fake(), frozenset())
    assert next_wake(form, residue, Fake()) == day(4)
    assert FAILED > ACHIEVED > EVENTS
