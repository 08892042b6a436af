from __future__ import annotations

from dataclasses import replace

import pytest

from rules.instants import Moment
from rules.pact import Pact
from rules.program import State
from rules.residue import Spell
from rules.switch import Switch
from tests.unit.small import day, deal, happens

STARTS, ENDS = happens("treaty"), happens("outbreak")


def switch(*, on: bool = False) -> Switch:
    return Switch(State("peace", STARTS, ENDS, initially=on), Pact(replace(deal(), made=Moment(day(1), day=True))))


def test_it_begins_as_the_text_says() -> None:
    assert switch().name == "deal/peace"
    assert (switch().on, switch(on=True).on) == (False, True)
    assert switch(on=True).since == Moment(day(1), day=True)
    assert (switch().form, switch(on=True).form) == (STARTS, ENDS)


def spell(start: float, end: float | None) -> Spell:
    return Spell("deal/peace", "holds", Moment(day(start), day=start == 1), None if end is None else day(end))


def test_it_turns() -> None:
    found = switch()
    for at in (2, 5, 7):
        found.turn(Moment(day(at)))
    assert found.on
    assert found.changed
    assert found.held(0) == [spell(2, 5), spell(7, None)]


@pytest.mark.parametrize(("since", "count"), [(4, 2), (5, 2), (5.1, 1), (9, 1)])
def test_what_ended_at_that_instant_is_among_them(since: float, count: int) -> None:
    found = switch()
    for at in (2, 5, 7):
        found.turn(Moment(day(at)))
    assert len(found.held(day(since))) == count


def test_a_spell_of_no_length_leaves_no_trace() -> None:
    found = switch()
    found.turn(Moment(day(2)))
    found.turn(Moment(day(2)))
    assert found.held(0) == []
    assert switch(on=True).held(0) == [spell(1, None)]
