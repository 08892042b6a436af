from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import AgreementIs, All, CommitmentIs, Condition, Not, StateHolds
from rules.engine import Engine
from rules.facts import Event
from rules.instants import DAY, Moment
from rules.program import Clause, State
from rules.waiting import topics_of
from tests.unit.small import FEE, LEAKED, OWED, PAID, SECRET, SIGNED, by, day, days, deal, event, happens, run, within

DONE = CommitmentIs("deal/other", None, frozenset({"satisfied"}))
PEACE = State("peace", happens("treaty"), happens("outbreak"))


def test_what_a_condition_listens_to() -> None:
    form = All((DONE, Not(AgreementIs("pact", frozenset({"ended"}))), StateHolds("peace"), PAID, DONE))
    assert topics_of(form, "deal") == [("commitment", "deal/other"), ("agreement", "pact"), ("state", "deal/peace")]
    assert topics_of(PAID, "deal") == []


def wake(program: Clause | Engine, *events: Event, as_of: float = 1) -> float | None:
    """Return the day on which time alone may change the commitment next."""
    engine = program if isinstance(program, Engine) else run(program, events, as_of)
    (promise,) = engine.world.promises.values()
    return None if promise.wake is None else promise.wake / DAY


@pytest.mark.parametrize(
    ("clause", "events", "at"),
    [
        (FEE, (), 10),
        (replace(OWED, must=PAID), (), None),
        (replace(FEE, must_limit=within(3)), (), 3),
        (replace(FEE, start=Moment(day(5))), (), 5),
        (replace(FEE, antecedent=SIGNED, until=day(4)), (), 4),
        (replace(FEE, antecedent=SIGNED, antecedent_limit=by(6)), (), 6),
        (SECRET, (), 10),
        (replace(FEE, must_not=LEAKED, must_not_limit=by(7)), (), 7),
        (replace(FEE, must=happens("paid", window=happens("x").window)), (), 10),
        (FEE, (event("paid", 1),), None),
        (FEE, (event("suspend", 1, on="fee"),), None),
        (replace(SECRET, continuing=True), (event("leaked", 1),), 10),
    ],
)
def test_when_time_may_change_it(clause: Clause, events: tuple[Event, ...], at: float | None) -> None:
    assert wake(clause, *events) == at


def test_in_grace() -> None:
    assert wake(replace(FEE, grace=days(5)), as_of=11) == 15
    assert wake(replace(FEE, grace=days(5)), as_of=16) is None


def test_a_state_that_has_to_hold_for_long() -> None:
    clause = replace(OWED, must=PAID, during=StateHolds("peace", days(4)))
    program = replace(deal(clause), states=(PEACE,))
    assert wake(run(program, [event("treaty", 2)], as_of=3)) == 6
    assert wake(run(program, [event("treaty", 2)], as_of=7)) is None


def told(clause: Clause, *events: Event) -> set[str]:
    """Return the types of events that the commitment is told of."""
    engine = run(clause, events, as_of=5)
    kinds = ("paid", "signed", "leaked", "war")
    return {kind for kind in kinds if f"deal/{clause.name}" in engine.world.memory.file(event(kind, 6), None)}


GUARDED = replace(FEE, antecedent=SIGNED, guard=happens("war"), must_not=LEAKED)


@pytest.mark.parametrize(
    ("clause", "events", "kinds"),
    [
        (GUARDED, (), {"signed", "war"}),
        (replace(GUARDED, early=True), (), {"signed", "war", "paid"}),
        (GUARDED, (event("signed", 2),), {"paid", "leaked", "war"}),
        (GUARDED, (event("signed", 2), event("paid", 3)), set()),
        (GUARDED, (event("war", 2),), set()),
        (SECRET, (event("leaked", 2),), set()),
        (replace(SECRET, continuing=True), (event("leaked", 2),), {"leaked"}),
    ],
)
def test_it_is_told_only_of_what_it_waits_for(clause: Clause, events: tuple[Event, ...], kinds: set[str]) -> None:
    assert told(clause, *events) == kinds


@pytest.mark.parametrize("form", [DONE, AgreementIs("deal", frozenset({"ended"})), StateHolds("peace")])
def test_who_listens_to_what(form: Condition) -> None:
    other = replace(OWED, name="other", must=PAID)
    program = replace(deal(replace(FEE, guard=form), other), states=(PEACE,))
    engine = run(program, as_of=1)
    (topic,) = topics_of(form, "deal")
    assert "deal/fee" in engine.world.memory.listeners(topic)
    closed = run(program, [event("release", 1, on="fee", actor="bob")], as_of=2)
    assert "deal/fee" not in closed.world.memory.listeners(topic)
