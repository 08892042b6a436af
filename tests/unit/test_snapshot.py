from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from rules.codec import UnreadableError, decode
from rules.conditions import StateHolds
from rules.derive import Derivation
from rules.engine import Engine, Unit
from rules.facts import Event
from rules.families import Family
from rules.instances import PerEvent, PerPeriod
from rules.pact import Pact
from rules.patterns import OneOf, Pattern, Var
from rules.program import Agreement, CountsAs, Renewal, State
from rules.promise import Promise
from rules.snapshot import STATE, program_of, restore, state_of
from rules.switch import Switch
from rules.world import World
from tests.unit.small import FEE, LEAKED, OWED, PAID, SECRET, SIGNED, day, days, deal, event, happens, run

#: What is worth nothing outside the instant that is worked on.
SCRATCH = {"changed", "ahead", "promises"}
#: That, and what follows from the program of a unit.
FOLLOWS: dict[type, set[str]] = {
    Promise: {"name", "clause", "pact"},
    Pact: {"name", "program", "zone", "named", "promises"},
    Switch: {"name", "program", "pact", "changed"},
    Derivation: {"name", "program", "number", "pact", "world", "wake"},
    PerEvent: {"name", "clause", "pact", "parts"},
    PerPeriod: {"short", "name", "clause", "pact", "parts", "origin", "ahead", "bound_roles"},
}

PEACE = State("peace", happens("treaty"), happens("outbreak"), initially=True)
ANSWERED = replace(PAID, pattern=Pattern("answered", (("object", OneOf((Var("each.id"),))),)))
FULL: Agreement = replace(
    deal(
        replace(FEE, antecedent=SIGNED, guard=happens("war"), grace=days(2), during=StateHolds("peace")),
        replace(SECRET, continuing=True),
        replace(OWED, name="answer", for_each=Pattern("requested"), must=ANSWERED),
        replace(OWED, name="rent", every=days(10), must=PAID),
        replace(OWED, name="each", each=(("who", ("x", "y")),), must=PAID),
    ),
    states=(PEACE,),
    counts_as=(CountsAs("paid", (Pattern("wired"),)), CountsAs("war", (Pattern("shot"), Pattern("burnt")), days(3))),
    term=days(60),
    renewal=Renewal(unless=happens("notice")),
    guard=happens("revolution"),
)
EVENTS = [
    event("requested", 2, name="r1"),
    event("leaked", 3),
    event("signed", 4, coarse=True),
    event("suspend", 5, on="fee", actor="ann", data={"moves-limits": True}),
    event("outbreak", 6),
    event("delegate", 7, on="secret", actor="ann", target="carol"),
    event("resume", 8, on="fee", actor="ann"),
    event("treaty", 9),
    event("shot", 9.5),
    event("wired", 11),
    event("extend", 12, to="deal", actor="ann bob carol", span=days(7)),
    event("assess", 13, on="each", data={"score": Decimal(2)}),
    event("withdraw", 70, to="deal", actor="bob"),
]


def units(engine: Engine) -> Iterator[tuple[str, Unit]]:
    yield from sorted(engine.units.items())


def back(unit: Unit, world: World) -> Unit:
    """Write a unit as JSON and read it again."""
    return restore(program_of(unit), state_of(unit), world)


def alone(value: object) -> object:
    """Return a value as it is kept: an agreement without its states and commitments, which are kept themselves."""
    return replace(value, states=(), clauses=()) if isinstance(value, Agreement) else value


@pytest.mark.parametrize("kind", STATE)
def test_nothing_that_matters_is_left_out(kind: type) -> None:
    """Each attribute is kept, or follows from the program."""
    (unit, *_) = [each for _, each in units(run(FULL, EVENTS, as_of=10)) if type(each) is kind]
    slots = set(getattr(kind, "__slots__", ())) or set(vars(unit))
    slots = (slots | set(getattr(kind, "__annotations__", ()))) - {"__dict__"}
    assert slots - set(STATE[kind]) == FOLLOWS[kind]
    assert set(STATE[kind]) <= slots


@pytest.mark.parametrize("as_of", [-1, 0, 2, 5, 7.5, 10, 12, 30, 67, 90])
def test_there_and_back(as_of: float) -> None:
    engine = run(FULL, EVENTS, as_of)
    for name, unit in units(engine):
        again = back(unit, engine.world)
        assert type(again) is type(unit)
        for attribute in {*STATE[type(unit)], *FOLLOWS[type(unit)]} - SCRATCH:
            assert getattr(again, attribute) == alone(getattr(unit, attribute)), (name, attribute)
        assert state_of(again) == state_of(unit)
        assert program_of(again) == program_of(unit)


def test_a_program_does_not_change() -> None:
    before, after = (dict(units(run(FULL, EVENTS, as_of))) for as_of in (4, 40))
    for name in before:
        assert program_of(before[name]) == program_of(after[name])


def test_what_is_restored_is_apart() -> None:
    engine = run(FULL, EVENTS, as_of=4)
    unit = engine.world.promises["deal/fee"]
    again = back(unit, engine.world)
    assert isinstance(again, Promise)
    again.guard = None
    assert unit.guard is not None
    assert again.pact is unit.pact


def test_only_values_of_ours_come_back() -> None:
    world = run(FEE).world
    with pytest.raises(UnreadableError):
        restore('["promise",{"Popen":["ls"]}]', "[]", world)
    unit = world.promises["deal/fee"]
    for state in ('["clause","detached"]', '["status"]', '["__class__",1]', "[1,2]", '["status","detached",'):
        with pytest.raises(UnreadableError):
            restore(program_of(unit), state, world)


def test_what_is_as_it_was_at_first_is_not_written() -> None:
    engine = run(FULL, [], as_of=-1)
    assert state_of(engine.world.promises["deal/fee"]) == state_of(engine.world.promises["deal/secret"])
    told = decode(state_of(run(FULL, EVENTS, as_of=6).world.promises["deal/fee"]))  # it is suspended
    assert isinstance(told, tuple)
    assert {"status", "spells", "detached", "pauses"} <= set(told[::2])
    assert not {"breaches", "degree", "withdrawn", "resumed_at"} & set(told[::2])


def test_a_continued_run_from_restored_units_is_the_run_itself() -> None:
    """Put back into the same engine, units go on as if nothing had happened."""
    whole = run(FULL, EVENTS, as_of=90)
    for cut in (3, 6, 9, 12.5, 40):
        early: list[Event] = [each for each in EVENTS if each.at <= day(cut)]
        late = [each for each in EVENTS if each.at > day(cut)]
        engine = run(FULL, early, as_of=cut)
        world = engine.world
        for shelf in (world.pacts, world.switches):
            for name, unit in list(shelf.items()):
                again = back(unit, world)  # type: ignore[arg-type]
                shelf[name] = again  # type: ignore[assignment]
                engine.units[unit_name(again)] = again
        for name, unit in list(engine.units.items()):
            if isinstance(unit, (Promise, Derivation, PerEvent, PerPeriod)):
                engine.units[name] = back(unit, world)
        for name, family in list(world.families.items()):
            members = [world.promises[promise.name] for promise in family.members()]
            world.families[name] = Family(members, dynamic=family.dynamic)
        engine.made_by.clear()
        engine.made_by["deal"] = [each for each in engine.units.values() if isinstance(each, (PerEvent, PerPeriod))]
        engine.run(late, day(90))
        assert [(each.name, each.after, each.moment) for each in engine.transitions] == [
            (each.name, each.after, each.moment) for each in whole.transitions
        ]
        assert engine.standings() == whole.standings()
    assert LEAKED.pattern.type == "leaked"


def unit_name(unit: Unit) -> str:
    prefix = "agreement " if isinstance(unit, Pact) else "state " if isinstance(unit, Switch) else ""
    return prefix + unit.name
