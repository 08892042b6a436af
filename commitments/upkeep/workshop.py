"""An engine over the units of a ledger: each is fetched when it is named, and those that were touched are saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.ledger.rows import LAST_NUMBER
from commitments.upkeep.families import StoredFamily
from commitments.upkeep.keys import is_told, place_key, topic_key
from commitments.upkeep.memory import KeptMemory
from commitments.upkeep.units import from_row, keys_of, to_row, waits_for_the_same
from commitments.upkeep.waiting import Asleep
from rules.codec import decode, encode
from rules.engine import Engine
from rules.facts import Event
from rules.instances import PerEvent, PerPeriod
from rules.memory import LONGEST
from rules.pact import Pact
from rules.program import Program
from rules.promise import Promise
from rules.snapshot import values_of
from rules.switch import Switch
from rules.vocabulary import Closures
from rules.waiting import start_watching

if TYPE_CHECKING:
    from commitments.ledger.kept import Unit as Row
    from commitments.ledger.storage import Storage
    from commitments.upkeep.events import Telling
    from commitments.upkeep.shapes import Shapes
    from rules.engine import Unit
    from rules.families import Family
    from rules.instants import Instant
    from rules.patterns import Shape


class Workshop:
    """One group of agreements at work, over what the ledger keeps of it."""

    def __init__(self, storage: Storage, telling: Telling, shapes: Shapes, upto: int = LAST_NUMBER) -> None:
        """Take the ledger, what reads its events, and the shapes by which they are filed.

        ``upto``: the number of the last entry of the log that is looked at.
        """
        self.storage = storage
        self.telling = telling
        self.shapes = shapes
        self.upto = upto
        self.programs: dict[str, str] = {}
        self.kept: dict[str, Row] = {}
        vocabulary = telling.terms
        self.asleep: Asleep | None = None
        self._ahead: dict[str, Row] = {}
        self._states: dict[str, tuple[object, ...]] = {}
        self._waiting: dict[str, bool] = {}
        self.memory = KeptMemory(Closures(vocabulary.is_a, vocabulary.part_of), self)
        self.engine = Engine(Program((), vocabulary), self.memory)
        self.engine.told = []
        self.members: frozenset[str] | None = None
        world = self.engine.world
        self.engine.units.fetch = self._unit
        self.engine.made_by.fetch = self._sources
        world.pacts.fetch = self._pact
        world.switches.fetch = self._switch
        world.families.fetch = self._family
        world.fetch_all = self._fetch_all

    # --- fetching ----------------------------------------------------------------------------------------------------

    def expect(self, agreements: Iterable[str], waiting: Iterable[str]) -> None:
        """Fetch at once the stored units of these agreements that wait for any event that is going to be told."""
        self.members = frozenset(agreements)
        names = [name for name in waiting if name not in self.engine.units]
        pacts = [f"agreement {member}" for member in self.members] if names else []
        wanted = [*names, *(name for name in pacts if name not in self.engine.units)]
        self._ahead = {row.name: row for row in self.storage.memory.load_all(wanted)}
        for name in names:
            self.engine.units.find(name)
        self.memory.complete = True

    def _unit(self, name: str) -> Unit | None:
        row = self._ahead.pop(name, None) or self.storage.memory.load(name)
        if row is None or (self.members is not None and row.agreement not in self.members):
            return None  # an event may concern other groups as well: each works it through itself
        return self._take(row)

    def _take(self, row: Row) -> Unit | None:
        if row.name in self.engine.units:
            return self.engine.units[row.name]
        if row.kind not in {"promise", "pact", "switch", "source", "derivation"}:
            return None
        unit = from_row(row, self.engine.world, self.programs)
        self.kept[row.name] = row
        self._states[row.name] = values_of(unit)
        self._waiting[row.name] = bool(unit.watching)
        self.memory.fetched.add(row.name)
        self.engine.units[row.name] = unit
        if isinstance(unit, Promise):
            unit.pact.promises.append(unit)
        elif isinstance(unit, Pact):
            self.engine.world.pacts[unit.name] = unit
        elif isinstance(unit, Switch):
            self.engine.world.switches[unit.name] = unit
        for role in unit.watching:
            start_watching(self.engine.world, unit, row.name, role)
        if unit.wake is not None:
            self.memory.call(row.name, unit.wake)
        return unit

    def _pact(self, name: str) -> Pact | None:
        unit = self.engine.units.find(f"agreement {name}")
        return unit if isinstance(unit, Pact) else None

    def _switch(self, name: str) -> Switch | None:
        unit = self.engine.units.find(f"state {name}")
        return unit if isinstance(unit, Switch) else None

    def _family(self, commitment: str) -> Family | None:
        family = StoredFamily(self, commitment, dynamic=bool(self.engine.sources(commitment)))
        return family if family.dynamic or family.members() else None

    def fetch_all(self, names: Iterable[str]) -> None:
        """Take these stored units into working memory."""
        for row in self.storage.memory.load_all([name for name in names if name not in self.engine.units]):
            self._take(row)

    def _sources(self, agreement: str) -> list[PerEvent | PerPeriod]:
        rows = self.storage.memory.of_kind(agreement, "source")
        return [unit for unit in map(self._take, rows) if isinstance(unit, (PerEvent, PerPeriod))]

    def _fetch_all(self, agreement: str) -> None:
        for row in self.storage.memory.of_kind(agreement, "promise"):
            self._take(row)

    # --- asked by working memory -------------------------------------------------------------------------------------

    def fetch(self, name: str) -> Unit | None:
        """Take a stored unit into working memory, if it is of this group."""
        return self.engine.units.find(name)

    def watching(self, keys: Iterable[str]) -> Iterable[str]:
        """Return the names of the stored units that watch for any of these keys."""
        return self.storage.memory.watching(keys)

    def heard(self, agreement: str) -> frozenset[str]:
        """Return the keys of the commitments of an agreement that stored units listen to."""
        return self.storage.memory.watched_below(topic_key(("commitment", f"{agreement}/")))

    def told(self, keys: Iterable[str], since: Instant) -> list[Event]:
        """Return the stored events under these keys that last until an instant, or are later."""
        asked = list(keys)
        base = self.telling.standing(filter(is_told, asked), since, upto=self.upto)
        scoped = [key for key in asked if not is_told(key)]
        derived = [decode(body) for body in self.storage.memory.derived(scoped, since - LONGEST)]
        return [*base, *(event for event in derived if isinstance(event, Event))]

    def latest(self, kind: str) -> Instant:
        """Return an instant by which all stored events of a type are over."""
        return self.telling.latest(kind, self.upto)

    def shaped(self, kind: str) -> Sequence[Shape]:
        """Return the shapes of a type."""
        return self.shapes.of(kind)

    def yields(self, agreement: str) -> Iterable[str]:
        """Yield what events may count as in an agreement."""
        pact = self.engine.world.pacts.find(agreement)
        for entry in () if pact is None else pact.program.counts_as:
            yield from self.memory.vocabulary.types(entry.yields)

    def now(self) -> Instant:
        """Return the instant that is worked on."""
        return self.engine.world.now

    # --- running and saving ------------------------------------------------------------------------------------------

    def run(self, agreements: Iterable[str], events: Sequence[Event], since: Instant | None, until: Instant) -> None:
        """Evaluate events, and what falls due in these agreements after ``since``, up to an instant."""
        self.members = frozenset(agreements)
        if self.asleep is None:
            self.asleep = Asleep(self.storage.memory, self.members)
        for name in self.asleep.due(until):
            self.engine.units.find(name)
        self.asleep.wake(until)
        if since is not None:
            self.engine.world.now = since
        self.engine.run(events, until)

    def is_due(self, until: Instant) -> bool:
        """Whether time alone may change a unit that was fetched or made, by an instant."""
        if self.memory.soonest() > until:
            return False
        return any(unit.wake is not None and unit.wake <= until for unit in self.engine.units.values())

    def save(self) -> dict[str, Unit]:
        """Store units that were made or are not as they were stored, and what events counted as; return these units."""
        changed = {name: unit for name, unit in self.engine.units.items() if self._is_changed(name, unit)}
        made: list[tuple[Row, list[str] | None]] = []
        others: list[tuple[Row, list[str] | None]] = []
        for name, unit in changed.items():
            row, before = to_row(name, unit, self.programs), self.kept.get(name)
            if row != before:
                (made if before is None else others).append((row, self._keys(name, unit)))
                self.kept[name] = row
                self.memory.fetched.add(name)
        self.storage.memory.change_all(others)
        self.storage.memory.save_all(made)
        self.save_derived(self.memory.derived)
        self.memory.derived.clear()
        return changed

    def _keys(self, name: str, unit: Unit) -> list[str] | None:
        """Return the keys that a unit watches for from now on, None where they are those that are stored."""
        before, waiting = self._waiting.get(name), bool(unit.watching)
        self._waiting[name] = waiting
        return None if before is waiting and waits_for_the_same(unit) else keys_of(unit, self.engine.world)

    def _is_changed(self, name: str, unit: Unit) -> bool:
        """Whether a unit was made, or is not as it was when it was last stored; from now on it is."""
        before, values = self._states.get(name), values_of(unit)
        self._states[name] = values
        return before != values

    def save_derived(self, derived: Iterable[tuple[str, Event]]) -> None:
        """Store what events counted as, for conditions that look back."""
        rows: list[tuple[str, str, int, str]] = []
        for scope, event in derived:
            body = encode(event)
            places = self.memory.places_of(event, scope)
            rows.extend((scope, place_key(place), event.at, body) for place in places)
        self.storage.memory.add_derived(rows)
