"""An engine over the units of a ledger: each is fetched when it is named, and those that were touched are saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.ledger.rows import LAST_NUMBER
from commitments.upkeep.keys import is_told, place_key, topic_key
from commitments.upkeep.memory import KeptMemory
from commitments.upkeep.units import from_row, keys_of, to_row
from rules.codec import decode, encode
from rules.conditions import Occurs
from rules.derive import Derivation
from rules.engine import Engine
from rules.facts import Event
from rules.instances import PerEvent, PerPeriod
from rules.memory import LONGEST
from rules.pact import Pact
from rules.program import Program
from rules.promise import Promise
from rules.switch import Switch
from rules.vocabulary import Closures
from rules.waiting import watch_of
from rules.world import Family

if TYPE_CHECKING:
    from commitments.ledger.kept import Unit as Row
    from commitments.ledger.storage import Storage
    from commitments.upkeep.events import Telling
    from commitments.upkeep.shapes import Shapes
    from rules.engine import Unit
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
        self._ahead: dict[str, Row] = {}
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
        names = list(waiting)
        pacts = [f"agreement {member}" for member in self.members] if names else []
        self._ahead = {row.name: row for row in self.storage.memory.load_all([*names, *pacts])}
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
        self.memory.fetched.add(row.name)
        self.engine.units[row.name] = unit
        if isinstance(unit, Promise):
            unit.pact.promises.append(unit)
        elif isinstance(unit, Pact):
            self.engine.world.pacts[unit.name] = unit
        elif isinstance(unit, Switch):
            self.engine.world.switches[unit.name] = unit
        self._watch(row.name, unit)
        if unit.wake is not None:
            self.memory.call(row.name, unit.wake)
        return unit

    def _watch(self, name: str, unit: Unit) -> None:
        """Let a unit be told of what it waits for; where that is told events alone, their tables are at hand."""
        plain = isinstance(unit, Promise) and unit.clause.plain and not self.memory.derives(unit.pact.name)
        for role in unit.watching:
            form = unit.form(role) if plain and isinstance(unit, Promise) else None
            if isinstance(form, Occurs):
                table = self.memory.table_of(form.mould)
                for values in form.filed:
                    table.watch(values, name, role)
            else:
                self.memory.watch(name, role, watch_of(self.engine.world, unit, role))

    def _pact(self, name: str) -> Pact | None:
        unit = self.engine.units.find(f"agreement {name}")
        return unit if isinstance(unit, Pact) else None

    def _switch(self, name: str) -> Switch | None:
        unit = self.engine.units.find(f"state {name}")
        return unit if isinstance(unit, Switch) else None

    def _family(self, commitment: str) -> Family | None:
        sources = self.engine.sources(commitment)
        rows = [row for row in self.storage.memory.instances(commitment) if row.kind == "promise"]
        if not sources and not rows:
            return None
        family = Family(dynamic=bool(sources))
        stored = [unit for unit in map(self._take, rows) if isinstance(unit, Promise)]
        here = [unit for unit in self.engine.units.values() if isinstance(unit, Promise)]
        made = [unit for unit in here if unit.clause.full_name == commitment and unit.name not in self.kept]
        found = [*stored, *made]  # what was made since is not stored yet
        family.promises = sorted(found, key=lambda promise: (promise.start or promise.pact.since, promise.name))
        return family

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
        for row in self.storage.memory.of_kind(agreement, "derivation"):
            unit = self._take(row)
            if isinstance(unit, Derivation):
                yield from self.memory.vocabulary.types(unit.program.yields)

    def now(self) -> Instant:
        """Return the instant that is worked on."""
        return self.engine.world.now

    # --- running and saving ------------------------------------------------------------------------------------------

    def run(self, agreements: Iterable[str], events: Sequence[Event], since: Instant | None, until: Instant) -> None:
        """Evaluate events, and what falls due in these agreements after ``since``, up to an instant."""
        self.members = frozenset(agreements)
        for agreement in self.members:
            for name in self.storage.memory.due_of(agreement, until):
                self.engine.units.find(name)
        if since is not None:
            self.engine.world.now = since
        self.engine.run(events, until)

    def is_due(self, until: Instant) -> bool:
        """Whether time alone may change a unit that was fetched or made, by an instant."""
        return any(unit.wake is not None and unit.wake <= until for unit in self.engine.units.values())

    def save(self) -> list[str]:
        """Store units that were made or are not as they were fetched, and what events counted as; return the names."""
        rows = [self._changed(name, unit) for name, unit in self.engine.units.items()]
        changed = [pair for pair in rows if pair is not None]
        self.storage.memory.change_all([pair for pair in changed if pair[0].name in self.kept])
        self.storage.memory.save_all([pair for pair in changed if pair[0].name not in self.kept])
        self.save_derived(self.memory.derived)
        return [row.name for row, _ in changed]

    def _changed(self, name: str, unit: Unit) -> tuple[Row, list[str]] | None:
        """Return a unit as stored, with the keys that it watches for; None when it is as it was fetched."""
        row = to_row(name, unit, self.programs)
        return None if row == self.kept.get(name) else (row, keys_of(unit, self.engine.world))

    def save_derived(self, derived: Iterable[tuple[str, Event]]) -> None:
        """Store what events counted as, for conditions that look back."""
        rows: list[tuple[str, str, int, str]] = []
        for scope, event in derived:
            body = encode(event)
            places = self.memory.places_of(event, scope)
            rows.extend((scope, place_key(place), event.at, body) for place in places)
        self.storage.memory.add_derived(rows)
