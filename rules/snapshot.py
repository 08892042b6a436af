"""A unit as JSON, and back: its program, which never changes, apart from its state, which does.

Of the state only what is not as it was at first is written: most of it never happens to most.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from rules import plain
from rules.calendar import Duration
from rules.codec import CLASSES, UnreadableError, decode, defaults, encode
from rules.conditions import TimeArrives
from rules.derive import Derivation
from rules.instances import PerEvent, PerPeriod
from rules.instants import Moment
from rules.pact import Pact
from rules.program import Agreement, Clause, State
from rules.promise import Promise
from rules.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.engine import Unit
    from rules.world import World

#: What makes the state of each kind of unit, in order. The rest follows from its program.
STATE: dict[type, tuple[str, ...]] = {
    Promise: (
        "status", "spells", "instead", "before", "start", "set_out", "detached",
        "antecedent", "guard", "must", "must_not",
        "deadlines", "used", "missed", "left", "closed", "origin", "pauses", "paused_at", "moves_since",
        "resumed_at", "suspensions", "prohibited_from", "period_done", "period_end",
        "bound_roles", "withdrawn", "outlives", "breaches", "late_by", "degree", "watching", "wake",
    ),
    Pact: (
        "status", "since", "spells", "forced", "ended", "ended_by", "term", "term_start", "deadline", "extended",
        "residues",
        "pauses", "withdrawn", "watching", "wake",
    ),
    Switch: ("on", "since", "turned", "by", "spells", "residue", "watching", "wake"),
    PerEvent: ("made", "active", "since", "watching", "wake"),
    PerPeriod: ("number", "watching", "wake"),
    Derivation: ("watching",),
}  # fmt: skip


#: What of a state changes in place, and what it is kept as.
IN_PLACE: dict[type, dict[str, type]] = {Switch: {"spells": list}, PerEvent: {"made": dict}}

#: Another number when a unit is written otherwise.
WRITTEN = 8


def form() -> str:
    """Return a mark of how units are written: another one when what makes a unit, or a value in it, has changed."""
    values = {name: (getattr(kind, "__match_args__", ()), defaults(kind)) for name, kind in CLASSES.items()}
    states = {kind.__name__: names for kind, names in STATE.items()}
    firsts = {type(unit).__name__: [getattr(unit, name) for name in STATE[type(unit)]] for unit in _firsts()}
    short = [(kind.__name__, kind.__struct_fields__) for kind in plain.FORM]
    told = (WRITTEN, sorted(states.items()), sorted(firsts.items()), sorted(values.items()), short)
    return sha256(repr(told).encode()).hexdigest()[:16]


def _firsts() -> list[Unit]:
    """Return units of which nothing has been told, one of each kind that keeps more than what it watches for."""
    pact = Pact(Agreement("a", "UTC", Moment(0)))
    clause = Clause("a", "c", ("x",), ("y",), every=Duration(days=1))
    switch = Switch(State("s", TimeArrives(Moment(0)), None), pact)
    return [Promise("a/c", clause, pact), pact, switch, PerEvent(clause, pact, ()), PerPeriod(clause, pact, ())]


def program_of(unit: Unit) -> str:
    """Return what a unit is, which never changes, as JSON. What an agreement holds are units of their own.

    What counts as what in it stays with it too: where anything does, no commitment goes the short way.
    """
    if isinstance(unit, Promise):
        return plain.said(unit) or encode(("promise", unit.name, unit.clause, unit.pact.name))
    if isinstance(unit, Pact):
        return encode(("pact", replace(unit.program, states=(), clauses=()), unit.named))
    if isinstance(unit, Switch):
        return encode(("switch", unit.program, unit.pact.name))
    if isinstance(unit, Derivation):
        return encode(("derivation", unit.program, unit.number, unit.pact.name))
    kind = "per-event" if isinstance(unit, PerEvent) else "per-period"
    return encode((kind, unit.clause, unit.pact.name, unit.parts))


def state_of(unit: Unit) -> str:
    """Return how a unit stands, as JSON: names and values in turn, of what is not as it was at first.

    A commitment to which nothing special has happened goes the short way.
    """
    short = plain.stand(unit) if isinstance(unit, Promise) else None
    if short is not None:
        return short
    first, told = _begun(unit), []
    for name in STATE[type(unit)]:
        value, before = getattr(unit, name), getattr(first, name)
        if value is not before and value != before:
            told += [name, _settled(value)]
    return encode(tuple(told))


def values_of(unit: Unit) -> tuple[object, ...]:
    """Return what makes the state of a unit, so that it can be told whether that is the same later."""
    values: tuple[object, ...] = _READ[type(unit)](unit)
    return tuple(map(_in_place, values)) if type(unit) in IN_PLACE else values


def _in_place(value: object) -> object:
    return tuple(value) if isinstance(value, (list, dict)) else value


def _settled(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _begun(unit: Unit) -> Unit:
    """Return a unit as it was at first."""
    if isinstance(unit, Promise):
        return Promise(unit.name, unit.clause, unit.pact)
    if isinstance(unit, Pact):
        return _pact(unit.program, unit.named)
    if isinstance(unit, Switch):
        return Switch(unit.program, unit.pact)
    if isinstance(unit, Derivation):
        return Derivation(unit.program, unit.number, unit.pact, unit.world)
    return type(unit)(unit.clause, unit.pact, unit.parts)


def restore(program: str, state: str, world: World) -> Unit:
    """Return a unit from its program and state. Its agreement is taken from the world. Raises UnreadableError."""
    return take_up(read_program(program), state, world)


def read_program(text: str) -> object:
    """Return what a unit is, as it was written. Raises UnreadableError."""
    return ("promise", *plain.read_said(text)) if plain.is_written(text) else decode(text)


def take_up(program: object, state: str, world: World) -> Unit:
    """Return a unit from its program, which is read already, and its state. Raises UnreadableError."""
    unit = _bare(program, world)
    if plain.is_written(state) and isinstance(unit, Promise):
        plain.take_up(unit, state)
        return unit
    told: Any = decode(state)
    names, changing = told[::2], IN_PLACE.get(type(unit), {})
    if not _NAMES[type(unit)].issuperset(names) or len(told) % 2:
        raise UnreadableError(f"not a state of a unit: {state[:80]}")
    for name, value in zip(names, told[1::2], strict=True):
        setattr(unit, name, changing[name](value) if name in changing else value)
    return unit


_READ: dict[type, Callable[[Any], Any]] = {
    kind: attrgetter(*names) if len(names) > 1 else lambda unit, name=names[0]: (getattr(unit, name),)  # type: ignore[misc]
    for kind, names in STATE.items()
}
_NAMES = {kind: frozenset(names) for kind, names in STATE.items()}


def _bare(program: Any, world: World) -> Unit:  # noqa: ANN401 - told apart by its first word
    kind = program[0]
    if kind == "promise":
        return Promise(program[1], program[2], world.pacts[program[3]])
    if kind == "pact":
        return _pact(program[1], program[2])
    if kind == "switch":
        return Switch(program[1], world.pacts[program[2]])
    if kind == "derivation":
        return Derivation(program[1], program[2], world.pacts[program[3]], world)
    source = PerEvent if kind == "per-event" else PerPeriod
    return source(program[1], world.pacts[program[2]], program[3])


def _pact(program: Agreement, named: tuple[tuple[str, frozenset[str]], ...]) -> Pact:
    pact = Pact(program)
    pact.named = named
    return pact


__all__ = ["form", "program_of", "read_program", "restore", "state_of", "take_up", "values_of"]
