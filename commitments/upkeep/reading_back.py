"""A group of agreements evaluated from its log, in the form in which a ledger stores it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commitments.upkeep.rows import standing_row
from commitments.upkeep.storing import UNITS, Because, rows_of
from commitments.upkeep.units import keys_of, to_row
from rules.engine import Engine

if TYPE_CHECKING:
    from commitments.ledger.kept import StandingRow, Unit
    from commitments.ledger.rows import TransitionRow
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from rules.instants import Instant


class Replayed(NamedTuple):
    """What a ledger should keep of a group: by name, but for the changes, whose entries are not known here."""

    standings: dict[str, StandingRow]
    changes: list[TransitionRow]
    units: dict[str, Unit]
    watched: dict[str, set[str]]
    last: Instant | None  # when the latest of what bears on it happened
    kinds: tuple[str, ...] = UNITS


def replayed(evaluating: Evaluating, group: Group, until: Instant) -> Replayed:
    """Evaluate a group up to an instant from nothing but the log."""
    program = evaluating.program(group.members)
    engine = Engine(program)
    engine.told = []
    heard = evaluating.telling.about(program)
    engine.run(heard.standing(until), until)
    mine = frozenset(group.members)
    standings = [standing for standing in engine.standings() if standing.agreement in mine]
    rows = [standing_row(standing, *evaluating.texts.described(standing)) for standing in standings]
    units = engine.units
    return Replayed(
        {row.name: row for row in rows},
        rows_of(engine, Because(0, 0)),
        {name: to_row(name, unit, {}) for name, unit in units.items()},
        {name: set(keys_of(unit, engine.world)) for name, unit in units.items()},
        max(heard.instants(), default=None),
    )
