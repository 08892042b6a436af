"""Working memory: which conditions watch for what, what has happened, and who is to be woken when.

This is the alpha memory of a Rete network: an event finds the conditions that it may concern by its type and the values
that their patterns fix, so its cost does not depend on how many others there are. ``Memory`` is one in dictionaries.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from rules.conditions import All, AtLeast, Condition, Not, Occurs, Then
from rules.facts import Event
from rules.filing import LONGEST, ORDER, Filing, Stream, Table, Told, add_role, take_role
from rules.instants import NEVER, Instant
from rules.patterns import Bindings, Mould, Pattern, Place, Shape, Var, choices, filed, pattern_keys
from rules.vocabulary import Closures

#: What else can be listened to: a commitment, an agreement or a state, by its full name.
Topic = tuple[str, str]


class Watch(Struct, frozen=True, gc=False):
    """What one condition waits for: places where events are filed, and topics."""

    places: tuple[Place, ...] = ()
    topics: tuple[Topic, ...] = ()


def leaves(form: Condition) -> Iterator[Condition]:
    """Yield the forms that wait for something outside the condition itself."""
    if isinstance(form, (All, AtLeast, Then)):
        for part in form.parts:
            yield from leaves(part)
    elif isinstance(form, Not):
        yield from leaves(form.part)
    else:
        yield form


def patterns(form: Condition) -> Iterator[Pattern]:
    """Yield the patterns of a condition."""
    for leaf in leaves(form):
        if isinstance(leaf, Occurs):
            yield leaf.pattern


class Memory:
    """Working memory in dictionaries, for one view."""

    def __init__(self, vocabulary: Closures) -> None:
        """Begin empty. ``topical``: somebody may listen to a topic. ``ahead``: a heap of the calls to come."""
        self.vocabulary = vocabulary
        self.derived: list[tuple[str, Event]] = []
        self.derivable: dict[str, frozenset[str]] = {}
        self._shapes: dict[str, list[Shape]] = {}
        self._tables: dict[tuple[str | None, str, Shape], Table] = {}
        self._streams: dict[tuple[str | None, str], Stream] = {}
        self._wider: dict[tuple[str | None, str], list[Stream]] = {}
        self._topics: dict[Topic, Told] = {}
        self.topical = False
        self.ahead: list[tuple[Instant, str]] = []

    # --- what is watched ---------------------------------------------------------------------------------------------

    def declare(self, pattern: Pattern) -> None:
        """Make ready for a pattern whose variables will be bound when it is watched for."""
        self._declare(pattern, dict.fromkeys(variables(pattern), ("",)))

    def declare_mould(self, mould: Mould) -> None:
        """Make ready for all patterns of a mould that has no variables."""
        self._declare_shape(mould.type, mould.shape)

    def declare_join(self, pattern: Pattern) -> None:
        """Make ready for a pattern whose variables join: an event is found by the other values."""
        self._declare(pattern, {})

    def _declare(self, pattern: Pattern, bound: Bindings) -> None:
        for _, shape, _ in pattern_keys(pattern, bound):
            self._declare_shape(pattern.type, shape)

    def _declare_shape(self, kind: str, shape: Shape) -> None:
        shapes = self._shapes.setdefault(kind, [])
        if shape not in shapes:
            shapes.append(shape)
            self._declared_anew()

    def _declared_anew(self) -> None:
        """Look up the events of each type, from now on, by all shapes that there are."""
        for (scope, kind), stream in self._streams.items():
            stream.serve(self._tables_of(scope, kind))

    def shapes(self, kind: str) -> Sequence[Shape]:
        """Return the sets of fields that patterns of a type fix."""
        return self._shapes.get(kind, ())

    def declared(self) -> dict[str, list[Shape]]:
        """Return all shapes, by type."""
        return self._shapes

    def awaits(self, kind: str) -> bool:
        """Whether any pattern is of a type of event."""
        return bool(self._stream(None, kind).tables)

    def _stream(self, scope: str | None, kind: str) -> Stream:
        """Return the events of a type."""
        known = self._streams.get((scope, kind))
        if known is None:
            known = self._streams[scope, kind] = Stream(self._tables_of(scope, kind))
            for wider in self.vocabulary.types(kind):
                self._wider.setdefault((scope, wider), []).append(known)
        return known

    def _tables_of(self, scope: str | None, kind: str) -> list[Table]:
        kinds = self.vocabulary.types(kind)
        return [self._table(scope, each, shape) for each in kinds for shape in self.shapes(each)]

    def _streams_of(self, scope: str | None, kind: str) -> Sequence[Stream]:
        """Return the events of a type and of all that is-a it."""
        return self._wider.get((scope, kind), ())

    def derives(self, agreement: str) -> bool:
        """Whether events may count as any other in an agreement."""
        return bool(self.derivable.get(agreement))

    def may_derive(self, agreement: str, kind: str) -> bool:
        """Whether events may count as one of this type in an agreement."""
        return kind in self.derivable.get(agreement, ())

    def _table(self, scope: str | None, kind: str, shape: Shape) -> Table:
        found = self._tables.get((scope, kind, shape))
        if found is None:
            found = self._tables[scope, kind, shape] = Table(kind, shape, self.vocabulary)
        return found

    def places(self, pattern: Pattern, scope: str, bound: Bindings) -> tuple[Place, ...]:
        """Return where the events that match a pattern are filed, for a condition of the agreement ``scope``."""
        derived = self.may_derive(scope, pattern.type)
        mould = pattern.mould
        if not derived and not mould.open:
            return tuple([(None, mould.type, mould.shape, values) for values in choices(mould, pattern.terms)])
        keys, owners = pattern_keys(pattern, bound), (None, scope) if derived else (None,)
        return tuple([(owner, *key) for key in keys for owner in owners])

    def watch_form(self, form: Occurs, name: str, role: str) -> None:
        """Let a unit be told, for one of its roles, of what meets a condition of a pattern without variables."""
        mould = form.count.mould
        table = self._table(None, mould.type, mould.shape)
        for values in (form.values,) if mould.single else form.filed:
            table.watch(values, name, role)

    def unwatch_form(self, form: Occurs, name: str, role: str) -> None:
        """Tell a unit no more of what meets such a condition."""
        mould = form.count.mould
        table = self._table(None, mould.type, mould.shape)
        for values in (form.values,) if mould.single else form.filed:
            table.unwatch(values, name, role)

    def watch(self, name: str, role: str, watch: Watch) -> None:
        """Let a unit be told, for one of its roles, of events filed in these places, and of changes in these topics."""
        for scope, kind, shape, values in watch.places:
            self._table(scope, kind, shape).watch(filed(values), name, role)
        for topic in watch.topics:
            self.topical = True
            add_role(self._topics.setdefault(topic, {}), name, role)

    def unwatch(self, name: str, role: str, watch: Watch) -> None:
        """Tell a unit no more for one of its roles."""
        for scope, kind, shape, values in watch.places:
            self._table(scope, kind, shape).unwatch(filed(values), name, role)
        for topic in watch.topics:
            take_role(self._topics.setdefault(topic, {}), name, role)

    # --- what happened -----------------------------------------------------------------------------------------------

    def filing(self, kind: str) -> Filing:
        """Return what files each event of a type that happens, and tells who watches for it."""
        return self._stream(None, kind).file

    def file(self, event: Event, scope: str | None) -> Told:
        """File an event and return who watches for such a one, in the order they came."""
        if scope is not None:
            self.derived.append((scope, event))
        return self._stream(scope, event.type).file(event)

    def is_silent(self, kind: str, scope: str, since: Instant) -> bool:
        """Whether certainly no event of a type lasts until an instant, or is later."""
        for stream in self._wider.get((None, kind), ()):
            if not stream.is_silent(since):
                return False
        return not self.may_derive(scope, kind) or all(
            stream.is_silent(since) for stream in self._streams_of(scope, kind)
        )

    def events(self, places: Iterable[Place], since: Instant) -> list[Event]:
        """Return the events filed in these places whose time (day, month) does not end before ``since``, in order."""
        found: dict[int, Event] = {}
        for place in places:
            for event in self._filed(place, since):
                if event.until >= since:
                    found[id(event)] = event
        return sorted(found.values(), key=ORDER) if len(found) > 1 else list(found.values())

    def _filed(self, place: Place, since: Instant) -> Sequence[Event]:
        """Return what is filed in a place and may last until an instant, or is later."""
        scope, kind, shape, values = place
        table, streams = self._table(scope, kind, shape), self._streams_of(scope, kind)
        recent = [stream.recent(since) for stream in streams]
        if any(events is None for events in recent):
            return table.look_up(values, since, streams)
        return [event for events in recent for event in events or () if values in table.choices(event)]

    # --- who listens, who wakes --------------------------------------------------------------------------------------

    def listeners(self, topic: Topic) -> tuple[str, ...]:
        """Return the names of the units that listen to a topic."""
        return tuple(self._topics.get(topic, ()))

    def is_heard(self, topic: Topic) -> bool:
        """Whether anybody listens to a topic."""
        return bool(self._topics.get(topic))

    def call(self, name: str, at: Instant) -> None:
        """Ask for a unit to be woken at an instant."""
        heapq.heappush(self.ahead, (at, name))

    def soonest(self) -> Instant:
        """Return the instant of the next call; NEVER when there is none."""
        return self.ahead[0][0] if self.ahead else NEVER

    def calls(self, now: Instant) -> dict[str, None]:
        """Take the calls that are due by now."""
        called: dict[str, None] = {}
        while self.ahead and self.ahead[0][0] <= now:
            called[heapq.heappop(self.ahead)[1]] = None
        return called


def variables(pattern: Pattern) -> Iterator[str]:
    """Yield the names of the variables in the values that a pattern fixes."""
    for blank in pattern.mould.filed if pattern.mould.open else ():
        for term in pattern.terms[blank.first : blank.last] if blank.operators is None else ():
            if isinstance(term, Var):
                yield term.name


__all__ = ["LONGEST", "Memory", "Place", "Told", "Topic", "Watch", "leaves", "patterns", "variables"]
