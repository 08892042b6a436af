"""Working memory: which conditions watch for what, what has happened, and who is to be woken when.

This is the alpha memory of a Rete network: an event finds the conditions that it may concern by its type and the values
that their patterns fix, so its cost does not depend on how many others there are. ``Memory`` is one in dictionaries.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rules.conditions import All, AtLeast, Condition, Not, Occurs, Then
from rules.facts import Event
from rules.instants import DAY, Instant
from rules.patterns import Bindings, Pattern, Shape, Var, event_choices, pattern_keys
from rules.vocabulary import Closures

#: The longest that an event given as a month can last.
LONGEST = 31 * DAY + DAY

#: Where an event is filed: the agreement it was derived in (None: it is no derived one), type, shape, values.
Place = tuple[str | None, str, Shape, tuple[object, ...]]
#: What else can be listened to: a commitment, an agreement or a state, by its full name.
Topic = tuple[str, str]
#: Who is told of an event: the names of units, with the roles whose conditions it may concern (None: all).
Told = dict[str, tuple[str, ...] | None]


class Watch(NamedTuple):
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


Values = tuple[object, ...]


class Table:
    """What is filed under one shape of one type: who watches for which values, and once somebody looked back, events.

    The events themselves stand in one list for each type; here they are told apart by their values only from the first
    time on that a condition looks further back than this instant.
    """

    __slots__ = ("events", "kind", "shape", "watchers")

    def __init__(self, kind: str, shape: Shape) -> None:
        """Begin empty."""
        self.kind = kind
        self.shape = shape
        self.watchers: dict[Values, Told] = {}
        self.events: dict[Values, list[Event]] | None = None


class Memory:
    """Working memory in dictionaries, for one view."""

    def __init__(self, vocabulary: Closures) -> None:
        """Begin empty."""
        self.vocabulary = vocabulary
        self.derived: list[tuple[str, Event]] = []
        self.derivable: dict[str, frozenset[str]] = {}
        self._shapes: dict[str, list[Shape]] = {}
        self._routes: dict[tuple[str | None, str], list[Table]] = {}
        self._tables: dict[tuple[str | None, str], dict[Shape, Table]] = {}
        self._log: dict[tuple[str | None, str], list[Event]] = {}
        self._coarse: list[tuple[str | None, Event]] = []
        self._recent: list[tuple[str | None, Event]] = []
        self._instant: Instant = -(2**63)
        self._topics: dict[Topic, Told] = {}
        self._calls: list[tuple[Instant, str]] = []

    # --- what is watched ---------------------------------------------------------------------------------------------

    def declare(self, pattern: Pattern) -> None:
        """Make ready for a pattern whose variables will be bound when it is watched for."""
        self._declare(pattern, dict.fromkeys(variables(pattern), ("",)))

    def declare_join(self, pattern: Pattern) -> None:
        """Make ready for a pattern whose variables join: an event is found by the other values."""
        self._declare(pattern, {})

    def _declare(self, pattern: Pattern, bound: Bindings) -> None:
        for _, shape, _ in pattern_keys(pattern, bound):
            shapes = self._shapes.setdefault(pattern.type, [])
            if shape not in shapes:
                shapes.append(shape)
                self._routes.clear()

    def shapes(self, kind: str) -> Sequence[Shape]:
        """Return the sets of fields that patterns of a type fix."""
        return self._shapes.get(kind, ())

    def declared(self) -> dict[str, list[Shape]]:
        """Return all shapes, by type."""
        return self._shapes

    def awaits(self, kind: str) -> bool:
        """Whether any pattern is of a type of event."""
        return bool(self._route(None, kind))

    def _route(self, scope: str | None, kind: str) -> list[Table]:
        """Return the tables in which events of a type are filed."""
        known = self._routes.get((scope, kind))
        if known is None:
            ways = [(each, shape) for each in self.vocabulary.types(kind) for shape in self.shapes(each)]
            known = self._routes[scope, kind] = [self._table(scope, each, shape) for each, shape in ways]
        return known

    def may_derive(self, agreement: str, kind: str) -> bool:
        """Whether events may count as one of this type in an agreement."""
        return kind in self.derivable.get(agreement, ())

    def _table(self, scope: str | None, kind: str, shape: Shape) -> Table:
        tables = self._tables.setdefault((scope, kind), {})
        found = tables.get(shape)
        if found is None:
            found = tables[shape] = Table(kind, shape)
        return found

    def places(self, pattern: Pattern, scope: str, bound: Bindings) -> list[Place]:
        """Return where the events that match a pattern are filed, for a condition of the agreement ``scope``."""
        keys = pattern_keys(pattern, bound)
        owners = (None, scope) if self.may_derive(scope, pattern.type) else (None,)
        return [(owner, *key) for key in keys for owner in owners]

    def watch(self, name: str, role: str, watch: Watch) -> None:
        """Let a unit be told, for one of its roles, of events filed in these places, and of changes in these topics."""
        for scope, kind, shape, values in watch.places:
            _add(self._table(scope, kind, shape).watchers.setdefault(values, {}), name, role)
        for topic in watch.topics:
            _add(self._topics.setdefault(topic, {}), name, role)

    def unwatch(self, name: str, role: str, watch: Watch) -> None:
        """Tell a unit no more for one of its roles."""
        for scope, kind, shape, values in watch.places:
            watchers = self._table(scope, kind, shape).watchers
            told = watchers.get(values)
            if told is not None:
                _take_away(told, name, role)
                if not told:
                    del watchers[values]
        for topic in watch.topics:
            _take_away(self._topics.setdefault(topic, {}), name, role)

    # --- what happened -----------------------------------------------------------------------------------------------

    def file(self, event: Event, scope: str | None) -> Told:
        """File an event and return who watches for such a one, in the order they came."""
        if event.at != self._instant:
            self._instant = event.at
            self._recent.clear()
        self._recent.append((scope, event))
        if event.until != event.at:
            self._coarse.append((scope, event))
        key = scope, event.type
        log = self._log.get(key)
        if log is None:
            log = self._log[key] = []
        log.append(event)
        if scope is not None:
            self.derived.append((scope, event))
        told: Told = {}
        for table in self._route(scope, event.type):
            for values in event_choices(event, table.shape, self.vocabulary):
                if table.events is not None:
                    table.events.setdefault(values, []).append(event)
                for name, roles in table.watchers.get(values, NOBODY).items():
                    told[name] = _union(told[name], roles) if name in told else roles
        return told

    def events(self, places: Iterable[Place], since: Instant) -> list[Event]:
        """Return the events filed in these places whose time (day, month) does not end before ``since``, in order."""
        found: dict[int, Event] = {}
        for place in places:
            for event in self._filed(place, since):
                if event.until >= since:
                    found[id(event)] = event
        return sorted(found.values(), key=_order) if len(found) > 1 else list(found.values())

    def _filed(self, place: Place, since: Instant) -> Iterable[Event]:
        """Return what may be filed in a place from an instant on: for the instant that is worked on, at hand."""
        scope, kind, shape, values = place
        if since < self._instant:
            events = self._index(self._table(scope, kind, shape), scope).get(values, ())
            return events[bisect_left(events, since - LONGEST, key=_at) :]
        at_hand = (*self._recent, *self._coarse) if since == self._instant else self._coarse
        return [event for owner, event in at_hand if owner == scope and self._stands(event, kind, shape, values)]

    def _stands(self, event: Event, kind: str, shape: Shape, values: Values) -> bool:
        return kind in self.vocabulary.types(event.type) and values in event_choices(event, shape, self.vocabulary)

    def _index(self, table: Table, scope: str | None) -> dict[Values, list[Event]]:
        """Return the events of a table by their values, told apart now if nobody looked back before."""
        if table.events is None:
            table.events = {}
            logs = [log for (owner, kind), log in self._log.items() if owner == scope and self._is(kind, table.kind)]
            for event in sorted((event for log in logs for event in log), key=_order):
                for values in event_choices(event, table.shape, self.vocabulary):
                    table.events.setdefault(values, []).append(event)
        return table.events

    def _is(self, kind: str, wider: str) -> bool:
        return wider in self.vocabulary.types(kind)

    # --- who listens, who wakes --------------------------------------------------------------------------------------

    def listeners(self, topic: Topic) -> tuple[str, ...]:
        """Return the names of the units that listen to a topic."""
        return tuple(self._topics.get(topic, ()))

    def is_heard(self, topic: Topic) -> bool:
        """Whether anybody listens to a topic."""
        return bool(self._topics.get(topic))

    def call(self, name: str, at: Instant) -> None:
        """Ask for a unit to be woken at an instant."""
        heapq.heappush(self._calls, (at, name))

    def next_call(self) -> Instant | None:
        """Return the instant of the next call."""
        return self._calls[0][0] if self._calls else None

    def calls(self, now: Instant) -> dict[str, None]:
        """Take the calls that are due by now."""
        called: dict[str, None] = {}
        while self._calls and self._calls[0][0] <= now:
            called[heapq.heappop(self._calls)[1]] = None
        return called


#: Nobody is told.
NOBODY: Told = {}


def _add(watchers: Told, name: str, role: str) -> None:
    roles = watchers.get(name)
    watchers[name] = (role,) if roles is None else (*roles, role)


def _take_away(watchers: Told, name: str, role: str) -> None:
    roles = watchers.pop(name, None)
    if roles is not None and roles != (role,):
        watchers[name] = tuple(other for other in roles if other != role)


def _union(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if first is None or second is None else (*first, *(role for role in second if role not in first))


def variables(pattern: Pattern) -> Iterator[str]:
    """Yield the names of the variables in the values that a pattern fixes."""
    for _, test in (*pattern.fields, *pattern.where):
        for term in getattr(test, "terms", ()):
            if isinstance(term, Var):
                yield term.name


def _at(event: Event) -> Instant:
    return event.at


def _order(event: Event) -> tuple[Instant, str]:
    return event.at, event.id
