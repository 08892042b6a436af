"""What an engine has found, stored: units, where everything stands, and changes; what no longer follows is marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commitments.upkeep.rows import standing_row, transition_of, transition_row
from commitments.upkeep.units import UNITS, keys_of, stored_program, to_row
from rules.promise import Promise

if TYPE_CHECKING:
    from commitments.ledger.kept import StandingRow
    from commitments.ledger.rows import TransitionRow
    from commitments.ledger.storage import Storage
    from commitments.upkeep.texts import Texts
    from commitments.upkeep.workshop import Workshop
    from rules.engine import Engine, Unit
    from rules.instants import Instant
    from rules.trace import ActReport, Transition


class Changes(NamedTuple):
    """Changes of status that came, those that no longer follow, and what became of acts on the way."""

    came: tuple[Transition, ...] = ()
    went: tuple[Transition, ...] = ()
    acts: tuple[ActReport, ...] = ()

    def then(self, other: Changes) -> Changes:
        """Return these changes and others after them."""
        return Changes((*self.came, *other.came), (*self.went, *other.went), (*self.acts, *other.acts))

    @classmethod
    def together(cls, several: Sequence[Changes]) -> Changes:
        """Return changes one after another: there may be many."""
        came = tuple(change for changes in several for change in changes.came)
        went = tuple(change for changes in several for change in changes.went)
        return cls(came, went, tuple(act for changes in several for act in changes.acts))


class Because(NamedTuple):
    """By which entry of the log something changes, and when that was recorded."""

    seq: int
    now: Instant

    def known(self, at: Instant) -> Instant:
        """Return since when a change at an instant is known: silence is known when its instant comes."""
        return max(self.now, at)


def store_rows(
    storage: Storage, texts: Texts, engine: Engine, members: Iterable[str], changed: Collection[Unit] | None = None
) -> None:
    """Store where everything stands that an engine has at hand. ``changed``: the units that have (None: any may have).

    Where a commitment stands rests on itself and on what it belongs to, but on no other commitment.
    """
    promises = [unit for unit in changed or () if isinstance(unit, Promise)]
    of = promises if changed is not None and len(promises) == len(changed) else None
    storage.standings.put(_standings(texts, engine, members, of).values())
    storage.standings.delete(engine.no_longer_listed())


def _standings(
    texts: Texts, engine: Engine, members: Iterable[str], of: Iterable[Promise] | None = None
) -> dict[str, StandingRow]:
    mine = frozenset(members)
    standings = [standing for standing in engine.standings(of) if standing.agreement in mine]
    return {standing.name: standing_row(standing, *texts.described(standing)) for standing in standings}


def store_whole(shop: Workshop, texts: Texts, engine: Engine, members: Sequence[str], *, retold: bool) -> None:
    """Store a group that was evaluated from scratch, in the place of what was there. What is as it was is let be.

    ``retold``: by the same texts as before, so that what is no instance has the same program.
    """
    _store_units(shop.storage, engine, members, retold=retold)
    for member in members:
        shop.storage.memory.forget_derived(member)
    shop.save_derived(engine.world.memory.derived)
    kept, rows = shop.storage.standings, _standings(texts, engine, members)
    stored = {row.name: row for member in members for row in kept.of_agreement(member)}
    kept.delete(stored.keys() - rows.keys())
    kept.put(row for name, row in rows.items() if stored.get(name) != row)


def _store_units(storage: Storage, engine: Engine, members: Iterable[str], *, retold: bool) -> None:
    memory = storage.memory
    stored = {row.name: row for member in members for row in memory.of_agreement(member) if row.kind in UNITS}
    same = (row for name, row in stored.items() if retold and row.kind == "promise" and "[" not in name)
    programs = {row.name: stored_program(row) for row in same}
    memory.delete(stored.keys() - engine.units.keys())
    rows = [to_row(name, unit, programs) for name, unit in engine.units.items()]
    changed = [row for row in rows if stored.get(row.name) != row]
    memory.save_all([(row, None) for row in changed])
    alone = retold and all(row.kind == "promise" for row in changed)  # then the others watch for what they did before
    names = [row.name for row in changed] if alone else list(engine.units)
    memory.watch_for({name: keys_of(engine.units[name], engine.world) for name in names})


def rows_of(engine: Engine, because: Because) -> list[TransitionRow]:
    """Return the changes that an engine has found, as stored."""
    return [
        transition_row(change, standing, because.seq, because.known(change.moment.at))
        for change, standing in zip(engine.transitions, engine.told or (), strict=True)
    ]


def store_new(storage: Storage, engine: Engine, because: Because) -> Changes:
    """Store changes that follow after all that was there."""
    storage.transitions.add(rows_of(engine, because))
    changes = Changes(tuple(engine.transitions), (), tuple(engine.act_reports))
    engine.forget_changes()
    return changes


def store_instead(storage: Storage, engine: Engine, members: Iterable[str], because: Because) -> Changes:
    """Store the changes that are new, and mark those that no longer follow."""
    rows = rows_of(engine, because)
    stored = [row for member in members for row in storage.transitions.of_agreement(member)]
    before, after = {_content(row) for row in stored}, {_content(row) for row in rows}
    gone = [row for row in stored if _content(row) not in after]
    fresh = [(change, row) for change, row in zip(engine.transitions, rows, strict=True) if _content(row) not in before]
    storage.transitions.supersede_each([row.id for row in gone], because.seq, because.now)
    storage.transitions.add(row for _, row in fresh)
    came, went = [change for change, _ in fresh], [transition_of(row) for row in gone]
    acts = tuple(engine.act_reports)
    new = tuple(each for each in came if each not in went)
    return Changes(new, tuple(each for each in went if each not in came), acts)


def _content(row: TransitionRow) -> tuple[object, ...]:
    return (row.name, row.at, row.step, row.before, row.after, row.cause)
