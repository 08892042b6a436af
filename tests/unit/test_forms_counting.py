from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.conditions import Occurs, Window
from rules.instants import DAY, Moment
from rules.progression import begin, next_wake
from rules.residue import EVENTS, FAILED, Bounds, Later, Tally, Verdict
from tests.unit.small import PAID, Fake, day, days, event, judge, until, verdict

TWICE = replace(PAID, at_least=Decimal(2))
HERE = Bounds(Moment(0), None)


def test_met_by_the_first_that_matches() -> None:
    found = judge(PAID, event("signed", 1), event("paid", 2), event("paid", 3))
    assert found == Verdict(met=True, at=day(2), step=EVENTS, events=("paid 2",))


def test_so_many_events() -> None:
    found = judge(TWICE, event("paid", 1), event("paid", 2), event("paid", 3))
    assert isinstance(found, Verdict)
    assert (found.at, found.events) == (day(2), ("paid 1", "paid 2"))
    assert verdict(judge(TWICE, event("paid", 1))) == "open"


def test_an_event_counts_once() -> None:
    assert verdict(judge(TWICE, event("paid", 1, name="p"), event("paid", 2, name="p"))) == "open"


def test_events_that_are_used_up_do_not_count() -> None:
    both = (event("paid", 1), event("paid", 2))
    assert verdict(judge(PAID, *both, used=frozenset({"paid 1"}))) == ("met", 2, EVENTS)
    assert verdict(judge(PAID, *both, used=frozenset({"paid 1", "paid 2"}))) == "open"


@given(st.lists(st.sampled_from(["ann", "bob", "carol", "ann bob", ""]), max_size=8), st.integers(1, 4))
def test_different_values_of_a_field(actors: list[str], needed: int) -> None:
    """Of a list each element counts; an event without the field does not."""
    form = replace(PAID, at_least=Decimal(needed), distinct="actor")
    happened = [event("paid", n, actor=actor) for n, actor in enumerate(actors, 1)]
    seen: set[str] = set()
    expected: tuple[str, float, int] | str = "open"
    for n, actor in enumerate(actors, 1):
        seen |= set(actor.split())
        if len(seen) >= needed and expected == "open":
            expected = ("met", n, EVENTS)
    assert verdict(judge(form, *happened)) == expected


def test_equal_values_are_one() -> None:
    form = replace(PAID, at_least=Decimal(2), distinct="amount")
    same = [event("paid", 1, data={"amount": Decimal("1.0")}), event("paid", 2, data={"amount": Decimal(1)})]
    assert verdict(judge(form, *same)) == "open"
    assert verdict(judge(form, *same, event("paid", 3, data={"amount": True}))) == ("met", 3, EVENTS)


@pytest.mark.parametrize(
    ("amounts", "at"),
    [
        (["10", "20", "70"], 3),
        (["10", "20", "69.99"], None),
        (["100"], 1),
        (["99.999999999999999999999999999999", "0.000000000000000000000000000001"], 2),
        (["60", "-20", "60"], 3),
    ],
)
def test_a_sum_is_exact(amounts: list[str], at: int | None) -> None:
    form = replace(PAID, at_least=Decimal(100), total="amount")
    happened = [event("paid", n, data={"amount": Decimal(amount)}) for n, amount in enumerate(amounts, 1)]
    assert verdict(judge(form, *happened)) == ("open" if at is None else ("met", at, EVENTS))


def test_without_a_number_it_does_not_count_for_a_sum() -> None:
    form = replace(PAID, at_least=Decimal(0), total="amount")
    assert verdict(judge(form, event("paid", 1), event("paid", 2, data={"amount": "100"}))) == "open"
    assert verdict(judge(form, event("paid", 3, data={"amount": Decimal(0)}))) == ("met", 3, EVENTS)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(2, ("failed", 5, FAILED)), (3, ("met", 3, EVENTS)), (5, ("met", 5, EVENTS)), (5.001, ("failed", 5, FAILED))],
)
def test_a_window_is_inclusive(at: float, expected: tuple[str, float, int]) -> None:
    form = Occurs(PAID.pattern, window=Window(start=Moment(day(3)), by=day(5)))
    assert verdict(judge(form, event("paid", at))) == expected


def test_looking_back_to_the_anchor() -> None:
    past = Fake(now=day(9), happened=(event("paid", 1), event("paid", 4), event("paid", 20)))
    begun = begin(PAID, Moment(day(3)), Bounds(Moment(day(3)), None), past, frozenset())
    assert begun == Verdict(met=True, at=day(4), step=EVENTS, events=("paid 4",))
    later = begin(PAID, Moment(day(5)), Bounds(Moment(day(5)), None), past, frozenset())
    assert isinstance(later, Tally)


def test_an_event_of_a_day_counts_in_a_window_that_overlaps_its_day() -> None:
    """It is taken to happen at the later of its start and the window's start."""
    form = Occurs(PAID.pattern, window=Window(start=Moment(day(3.5)), by=day(5)))
    assert verdict(judge(form, event("paid", 3, coarse=True))) == ("met", 3.5, EVENTS)
    assert verdict(judge(form, event("paid", 3))) == ("failed", 5, FAILED)
    assert verdict(judge(form, event("paid", 2, coarse=True))) == ("failed", 5, FAILED)
    assert verdict(judge(form, event("paid", 5, coarse=True))) == ("met", 5, EVENTS)


def test_an_event_of_a_day_waits_for_the_window_to_open() -> None:
    form = Occurs(PAID.pattern, window=Window(start=Moment(day(3.5)), by=day(5)))
    past = Fake(now=day(3), happened=(event("paid", 3, coarse=True),))
    waiting = begin(form, Moment(0), HERE, past, frozenset())
    assert isinstance(waiting, Tally)
    assert next_wake(form, waiting, past) == day(3.5)


def test_the_moment_passes_on_whether_only_the_day_is_known() -> None:
    exact, coarse = judge(PAID, event("paid", 1)), judge(PAID, event("paid", 1, coarse=True))
    assert isinstance(exact, Verdict)
    assert isinstance(coarse, Verdict)
    assert (exact.day, coarse.day) == (False, True)


def test_within_runs_from_the_anchor() -> None:
    form = Occurs(PAID.pattern, window=Window(within=days(3), after=days(1)))
    assert [verdict(judge(form, event("paid", at), anchor=Moment(day(2)))) for at in (2.5, 3, 5, 5 + 1 / DAY)] == [
        ("failed", 5, FAILED),
        ("met", 3, EVENTS),
        ("met", 5, EVENTS),
        ("failed", 5, FAILED),
    ]


def test_what_is_certain_is_not_kept_waiting() -> None:
    assert not isinstance(judge(PAID, event("paid", 1)), Later)
    assert verdict(judge(Occurs(PAID.pattern, window=until(3)), as_of=2.9)) == "open"
