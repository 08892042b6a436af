from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import CommitmentIs, StateHolds
from rules.facts import Event
from rules.program import Agreement, Clause, State
from rules.trace import Cause
from tests.unit.small import FEE, LEAKED, OWED, SECRET, SIGNED, changes, day, days, deal, event, happens, run

GUARDED = replace(FEE, antecedent=SIGNED, guard=happens("war"))
PEACE = State("peace", happens("treaty"), happens("outbreak"), initially=True)
AT_PEACE = replace(deal(replace(FEE, during=StateHolds("peace"))), states=(PEACE,))


def last(program: Agreement | Clause, *events: Event, name: str = "fee") -> Cause:
    return changes(run(program, events), name)[-1].cause


@pytest.mark.parametrize(
    ("program", "events", "cause"),
    [
        (GUARDED, (event("war", 2),), Cause(2, "unless", ("war 2",))),
        (FEE, (event("paid", 2),), Cause(6, "must", ("paid 2",))),
        (FEE, (), Cause(7, "limit", limit=day(10))),
        (replace(FEE, grace=days(5)), (), Cause(7, "grace", limit=day(15))),
        (FEE, (event("release", 2, on="fee"),), Cause(1, "act", ("release 2",))),
        (GUARDED, (), Cause(7, "limit", limit=day(10))),
        (replace(GUARDED, until=day(4)), (), Cause(9, "until", limit=day(4))),
        (FEE, (event("terminate", 2, to="deal"),), Cause(3, "agreement", follows=(("deal", "ended"),))),
        (AT_PEACE, (event("outbreak", 2),), Cause(4, "while")),
        (FEE, (event("suspend", 2, to="deal"),), Cause(4, "agreement", follows=(("deal", "suspended"),))),
    ],
)
def test_why_it_changed_last(program: Agreement | Clause, events: tuple[Event, ...], cause: Cause) -> None:
    assert last(program, *events) == cause


def test_why_a_must_not_ended() -> None:
    assert last(SECRET, event("leaked", 2), name="secret") == Cause(5, "must-not", ("leaked 2",))
    assert last(SECRET, name="secret") == Cause(8, "must-not", limit=day(10))


def test_why_it_began_and_why_it_was_owed() -> None:
    first, second = changes(run(GUARDED, [event("signed", 2)], as_of=5))
    assert first.cause == Cause(0, "start", follows=(("deal", "in-force"),), limit=day(0))
    assert second.cause == Cause(10, "if", ("signed 2",))


def test_what_it_follows_from_in_other_commitments() -> None:
    other = replace(
        OWED, name="other", antecedent=CommitmentIs("deal/fee", None, frozenset({"satisfied"})), must=LEAKED
    )
    cause = changes(run(deal(FEE, other), [event("paid", 2)]), "other")[-1].cause
    assert cause == Cause(10, "if", (), (("deal/fee", "satisfied"),))


def test_a_remedy_names_what_amended() -> None:
    repair = replace(OWED, name="repair", must=SIGNED, remedies=(("deal/fee", None),))
    cause = changes(run(deal(FEE, repair), [event("signed", 12)]))[-1].cause
    assert (cause.role, cause.follows) == ("remedies", (("deal/repair", "satisfied"),))


@pytest.mark.parametrize(("coarse", "at"), [(True, 2), (False, 2)])
def test_a_change_by_an_event_of_a_day_is_one_of_a_day(coarse: bool, at: float) -> None:  # noqa: FBT001
    change = changes(run(FEE, [event("paid", at, coarse=coarse)]))[-1]
    assert (change.moment.at, change.moment.day) == (day(at), coarse)


def test_every_change_has_a_cause_of_some_kind() -> None:
    events = [event("signed", 1), event("suspend", 2, on="fee"), event("resume", 3, on="fee"), event("paid", 12)]
    engine = run(replace(GUARDED, grace=days(1), must_not=LEAKED), events)
    for change in engine.transitions:
        cause = change.cause
        assert cause.events or cause.follows or cause.limit is not None or change.name == "deal" or cause.rule == 4
