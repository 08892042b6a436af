"""Which agreements make a group, what a group may wait for, and how far what was recorded of it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.compile.denials import DENIAL
from commitments.ledger.canonical import FIRST_INSTANT
from commitments.ledger.kept import Unit as Row
from commitments.ledger.rows import Kind
from commitments.upkeep.group import Group, group_of, kept_group, row_of
from commitments.upkeep.groups import interests, joined, mentioned
from commitments.upkeep.keys import (
    interest_key,
    loose_key,
    mention_key,
    name_key,
    place_key,
    spelled_interest,
    type_key,
)
from commitments.upkeep.waiting import watchers
from rules.engine import Engine
from rules.patterns import event_choices
from rules.program import Program

if TYPE_CHECKING:
    from commitments.ledger.rows import Entry
    from commitments.ledger.storage import Storage
    from commitments.upkeep.events import Filed, Telling
    from commitments.upkeep.shapes import Shapes
    from commitments.upkeep.waiting import Watchers
    from rules.facts import Event
    from rules.instants import Instant
    from rules.patterns import Shape


NOBODY: frozenset[str] = frozenset()


def shapes_of(program: Program) -> dict[str, list[Shape]]:
    """Return the shapes of all patterns of a program, by type of event."""
    shapes: dict[str, dict[Shape, None]] = defaultdict(dict)
    for kind, shape, _ in interests(program.agreements):
        shapes[kind][shape] = None
    for kind, found in Engine(program).world.memory.declared().items():
        shapes[kind].update(dict.fromkeys(found))
    return {kind: list(found) for kind, found in shapes.items()}


class Membership:
    """The groups of a ledger."""

    def __init__(self, storage: Storage, telling: Telling, shapes: Shapes) -> None:
        """Take a ledger, what reads its events, and the shapes by which they are filed."""
        self.storage = storage
        self.telling = telling
        self.shapes = shapes

    # --- asked -------------------------------------------------------------------------------------------------------

    def group_of(self, agreement: str) -> str | None:
        """Return the name of the group of an agreement."""
        return group_of(self.storage.memory, agreement)

    def group(self, name: str) -> Group:
        """Return a group; one without members when there is no such one."""
        return kept_group(self.storage.memory, name)

    def concerned(self, event: Event) -> frozenset[str]:
        """Return the groups that may wait for an event, or that it names."""
        filed = self.telling.filed(event)
        return self.concerned_each([filed], watchers(self.storage.memory, filed.places))[0]

    def concerned_each(self, events: Sequence[Filed], found: Watchers) -> list[frozenset[str]]:
        """Return for each of these events the groups that may wait for it, or that it names; ``found``: who waits."""
        loose = dict.fromkeys([each.places for each in events if each.fact.agreement is None])  # many are filed alike
        groups = {
            place: frozenset(agreement for _, agreement in found.get(spelled_interest(place), ()))
            for places in loose
            for place in places
        }
        named = {name: self._just(name) for name in {each.fact.agreement for each in events} if name is not None}
        together = {places: NOBODY.union(*map(groups.__getitem__, places)) for places in loose}
        return [together[each.places] if each.fact.agreement is None else named[each.fact.agreement] for each in events]

    def _just(self, agreement: str) -> frozenset[str]:
        group = self.group_of(agreement)
        return NOBODY if group is None else frozenset({group})

    def concerned_also(self, event: Event) -> frozenset[str]:
        """Return the groups that an event concerns, and those concerned by what it denies."""
        groups = self.concerned(event)
        names = list(event.object) if event.type == DENIAL else []
        for name in names:  # which grow: a denial may deny another
            for entry in self.storage.log.versions(name):
                if entry.kind != Kind.RETRACT:
                    denied = self.telling.read(entry)
                    groups |= self.concerned(denied)
                    names += [each for each in denied.object if denied.type == DENIAL and each not in names]
        return groups

    def concerned_by(self, entries: Iterable[Entry]) -> frozenset[str]:
        """Return the groups that the events which entries tell concern."""
        return frozenset[str]().union(*(self.concerned_also(self.telling.read(entry)) for entry in entries))

    def renamed(self, program: Program) -> list[Entry]:
        """Return the events that name a commitment by a short name which agreements that come in now have as well."""
        homes = self.telling.names.homes
        keys = {
            loose_key(clause.name)
            for agreement in program.agreements
            for clause in agreement.clauses
            if agreement.name not in homes(clause.name)
        }
        return [entry for key in sorted(keys) for entry in self.storage.log.filed(key)]

    # --- changed -----------------------------------------------------------------------------------------------------

    def note(self, group: Group, *instants: Instant) -> Group:
        """Note that something was recorded of a group at an instant, or at several in this order; return it."""
        told = group
        for now in instants:
            told = told.told(now)
        if told != group:
            self._keep_noted(told)
        return told

    def _keep_noted(self, group: Group) -> None:
        """Keep what is noted of a group, unless it is new: then that is kept with its clock."""
        clock = self.storage.memory.clock(group.name)
        if clock is not None:
            self.storage.memory.set_clock(group.name, clock, group.noted)

    def note_always(self, agreements: Iterable[str]) -> None:
        """Note of these agreements what holds whenever it was recorded: what was known is to be worked out."""
        for name in sorted({group for each in agreements if (group := self.group_of(each)) is not None}):
            self.note(self.group(name), FIRST_INSTANT)

    def join(self, program: Program) -> dict[str, frozenset[str]]:
        """Return the groups that agreements which come in now belong to, with all that hangs together with them."""
        members = {agreement.name: mentioned(agreement) for agreement in program.agreements}
        links = list(members.items())
        for name, others in members.items():
            for other in others | {name}:
                links += [(who, frozenset({other})) for who in self._mentioning(other)]
                group = self.group_of(other)
                if group is not None:
                    links += [(member, frozenset({group, other})) for member in self.group(group).members]
        for agreement in program.agreements:
            row = Row(
                f"member {agreement.name}", agreement.name, "member", self.group_of(agreement.name) or agreement.name
            )
            named = {name_key(clause.name) for clause in agreement.clauses}
            before = {key for key in self.storage.memory.watched(row.name) if key.startswith(name_key(""))}
            self.storage.memory.save(row, [*map(mention_key, members[agreement.name]), *sorted(named | before)])
        groups: dict[str, set[str]] = defaultdict(set)
        for name, group in joined(links).items():
            groups[group].add(name)
        return {group: frozenset(who) for group, who in groups.items()}

    def keep_names(self, agreement: str, commitments: Iterable[str]) -> None:
        """Keep the names of commitments that only an earlier version of a text has, so that they can be asked for."""
        row = Row(f"member {agreement}", agreement, "member", self.group_of(agreement) or agreement)
        known = set(self.storage.memory.watched(row.name))
        names = {name_key(commitment) for commitment in commitments}
        if not names <= known:
            self.storage.memory.save(row, sorted(known | names))

    def _mentioning(self, agreement: str) -> list[str]:
        return [name.removeprefix("member ") for name in self.storage.memory.watching((mention_key(agreement),))]

    def found(self, name: str, program: Program) -> Group:
        """Make a group of the agreements of a program, with all that they may wait for."""
        members = tuple(sorted(agreement.name for agreement in program.agreements))
        before = {old for member in members if (old := self.group_of(member)) is not None}
        knowns = [known for old in before if (known := self.group(old).known) is not None]
        untidies = [untidy for old in before if (untidy := self.group(old).untidy) is not None]
        self.storage.memory.delete(f"group {old}" for old in before - {name})
        for member in members:
            self.storage.memory.save(Row(f"member {member}", member, "member", name))
        group = Group(name, members, max(knowns, default=None), max(untidies, default=None))
        self.storage.memory.save(row_of(group), [interest_key(*key) for key in self._register(program)])
        self._keep_noted(group)
        return group

    def _register(self, program: Program) -> list[tuple[str, Shape, tuple[object, ...]]]:
        """Register the shapes of a program's patterns, file older events under new ones; return the interests."""
        self._file_under(self.shapes.register(shapes_of(program)))
        return list(interests(program.agreements))

    def _file_under(self, new: dict[str, list[Shape]]) -> None:
        for kind, shapes in new.items():
            rows: list[tuple[str, int, int]] = []
            for told in self.telling.types_that_are(kind):
                for entry in self.storage.log.filed(type_key(told)):
                    event = self.telling.read(entry)
                    rows.extend(
                        (place_key((None, kind, shape, values)), event.until, entry.seq)
                        for shape in shapes
                        for values in event_choices(event, shape, self.telling.vocabulary)
                    )
            self.storage.log.file(rows)

    def file(self, entries: Iterable[Entry]) -> list[Entry]:
        """File the events that entries tell under all their keys; return those entries."""
        events = [entry for entry in entries if entry.kind in {Kind.EVENT, Kind.CORRECT}]
        for entry in events:
            keys, until = self.telling.filing(entry)
            self.storage.log.file((key, until, entry.seq) for key in keys)
        return events

    def file_again(self, moved: Iterable[str]) -> frozenset[str]:
        """File the events again that tell a name which means something else now; return the groups it may concern."""
        names = {name.encode() for name in moved}
        told = [entry for entry in self.storage.log.entries() if not names.isdisjoint(entry.body.split(b'"'))]
        events = self.file(told)
        groups = {self.group_of(entry.key) for entry in told if entry.kind == Kind.AGREEMENT}
        return self.concerned_by(events).union(filter(None, groups))
