from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import StateHolds, TimeArrives
from rules.engine import Engine
from rules.facts import Event
from rules.instants import DAY, Moment
from rules.program import Agreement, State
from tests.unit.small import OWED, PAID, day, days, deal, event, happens, run, story

PEACE = State("peace", happens("treaty"), happens("outbreak"))
WAIT = replace(OWED, antecedent=StateHolds("peace"), must=PAID)


def agreement(state: State = PEACE, **parts: object) -> Agreement:
    return replace(deal(replace(WAIT, **parts)), states=(state,))  # type: ignore[arg-type]


def held(*events: Event, state: State = PEACE) -> list[tuple[float, float | None]]:
    engine: Engine = run(agreement(state), events)
    spells = engine.world.switches["deal/peace"].held(0)
    return [(each.start.at / DAY, None if each.end is None else each.end / DAY) for each in spells]


def test_it_may_hold_again() -> None:
    assert held(event("treaty", 2), event("outbreak", 4), event("treaty", 6)) == [(2, 4), (6, None)]


def test_event_by_event_in_order() -> None:
    assert held(event("outbreak", 2), event("treaty", 3)) == [(3, None)]
    assert held(event("treaty", 2), event("treaty", 3), event("outbreak", 4)) == [(2, 4)]


@pytest.mark.parametrize(("first", "second", "spells"), [("a", "b", []), ("b", "a", [(3, None)])])
def test_at_one_instant_the_order_of_ids(first: str, second: str, spells: list[object]) -> None:
    """The end is looked for after the event that started it: a treaty and its outbreak at once are an empty spell."""
    assert held(event("treaty", 3, name=first), event("outbreak", 3, name=second)) == spells


def test_an_empty_spell_does_not_hold() -> None:
    engine = run(agreement(), [event("treaty", 3, name="a"), event("outbreak", 3, name="b")], as_of=4)
    assert story(engine) == [(0, "conditional")]


def test_it_is_looked_at_from_the_day_it_was_made() -> None:
    made = replace(agreement(), made=Moment(day(5)))
    engine = run(made, [event("treaty", 3)])
    assert not engine.world.switches["deal/peace"].on
    engine = run(made, [event("treaty", 5)])
    assert engine.world.switches["deal/peace"].on
    pending = replace(agreement(), in_force=happens("signed"))
    assert story(run(pending, [event("treaty", 3), event("signed", 4)])) == [(4, "conditional"), (4, "detached")]


def test_one_that_holds_from_the_beginning() -> None:
    assert held(event("outbreak", 2), state=replace(PEACE, initially=True)) == [(0, 2)]
    endless = State("peace", happens("treaty"), None, initially=True)
    assert held(event("outbreak", 2), state=endless) == [(0, None)]


def test_time_may_switch_it() -> None:
    assert held(state=State("peace", TimeArrives(Moment(day(3))), TimeArrives(Moment(day(8))))) == [(3, 8)]


def test_what_listens_is_told_in_the_same_instant() -> None:
    assert story(run(agreement(), [event("treaty", 3)])) == [(0, "conditional"), (3, "detached")]
    long = agreement(antecedent=StateHolds("peace", days(4)))
    assert story(run(long, [event("treaty", 3), event("outbreak", 5), event("treaty", 6)]))[-1] == (10, "detached")
    assert story(run(long, [event("treaty", 3), event("outbreak", 7)]))[-1] == (7, "detached")


def test_a_while() -> None:
    clause = replace(OWED, must=PAID, during=StateHolds("peace"))
    program = replace(deal(clause), states=(PEACE,))
    engine = run(program, [event("treaty", 3), event("outbreak", 5), event("treaty", 7)])
    assert story(engine) == [
        (0, "detached"), (0, "suspended"), (3, "detached"), (5, "suspended"), (7, "detached"),
    ]  # fmt: skip
