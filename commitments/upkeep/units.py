"""Units of working memory to and from the rows of a ledger."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from commitments.ledger.kept import Unit as Row
from commitments.upkeep.keys import place_key, topic_key
from rules.derive import Derivation
from rules.pact import agreement_of
from rules.promise import PARTS, Promise
from rules.snapshot import program_of, read_program, state_of, take_up
from rules.waiting import watch_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.engine import Unit
    from rules.program import Agreement
    from rules.world import World

#: The kinds of rows that are units of an agreement.
UNITS = ("promise", "pact", "switch", "source", "derivation")

#: What kind of row a unit is stored as.
KINDS = {"Promise": "promise", "Pact": "pact", "Switch": "switch", "PerEvent": "source", "PerPeriod": "source"}


def kind_of(unit: Unit) -> str:
    """Return the kind under which a unit is stored."""
    return KINDS.get(type(unit).__name__, "derivation")


def to_row(name: str, unit: Unit, programs: dict[str, str]) -> Row:
    """Return a unit as stored. ``programs``: those that were read, by name."""
    program = programs.get(name)
    if program is None:
        program = programs[name] = program_of(unit)
    return Row(name, agreement_of(unit), kind_of(unit), f"{program}\n{state_of(unit)}", unit.wake)


def waits_for_the_same(unit: Unit) -> bool:
    """Whether what a unit may ever wait for stands in its text alone.

    Then all of it is stored for as long as it waits for anything, and not written again with each change of status. To
    hear of what it does not need just now has no effect.
    """
    return isinstance(unit, Promise) and unit.clause.plain


def keys_of(unit: Unit, world: World) -> list[str]:
    """Return the keys that a unit watches for, or may watch for later on where it always waits for the same."""
    roles = PARTS if unit.watching and waits_for_the_same(unit) else unit.watching
    watched = [watch_of(world, unit, role) for role in roles]
    places = [place_key(place) for watch in watched for place in watch.places]
    return [*places, *(topic_key(topic) for watch in watched for topic in watch.topics)]


@lru_cache(maxsize=1024)
def _program(text: str) -> object:
    """Return what a unit is. It is frozen, so that all who read it again may have the same."""
    return read_program(text)


def stored_program(row: Row) -> str:
    """Return what a stored unit is, as it is stored."""
    return row.body.partition("\n")[0]


def stored_agreement(rows: Iterable[Row]) -> Agreement | None:
    """Return what the units of an agreement are together, from their rows; None where that cannot be told.

    It can where no commitment has instances: which of these its text makes, and which its events, rows do not tell.
    """
    units = [row for row in rows if row.kind in UNITS]
    if any(row.kind == "source" or "[" in row.name for row in units):
        return None
    told: dict[str, list[Any]] = {kind: [] for kind in UNITS}
    for row in units:
        told[row.kind].append(_program(stored_program(row)))
    states, clauses = (program[1] for program in told["switch"]), (program[2] for program in told["promise"])
    agreement: Agreement | None = told["pact"][0][1] if told["pact"] else None
    return None if agreement is None else replace(agreement, states=tuple(states), clauses=tuple(clauses))


def from_row(row: Row, world: World, programs: dict[str, str]) -> Unit:
    """Return a stored unit, working again; its program is kept in ``programs`` as it was stored."""
    program, _, state = row.body.partition("\n")
    programs[row.name] = program
    unit = take_up(_program(program), state, world)
    unit.wake = row.wake
    return unit


__all__ = ["Derivation", "Promise", "from_row", "keys_of", "kind_of", "to_row"]
