"""A unit as a plain value, and back: its program, which never changes, apart from its state, which does."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rules.codec import CLASSES, Plain, decode, encode
from rules.derive import Derivation
from rules.instances import PerEvent, PerPeriod
from rules.pact import Pact
from rules.promise import Promise
from rules.switch import Switch

if TYPE_CHECKING:
    from rules.engine import Unit
    from rules.world import World

#: What makes the state of each kind of unit, in order. The rest follows from its program.
STATE: dict[type, tuple[str, ...]] = {
    Promise: (
        "status", "spells", "debtors", "creditors", "before", "start", "set_out", "detached",
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


#: Another number when a program is written otherwise.
PROGRAMS = 4


def form() -> str:
    """Return a mark of how units are written: another one when what makes a unit, or a value in it, has changed."""
    states = {kind.__name__: names for kind, names in STATE.items()}
    values = {name: tuple(getattr(kind, "__match_args__", ())) for name, kind in CLASSES.items()}
    return sha256(repr((PROGRAMS, sorted(states.items()), sorted(values.items()))).encode()).hexdigest()[:16]


def program_of(unit: Unit) -> Plain:
    """Return what a unit is, which never changes. What an agreement holds are units of their own."""
    if isinstance(unit, Promise):
        return encode(("promise", unit.name, unit.clause, unit.pact.name))
    if isinstance(unit, Pact):
        return encode(("pact", replace(unit.program, states=(), counts_as=(), clauses=()), unit.named))
    if isinstance(unit, Switch):
        return encode(("switch", unit.program, unit.pact.name))
    if isinstance(unit, Derivation):
        return encode(("derivation", unit.program, unit.number, unit.pact.name))
    kind = "per-event" if isinstance(unit, PerEvent) else "per-period"
    return encode((kind, unit.clause, unit.pact.name, unit.parts))


def state_of(unit: Unit) -> Plain:
    """Return how a unit stands."""
    return encode(tuple(_settled(getattr(unit, name)) for name in STATE[type(unit)]))


def _settled(value: object) -> object:
    return tuple(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value


def restore(program: Plain, state: Plain, world: World) -> Unit:
    """Return a unit from its program and state. Its agreement is taken from the world."""
    return take_up(decode(program), state, world)


def take_up(program: object, state: Plain, world: World) -> Unit:
    """Return a unit from its program, which is decoded already, and its state."""
    unit = _bare(program, world)
    for name, value in zip(STATE[type(unit)], decode(state), strict=True):  # type: ignore[call-overload]
        kept = getattr(unit, name)
        if isinstance(kept, list):
            setattr(unit, name, list(value))
        elif isinstance(kept, dict):
            setattr(unit, name, dict(value))
        elif value != kept:
            setattr(unit, name, value)
    return unit


def _bare(program: Any, world: World) -> Unit:  # noqa: ANN401 - told apart by its first word
    kind = program[0]
    if kind == "promise":
        return Promise(program[1], program[2], world.pacts[program[3]])
    if kind == "pact":
        pact = Pact(program[1])
        pact.named = program[2]
        return pact
    if kind == "switch":
        return Switch(program[1], world.pacts[program[2]])
    if kind == "derivation":
        return Derivation(program[1], program[2], world.pacts[program[3]], world)
    source = PerEvent if kind == "per-event" else PerPeriod
    return source(program[1], world.pacts[program[2]], program[3])


__all__ = ["form", "program_of", "restore", "state_of", "take_up"]
