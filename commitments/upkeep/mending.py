"""What has to be written for a ledger to keep what its log gives. What is as it should be is let be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from commitments.ledger.kept import Noted, StandingRow, Unit
    from commitments.ledger.rows import TransitionRow
    from commitments.ledger.storage import Storage
    from rules.instants import Instant


class Mending(NamedTuple):
    """What one group of agreements needs: rows to be put in the place of others of their names, and what has to go.

    ``watched``: the keys that units watch for, ``derived``: what events count as in the agreements of ``underived``,
    of which all else is forgotten; ``superseded``: changes by their ids, with the entry by which they no longer follow,
    and when that was recorded; ``clock``: the group, how far it has been taken, and what is noted of it.
    """

    units: tuple[Unit, ...] = ()
    no_units: tuple[str, ...] = ()
    watched: tuple[tuple[str, tuple[str, ...]], ...] = ()
    standings: tuple[StandingRow, ...] = ()
    no_standings: tuple[str, ...] = ()
    changes: tuple[TransitionRow, ...] = ()
    superseded: tuple[tuple[int, int, Instant], ...] = ()
    derived: tuple[tuple[str, str, int, str], ...] = ()
    underived: tuple[str, ...] = ()
    clock: tuple[str, Instant, Noted] | None = None

    def __bool__(self) -> bool:
        """Whether anything has to be written."""
        return any(self)


def mend(storage: Storage, mendings: Sequence[Mending]) -> None:
    """Write what groups need: first all that has to go, since a row may be kept where another group is."""
    for each in mendings:
        storage.memory.delete(each.no_units)
        storage.standings.delete((*each.no_standings, *(row.name for row in each.standings)))
        for identifier, by_seq, at in each.superseded:
            storage.transitions.supersede_each((identifier,), by_seq, at)
        for agreement in each.underived:
            storage.memory.forget_derived(agreement)
    for each in mendings:
        _put(storage, each)


def _put(storage: Storage, mending: Mending) -> None:
    storage.memory.save_all([(unit, None) for unit in mending.units])
    storage.memory.watch_for(dict(mending.watched))
    storage.memory.add_derived(mending.derived)
    storage.standings.put(mending.standings)
    if mending.changes:
        storage.transitions.add(mending.changes)
    if mending.clock is not None:
        storage.memory.set_clock(*mending.clock)
