from __future__ import annotations

from dataclasses import replace

import pytest

from rules.calendar import Duration
from rules.conditions import Occurs, Window
from rules.instants import DAY, Moment
from rules.program import Clause
from tests.unit.small import (
    FEE,
    LEAKED,
    OWED,
    PAID,
    SECRET,
    SIGNED,
    by,
    day,
    days,
    deal,
    event,
    run,
    status,
    story,
    until,
    within,
)

LOAN = replace(OWED, antecedent=SIGNED, must=PAID, must_limit=within(10))


def starting(clause: Clause, at: float) -> Clause:
    return replace(clause, start=Moment(day(at)))


def test_it_starts_when_it_was_made_or_with_its_own_from() -> None:
    assert story(run(FEE, as_of=1)) == [(0, "detached")]
    assert story(run(starting(FEE, 3), as_of=4)) == [(3, "detached")]
    assert status(run(starting(FEE, 3), as_of=2)) == "proposed"


def test_it_waits_for_its_agreement_but_keeps_its_from_as_anchor() -> None:
    agreement = replace(deal(starting(replace(OWED, must=PAID, must_limit=within(10)), 3)), in_force=SIGNED)
    engine = run(agreement, [event("signed", 5)])
    assert story(engine) == [(5, "detached"), (13, "violated")]
    early = run(agreement, [event("paid", 4), event("signed", 5)])
    assert story(early) == [(5, "detached"), (5, "satisfied")]
    before = run(agreement, [event("paid", 2), event("signed", 5)], as_of=6)
    assert story(before) == [(5, "detached")]


def test_without_from_the_anchor_is_the_coming_into_force() -> None:
    agreement = replace(deal(replace(OWED, must=PAID, must_limit=within(10))), in_force=SIGNED)
    assert story(run(agreement, [event("paid", 4), event("signed", 5)])) == [(5, "detached"), (15, "violated")]


def test_whose_limit_has_passed_by_then_is_expired() -> None:
    agreement = replace(deal(FEE), in_force=SIGNED)
    assert story(run(agreement, [event("signed", 11)])) == [(11, "expired")]
    assert story(run(agreement, [event("signed", 10)])) == [(10, "detached"), (10, "violated")]


@pytest.mark.parametrize(("signed", "paid", "word"), [(2, 1, "detached"), (2, 2, "satisfied"), (2, 3, "satisfied")])
def test_must_counts_from_where_it_is_owed(signed: float, paid: float, word: str) -> None:
    assert status(run(LOAN, [event("signed", signed), event("paid", paid)], as_of=5)) == word


def test_a_span_runs_from_where_it_is_owed() -> None:
    assert story(run(LOAN, [event("signed", 2)]))[-1] == (12, "violated")
    coarse = story(run(LOAN, [event("signed", 2, coarse=True)]))
    assert coarse[-1] == (13, "violated")  # the end of its tenth day
    hours = replace(LOAN, must_limit=replace(within(0), within=Duration(micros=DAY)))
    assert story(run(hours, [event("signed", 2, coarse=True)]))[-1] == (3, "violated")


def test_what_met_if_does_not_count_again() -> None:
    same = replace(OWED, antecedent=PAID, must=PAID)
    assert status(run(same, [event("paid", 2)], as_of=3)) == "detached"
    assert status(run(same, [event("paid", 2, name="a"), event("paid", 2, name="b")], as_of=3)) == "satisfied"
    assert status(run(replace(same, early=True), [event("paid", 2)], as_of=3)) == "satisfied"
    silent = replace(OWED, antecedent=LEAKED, must_not=LEAKED)
    assert status(run(silent, [event("leaked", 2)], as_of=3)) == "detached"


def test_early_counts_from_the_start() -> None:
    clause = replace(LOAN, early=True)
    assert story(run(clause, [event("paid", 1)])) == [(0, "conditional"), (1, "satisfied")]
    assert story(run(clause, [event("signed", 2)]))[-1] == (12, "violated")
    assert story(run(clause, [event("signed", 2), event("paid", 5)]))[-1] == (5, "satisfied")


def test_before_it_is_owed_only_the_date_can_fail() -> None:
    inner = replace(
        OWED, antecedent=SIGNED, early=True, must=Occurs(PAID.pattern, window=Window(by=day(5))), must_limit=by(10)
    )
    assert story(run(inner, as_of=9)) == [(0, "conditional")]
    assert story(run(inner)) == [(0, "conditional"), (10, "expired")]
    assert story(run(inner, [event("signed", 7)])) == [(0, "conditional"), (7, "detached"), (7, "violated")]


def test_if_and_unless_count_from_the_start() -> None:
    clause = starting(replace(LOAN, guard=LEAKED), 3)
    assert status(run(clause, [event("signed", 2)], as_of=5)) == "conditional"
    assert status(run(clause, [event("signed", 3)], as_of=5)) == "detached"
    assert status(run(clause, [event("leaked", 2)], as_of=5)) == "conditional"
    assert status(run(clause, [event("leaked", 3)], as_of=5)) == "void"


@pytest.mark.parametrize(
    ("clause", "at"),
    [
        (replace(LOAN, until=day(4)), 4),
        (replace(LOAN, antecedent_limit=by(4)), 4),
        (replace(LOAN, antecedent_limit=within(5)), 5),
        (replace(LOAN, antecedent=Occurs(SIGNED.pattern, window=until(6))), 6),
        (replace(LOAN, must_limit=by(7)), 7),
        (replace(SECRET, name="fee", antecedent=SIGNED), 10),
    ],
)
def test_the_latest_at_which_it_can_still_be_owed(clause: Clause, at: float) -> None:
    assert story(run(clause)) == [(0, "conditional"), (at, "expired")]
    assert story(run(clause, [event("signed", at)], as_of=at))[1] == (at, "detached")
    assert story(run(clause, [event("signed", at + 0.5)])) == [(0, "conditional"), (at, "expired")]


def test_must_not_counts_from_where_it_is_owed() -> None:
    clause = replace(SECRET, antecedent=SIGNED)
    events = [event("leaked", 1), event("signed", 2)]
    assert story(run(clause, events), "secret") == [(0, "conditional"), (2, "detached"), (10, "satisfied")]
    assert story(run(clause, [*events, event("leaked", 3)]), "secret")[-1] == (3, "violated")


def test_an_event_of_a_day_counts_where_its_day_overlaps() -> None:
    """It is taken to happen at the later of its start and the window's start."""
    late = event("paid", 2, coarse=True)
    assert story(run(LOAN, [event("signed", 2.5), late])) == [(0, "conditional"), (2.5, "detached"), (2.5, "satisfied")]
    assert days(1) == Duration(days=1)
