"""Keeps the working memory of a ledger up to date: with what was told, or from scratch where news came late."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commitments.book import Described
from commitments.compile import compile_program
from commitments.compile.sight import Sight
from commitments.ledger.rows import Unit as Row
from commitments.upkeep.groups import interests, joined, mentioned
from commitments.upkeep.keys import agreement_key, interest_key, place_key, type_key
from commitments.upkeep.rows import standing_row, transition_of, transition_row
from commitments.upkeep.units import to_row
from commitments.upkeep.workshop import Workshop
from rules.engine import Engine
from rules.patterns import event_choices
from rules.vocabulary import ancestors

if TYPE_CHECKING:
    from commitments.ledger.rows import TransitionRow
    from commitments.ledger.storage import Storage
    from commitments.upkeep.events import Telling
    from commitments.upkeep.shapes import Shapes
    from commitments.upkeep.texts import Texts
    from rules.facts import Event
    from rules.instants import Instant
    from rules.program import Vocabulary
    from rules.trace import Standing, Transition

#: The kinds of rows that are units of an agreement.
UNITS = ("promise", "pact", "switch", "source", "derivation")

Changes = tuple[tuple["Transition", ...], tuple["Transition", ...]]


class Moved(NamedTuple):
    """A group evaluated in memory: from the beginning (``whole``), or only what time has moved since."""

    members: frozenset[str]
    engine: Engine
    whole: bool


class Evaluating:
    """Working memory, statuses and transitions of a ledger, kept equal to what replaying its log would give."""

    def __init__(self, storage: Storage, texts: Texts, telling: Telling, shapes: Shapes, terms: Vocabulary) -> None:
        """Take a ledger and what its log says."""
        self.storage = storage
        self.texts = texts
        self.telling = telling
        self.shapes = shapes
        self.terms = terms

    # --- agreements come or change -----------------------------------------------------------------------------------

    def enter(self, names: frozenset[str], seq: int, now: Instant) -> Changes:
        """Take in new agreements, or new versions: those that depend on one another become one group."""
        program = compile_program(self.texts.current(names), self.texts.vocabularies, Sight())
        members = {agreement.name: mentioned(agreement) for agreement in program.agreements}
        links = list(members.items())
        links += [(name, frozenset({self._group_of(name) or name})) for name in members]
        for name, others in members.items():
            for other in others | {name}:
                links += [(who, frozenset({other})) for who in self._mentioning(other)]
                group = self._group_of(other)
                if group is not None:
                    links += [(member, frozenset({group})) for member in self._members(group)]
        groups: dict[str, set[str]] = defaultdict(set)
        for name, group in joined(links).items():
            groups[group].add(name)
        self._note_mentions(members)
        came: list[Transition] = []
        went: list[Transition] = []
        known = {agreement.agreement for agreement in self.texts.current()}
        for group, who in groups.items():
            clocks = [self.storage.memory.clock(self._group_of(name) or name) for name in who]
            self._found(group, frozenset(who & known))
            changes = self.replay(group, seq, now, max((clock for clock in clocks if clock is not None), default=None))
            came += changes[0]
            went += changes[1]
        return tuple(came), tuple(went)

    def _group_of(self, agreement: str) -> str | None:
        row = self.storage.memory.load(f"member {agreement}")
        return None if row is None else row.body

    def _members(self, group: str) -> frozenset[str]:
        row = self.storage.memory.load(f"group {group}")
        return frozenset(json.loads(row.body)) if row is not None else frozenset()

    def _mentioning(self, agreement: str) -> list[str]:
        names = self.storage.memory.watching((f"m{agreement}",))
        return [name.removeprefix("member ") for name in names]

    def _note_mentions(self, members: dict[str, frozenset[str]]) -> None:
        for name, others in members.items():
            row = Row(f"member {name}", name, "member", self._group_of(name) or name)
            self.storage.memory.save(row, [f"m{other}" for other in others])

    def _found(self, group: str, members: frozenset[str]) -> None:
        """Make a group of these agreements, with all that they may wait for."""
        program = compile_program(self.texts.current(members), self.texts.vocabularies, Sight())
        wanted = interests(program.agreements)
        shapes: dict[str, list[tuple[str, ...]]] = {}
        for kind, shape, _ in wanted:
            shapes.setdefault(kind, []).append(shape)
        for kind, found in Engine(program).world.memory.declared().items():
            shapes.setdefault(kind, []).extend(found)
        self._index_again(self.shapes.register({kind: list(dict.fromkeys(all_)) for kind, all_ in shapes.items()}))
        for member in members:
            for old in {self._group_of(member)} - {None, group}:
                self.storage.memory.delete([f"group {old}"])
            self.storage.memory.save(Row(f"member {member}", member, "member", group))
        keys = [interest_key(*key) for key in wanted]
        self.storage.memory.save(Row(f"group {group}", group, "group", json.dumps(sorted(members))), keys)

    def _index_again(self, new: dict[str, list[tuple[str, ...]]]) -> None:
        """File the events that are there already under shapes that are new."""
        for kind, shapes in new.items():
            rows = []
            for told in self._types_that_are(kind):
                for entry in self.storage.log.looking_back((type_key(told),)):
                    event = self.telling.read(entry)
                    rows += [
                        (place_key((None, kind, shape, values)), event.until, entry.seq)
                        for shape in shapes
                        for values in event_choices(event, shape, self.telling.vocabulary)
                    ]
            self.storage.log.file(rows)

    def _types_that_are(self, kind: str) -> list[str]:
        return [kind, *(name for name in self.terms.is_a if name != kind and kind in ancestors(name, self.terms.is_a))]

    # --- events come or change ---------------------------------------------------------------------------------------

    def concerned(self, event: Event) -> frozenset[str]:
        """Return the groups that may wait for an event, or that it names."""
        if event.agreement is not None:
            group = self._group_of(event.agreement)
            return frozenset() if group is None else frozenset({group})
        keys = [
            interest_key(kind, shape, values)
            for kind in self.telling.vocabulary.types(event.type)
            for shape in self.shapes.of(kind)
            for values in event_choices(event, shape, self.telling.vocabulary)
        ]
        return frozenset(name.removeprefix("group ") for name in self.storage.memory.watching(keys))

    def apply(self, fresh: Sequence[Event], changed: Sequence[Event], seq: int, now: Instant) -> Changes:
        """Take in new events, and events that are no longer as they were told. ``now``: when it was recorded."""
        on_time: dict[str, list[Event]] = defaultdict(list)
        late: set[str] = {group for event in changed for group in self._concerned_also(event)}
        for event in fresh:
            if event.type == "denial":
                late.update(self._concerned_also(event))
            denied = bool(self.storage.log.looking_back((f"d{event.id}",)))
            for group in self.concerned(event):
                clock = self.storage.memory.clock(group)
                on_time[group].append(event)
                if denied or (clock is not None and event.at <= clock):
                    late.add(group)
        came: list[Transition] = []
        went: list[Transition] = []
        for group in sorted({*on_time, *late}):
            if group in late:
                seen = [event.at for event in fresh if event.type == "denial"]
                clocks = [clock for clock in (self.storage.memory.clock(group), *seen) if clock is not None]
                changes = self.replay(group, seq, now, max(clocks, default=None))
            else:
                changes = self.go_on(group, on_time[group], seq, now)
            came += changes[0]
            went += changes[1]
        return tuple(came), tuple(went)

    def _concerned_also(self, event: Event) -> frozenset[str]:
        """Return the groups that an event concerns, and those concerned by what it denies."""
        groups = self.concerned(event)
        if event.type == "denial":
            for denied in event.object:
                for entry in self.storage.log.versions(denied):
                    if entry.kind != "retract":
                        groups |= self._concerned_also(self.telling.read(entry))
        return groups

    def go_on(self, group: str, events: Sequence[Event], seq: int, now: Instant) -> Changes:
        """Take a group further by events that come after all that it has seen."""
        shop = Workshop(self.storage, self.telling, self.shapes, self.terms)
        members = self._members(group)
        until = max(event.at for event in events)
        shop.run(members, events, self.storage.memory.clock(group), until)
        shop.save()
        self.storage.memory.set_clock(group, until)
        self._store_rows(shop.engine, members)
        transitions = shop.engine.transitions
        self.storage.transitions.add(
            transition_row(each, each.name.partition("/")[0], seq, now) for each in transitions
        )
        return tuple(transitions), ()

    def replay(self, group: str, seq: int, now: Instant, clock: Instant | None) -> Changes:
        """Evaluate a group from scratch; what no longer follows is marked as superseded, never deleted."""
        members = self._members(group)
        events = self.history(members)
        program = compile_program(self.texts.current(members), self.texts.vocabularies, Sight())
        begun = [agreement.made.at for agreement in program.agreements]
        until = max([*begun, *(event.at for event in events), *([] if clock is None else [clock])])
        engine = Engine(program)
        engine.run(events, until)
        self._store_whole(engine, members)
        self.storage.memory.set_clock(group, until)
        return self._tell_apart(engine.transitions, members, seq, now)

    def history(self, members: Iterable[str]) -> list[Event]:
        """Return the events that may concern agreements, in order."""
        names = frozenset(members)
        program = compile_program(self.texts.current(names), self.texts.vocabularies, Sight())
        keys = [place_key((None, *key)) for key in interests(program.agreements)]
        keys += [agreement_key(name) for name in names]
        return self.telling.standing(keys, -(2**62))

    def _store_whole(self, engine: Engine, members: frozenset[str]) -> None:
        memory = self.storage.memory
        for member in members:
            memory.delete_units(member, UNITS)
            memory.forget_derived(member)
            self.storage.standings.delete_agreement(member)
        programs: dict[str, str] = {}
        memory.save_all([to_row(name, unit, programs) for name, unit in engine.units.items()])
        shop = Workshop(self.storage, self.telling, self.shapes, self.terms)
        shop.save_derived(engine.world.memory.derived)
        self._store_rows(engine, members)

    def _store_rows(self, engine: Engine, members: frozenset[str]) -> None:
        """Store where everything stands that was touched."""
        self.storage.standings.put(
            standing_row(standing, *self.described(standing))
            for standing in engine.standings()
            if standing.agreement in members
        )
        self.storage.standings.delete(engine.no_longer_listed())

    def _tell_apart(
        self, transitions: Sequence[Transition], members: frozenset[str], seq: int, now: Instant
    ) -> Changes:
        """Store the transitions that are new, and mark those that no longer follow."""
        rows = [transition_row(each, each.name.partition("/")[0], seq, now) for each in transitions]
        stored = [row for member in members for row in self.storage.transitions.of_agreement(member)]
        ahead = {_content(row): row for row in stored}
        fresh = [(each, row) for each, row in zip(transitions, rows, strict=True) if _content(row) not in ahead]
        follows = {_content(row) for row in rows}
        gone = [row for row in stored if _content(row) not in follows]
        self.storage.transitions.supersede_each([row.id for row in gone], seq, now)
        self.storage.transitions.add(row for _, row in fresh)
        return tuple(each for each, _ in fresh), tuple(transition_of(row) for row in gone)

    # --- reading -----------------------------------------------------------------------------------------------------

    def moved(self, as_of: Instant) -> Iterator[Moved]:
        """Yield the groups whose stored rows are not those of an instant, evaluated up to it in memory."""
        due = {self._group_of(agreement) for agreement in self.storage.memory.agreements_due(as_of)}
        for group, clock in self.storage.memory.clocks().items():
            members = self._members(group)
            if clock > as_of:
                yield Moved(members, self._from_scratch(members, self.history(members), as_of), whole=True)
            elif group in due:
                yield Moved(members, self._further(group, members, as_of), whole=False)

    def _further(self, group: str, members: frozenset[str], as_of: Instant) -> Engine:
        shop = Workshop(self.storage, self.telling, self.shapes, self.terms)
        shop.run(members, (), self.storage.memory.clock(group), as_of)
        return shop.engine

    def _from_scratch(self, members: frozenset[str], events: Sequence[Event], until: Instant) -> Engine:
        program = compile_program(self.texts.current(members), self.texts.vocabularies, Sight())
        engine = Engine(program)
        engine.run(events, until)
        return engine

    def ahead(self, name: str, as_of: Instant) -> Standing | None:
        """Return where a period that is yet to begin stands, None when there is no such commitment."""
        group = self._group_of(name.partition("/")[0])
        return None if group is None else self._further(group, self._members(group), as_of).standing(name)

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and the zone of its agreement."""
        for agreement in self.texts.current(frozenset({standing.agreement})):
            written = agreement.commitments.get(standing.commitment)
            return Described(None if written is None else written.text, agreement.timezone)
        return Described(None, "UTC")


def _content(row: TransitionRow) -> tuple[object, ...]:
    return (row.name, row.at, row.step, row.before, row.after, row.cause)


__all__ = ["Evaluating"]
