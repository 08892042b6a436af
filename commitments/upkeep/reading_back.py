"""A group of agreements evaluated from its log, in the form in which a ledger stores it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from commitments.ledger.canonical import short_key
from commitments.upkeep.keys import place_key
from commitments.upkeep.rows import standing_row
from commitments.upkeep.storing import Because, rows_of
from commitments.upkeep.units import UNITS, keys_of, to_row
from rules.codec import encode
from rules.engine import Engine
from rules.patterns import event_choices

if TYPE_CHECKING:
    from commitments.ledger.kept import StandingRow, Unit
    from commitments.ledger.rows import TransitionRow
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from rules.instants import Instant
    from rules.memory import Memory
    from rules.patterns import Shape
    from rules.program import Program


#: What an event counted as, as it is stored: agreement, key, at, body.
Derived = tuple[str, str, int, str]


class Replayed(NamedTuple):
    """What a ledger should keep of a group, whose program this is, by name; ``until``: how far it has been taken.

    ``derived``: what events counted as (agreement, key, at, body), by all shapes that the ledger has; ``needed``: the
    part of it that is looked for.
    """

    program: Program
    standings: dict[str, StandingRow]
    changes: list[TransitionRow]
    units: dict[str, Unit]
    watched: dict[str, set[str]]
    derived: set[Derived]
    needed: set[Derived]
    until: Instant
    last: Instant | None  # when the latest of what bears on it happened
    kinds: tuple[str, ...] = UNITS


NOTHING = Because(0, 0)


def replayed(evaluating: Evaluating, group: Group, until: Instant, because: Because = NOTHING) -> Replayed:
    """Evaluate a group from nothing but the log, up to an instant, and at least to the last thing that it knows.

    ``because``: by which entry its changes follow, and when that was recorded, where they are to be stored.
    """
    program = evaluating.program(group.members)
    heard = evaluating.telling.about(program)
    begun = [agreement.made.at for agreement in program.agreements]
    until = max([until, *begun, *heard.instants()])
    engine = Engine(program)
    engine.told = []
    engine.run(heard.standing(until), until)
    mine = frozenset(group.members)
    standings = [standing for standing in engine.standings() if standing.agreement in mine]
    rows = [standing_row(standing, *evaluating.texts.described(standing)) for standing in standings]
    units = engine.units
    return Replayed(
        program,
        {row.name: row for row in rows},
        rows_of(engine, because),
        {name: to_row(name, unit, {}) for name, unit in units.items()},
        {name: set(keys_of(unit, engine.world)) for name, unit in units.items()},
        _derived(evaluating.shapes.of, engine.world.memory),
        _derived(engine.world.memory.shapes, engine.world.memory),
        until,
        max(heard.instants(), default=None),
    )


def _derived(shaped: Callable[[str], Iterable[Shape]], memory: Memory) -> set[Derived]:
    """Return what events counted as, by these shapes of each type."""
    return {
        (scope, short_key(place_key((scope, kind, shape, values))), event.at, encode(event))
        for scope, event in memory.derived
        for kind in memory.vocabulary.types(event.type)
        for shape in shaped(kind)
        for values in event_choices(event, shape, memory.vocabulary)
    }
