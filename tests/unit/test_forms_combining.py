from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.conditions import All, AtLeast, Occurs, TimeArrives
from rules.forms.combining import needed
from rules.instants import Moment
from rules.patterns import Pattern
from rules.progression import begin, next_wake
from rules.residue import ACHIEVED, EVENTS, FAILED, Bounds, Parts, Verdict
from tests.unit.small import LEAKED, PAID, SIGNED, Fake, day, event, judge, until, verdict

PAY = Occurs(PAID.pattern, window=until(4))
SIGN = Occurs(SIGNED.pattern, window=until(6))


def test_all_are_met_at_the_last() -> None:
    assert verdict(judge(All((PAID, SIGNED)), event("paid", 3), event("signed", 2))) == ("met", 3, EVENTS)
    assert verdict(judge(All((PAID, SIGNED)), event("paid", 3))) == "open"


def test_any_is_met_at_the_first() -> None:
    assert verdict(judge(AtLeast(1, (PAID, SIGNED)), event("paid", 3), event("signed", 2))) == ("met", 2, EVENTS)


def test_all_fail_when_one_has_any_fails_when_all_have() -> None:
    assert verdict(judge(All((PAY, SIGN)))) == ("failed", 4, FAILED)
    assert verdict(judge(AtLeast(1, (PAY, SIGN)))) == ("failed", 6, FAILED)
    assert verdict(judge(AtLeast(1, (PAY, SIGNED)))) == "open"


def test_what_met_it_is_told() -> None:
    found = judge(All((PAID, SIGNED, TimeArrives(Moment(day(9))))), event("paid", 3), event("signed", 2))
    assert found == Verdict(met=True, at=day(9), step=ACHIEVED, events=("signed 2", "paid 3"))
    one = judge(AtLeast(1, (PAID, SIGNED)), event("paid", 3), event("signed", 2))
    assert isinstance(one, Verdict)
    assert one.events == ("signed 2",)


def test_two_at_one_instant_are_both_told() -> None:
    found = judge(AtLeast(1, (PAID, PAID)), event("paid", 3))
    assert isinstance(found, Verdict)
    assert found.events == ("paid 3",)


KINDS = "abcd"
PARTS = tuple(Occurs(Pattern(kind), Decimal(1), window=until(10)) for kind in KINDS)
WHEN = st.lists(st.integers(1, 20), min_size=4, max_size=4)


@given(WHEN, st.integers(1, 4))
def test_so_many_of_them(days: list[int], count: int) -> None:
    happened = [event(kind, at) for kind, at in zip(KINDS, days, strict=True)]
    in_time = sorted(at for at in days if at <= 10)
    expected = ("met", in_time[count - 1], EVENTS) if len(in_time) >= count else ("failed", 10, FAILED)
    assert verdict(judge(AtLeast(count, PARTS), *happened)) == expected
    if count == len(PARTS):
        assert verdict(judge(All(PARTS), *happened)) == expected


@pytest.mark.parametrize(("form", "count"), [(All(PARTS), 4), (AtLeast(2, PARTS), 2)])
def test_how_many_are_needed(form: All | AtLeast, count: int) -> None:
    assert needed(form) == count


def test_it_wakes_for_the_first_part() -> None:
    form = All((SIGN, PAY, LEAKED))
    residue = begin(form, Moment(0), Bounds(Moment(0), None), Fake(), frozenset())
    assert isinstance(residue, Parts)
    assert next_wake(form, residue, Fake()) == day(4)
    assert (
        next_wake(
            All((LEAKED,)), begin(All((LEAKED,)), Moment(0), Bounds(Moment(0), None), Fake(), frozenset()), Fake()
        )
        is None
    )


def test_one_of_a_day_makes_it_one_of_a_day() -> None:
    found = judge(All((PAID, SIGNED)), event("paid", 3, coarse=True), event("signed", 2))
    assert isinstance(found, Verdict)
    assert found.day
