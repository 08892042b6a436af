from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import StateHolds
from rules.engine import Engine
from rules.facts import Event
from rules.patterns import Pattern
from rules.program import Clause, State
from tests.unit.small import (
    FEE,
    LEAKED,
    OWED,
    PAID,
    SECRET,
    day,
    days,
    deal,
    event,
    happens,
    run,
    status,
    story,
    within,
)

SPAN = replace(OWED, must=PAID, must_limit=within(10))
OUTBREAK = event("outbreak", 4)


def pause(at: float, *, on: str = "fee", moves: bool = False) -> Event:
    return event("suspend", at, on=on, data={"moves-limits": True} if moves else {})


def go(at: float, *, on: str = "fee") -> Event:
    return event("resume", at, on=on)


def due(engine: Engine, name: str = "fee") -> float | None:
    row = engine.standing(f"deal/{name}")
    assert row is not None
    return None if row.due is None else row.due / day(1)


def test_a_span_stops_and_goes_on() -> None:
    engine = run(SPAN, [pause(4), go(9)], as_of=10)
    assert due(engine) == 15
    assert story(run(SPAN, [pause(4), go(9)])) == [(0, "detached"), (4, "suspended"), (9, "detached"), (15, "violated")]


def test_a_date_stays() -> None:
    assert due(run(FEE, [pause(4), go(9)], as_of=9)) == 10


def test_a_date_that_passed_meanwhile_takes_effect_at_the_resumption() -> None:
    assert story(run(FEE, [pause(4), go(15)])) == [
        (0, "detached"), (4, "suspended"), (15, "detached"), (15, "violated"),
    ]  # fmt: skip


def test_a_date_moves_when_the_act_says_so() -> None:
    assert due(run(FEE, [pause(4, moves=True), go(9)], as_of=9)) == 15
    assert story(run(FEE, [pause(4, moves=True), go(15)]))[-1] == (21, "violated")


def test_must_counts_and_takes_effect_at_the_resumption() -> None:
    assert story(run(SPAN, [pause(4), event("paid", 5), go(9)])) == [
        (0, "detached"), (4, "suspended"), (9, "detached"), (9, "satisfied"),
    ]  # fmt: skip


def test_must_not_counts_nothing_while_suspended() -> None:
    events = [pause(4, on="secret"), event("leaked", 5), go(6, on="secret")]
    assert story(run(SECRET, events), "secret")[-1] == (10, "satisfied")
    assert story(run(SECRET, [*events, event("leaked", 7)]), "secret")[-1] == (7, "violated")


def test_a_breach_at_the_very_instant_of_resuming_counts() -> None:
    assert story(run(SECRET, [pause(4, on="secret"), go(6, on="secret"), event("leaked", 6)]), "secret")[-1] == (
        6, "violated",
    )  # fmt: skip


def test_a_period_that_ended_meanwhile_takes_effect_at_the_resumption() -> None:
    assert story(run(SECRET, [pause(4, on="secret"), go(15, on="secret")]), "secret")[-1] == (15, "satisfied")


@pytest.mark.parametrize(
    ("act", "word"),
    [
        (event("release", 5, on="fee", actor="bob"), "released"),
        (event("cancel", 5, on="fee", actor="ann"), "violated"),
        (event("war", 5), "void"),
        (event("terminate", 5, to="deal"), "terminated"),
    ],
)
def test_what_still_applies(act: Event, word: str) -> None:
    clause = replace(FEE, guard=happens("war"))
    assert story(run(clause, [pause(4), act])) == [(0, "detached"), (4, "suspended"), (5, word)]


def test_grace_stops_and_goes_on() -> None:
    clause = replace(FEE, grace=days(5))
    assert story(run(clause, [pause(12), go(20)])) == [
        (0, "detached"), (10, "overdue"), (12, "suspended"), (20, "overdue"), (23, "violated"),
    ]  # fmt: skip


def test_grace_of_a_limit_that_passed_meanwhile_runs_from_the_resumption() -> None:
    assert story(run(replace(FEE, grace=days(5)), [pause(4), go(20)])) == [
        (0, "detached"), (4, "suspended"), (20, "detached"), (20, "overdue"), (25, "violated"),
    ]  # fmt: skip


def test_it_stays_suspended_while_any_cause_lasts() -> None:
    peace = State("peace", happens("treaty"), happens("outbreak"), initially=True)
    clause = replace(SPAN, during=StateHolds("peace"))
    agreement = replace(deal(clause), states=(peace,))
    events = [OUTBREAK, pause(5), event("suspend", 6, to="deal"), event("treaty", 7), go(8)]
    assert status(run(agreement, events, as_of=9)) == "suspended"
    last = event("resume", 10, to="deal")
    assert story(run(agreement, [*events, last])) == [
        (0, "detached"), (4, "suspended"), (10, "detached"), (16, "violated"),
    ]  # fmt: skip


def test_an_act_ends_only_an_acts_suspension() -> None:
    clause = replace(SPAN, during=StateHolds("peace"))
    agreement = replace(deal(clause), states=(State("peace", happens("treaty"), happens("outbreak"), initially=True),))
    engine = run(agreement, [OUTBREAK, go(5)], as_of=6)
    assert status(engine) == "suspended"
    assert engine.ineffective() == {"resume 5"}


def test_each_party_lifts_its_own() -> None:
    by_both = [event("suspend", 2, on="fee", actor="ann"), event("suspend", 3, on="fee", actor="bob")]
    one = event("resume", 4, on="fee", actor="ann")
    assert status(run(SPAN, [*by_both, one], as_of=5)) == "suspended"
    assert status(run(SPAN, [*by_both, one, event("resume", 5, on="fee", actor="bob")], as_of=5)) == "detached"
    assert status(run(SPAN, [*by_both, event("resume", 5, on="fee")], as_of=5)) == "detached"


def test_an_extension_meanwhile_moves_on_only_by_the_rest() -> None:
    extend = event("extend", 6, on="fee", actor="bob", span=days(3))
    assert due(run(SPAN, [pause(4), extend, go(9)], as_of=9)) == 16


def test_twice() -> None:
    assert due(run(SPAN, [pause(2), go(3), pause(5), go(7)], as_of=8)) == 13


def test_a_conditional_one_keeps_waiting_and_detaches_at_the_resumption() -> None:
    clause: Clause = replace(SPAN, antecedent=happens("signed"))
    assert story(run(clause, [pause(2), event("signed", 3), go(6)], as_of=7)) == [
        (0, "conditional"), (2, "suspended"), (6, "conditional"), (6, "detached"),
    ]  # fmt: skip
    assert LEAKED.pattern == Pattern("leaked")
