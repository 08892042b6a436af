"""Working memory: which conditions watch for what, what has happened, and who is to be woken when.

This is the alpha memory of a Rete network: an event finds the conditions that it may concern by its type and the values
that their patterns fix, so its cost does not depend on how many others there are. ``Memory`` is one in dictionaries.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

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


class Unit(Protocol):
    """What watches: something with a name that is unique, and the instant at which it wants to be woken."""

    name: str
    wake: Instant | None


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


class Bucket:
    """What is filed in one place: the events so far, in order, and who watches."""

    __slots__ = ("events", "watchers")

    def __init__(self) -> None:
        """Begin empty."""
        self.events: list[Event] = []
        self.watchers: dict[str, None] = {}


class Memory:
    """Working memory in dictionaries, for one view."""

    def __init__(self, vocabulary: Closures) -> None:
        """Begin empty."""
        self.vocabulary = vocabulary
        self._shapes: dict[str, list[Shape]] = {}
        self._buckets: dict[Place, Bucket] = {}
        self._topics: dict[Topic, dict[str, None]] = {}
        self._wakes: list[tuple[Instant, str]] = []
        self.derived: list[tuple[str, Event]] = []

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

    def shapes(self, kind: str) -> Sequence[Shape]:
        """Return the sets of fields that patterns of a type fix."""
        return self._shapes.get(kind, ())

    def declared(self) -> dict[str, list[Shape]]:
        """Return all shapes, by type."""
        return self._shapes

    def places(self, pattern: Pattern, scope: str, bound: Bindings) -> list[Place]:
        """Return where the events that match a pattern are filed, for a condition of the agreement ``scope``."""
        keys = pattern_keys(pattern, bound)
        return [(owner, *key) for key in keys for owner in (None, scope)]

    def watch(self, name: str, places: Iterable[Place], topics: Iterable[Topic]) -> None:
        """Let a unit be told of events filed in these places, and of changes in these topics."""
        for place in places:
            self.bucket(place).watchers[name] = None
        for topic in topics:
            self._topics.setdefault(topic, {})[name] = None

    def unwatch(self, name: str, places: Iterable[Place], topics: Iterable[Topic]) -> None:
        """Tell a unit no more."""
        for place in places:
            bucket = self._buckets.get(place)
            if bucket is not None:
                bucket.watchers.pop(name, None)
        for topic in topics:
            self._topics.get(topic, {}).pop(name, None)

    def bucket(self, place: Place) -> Bucket:
        """Return what is filed in a place."""
        found = self._buckets.get(place)
        if found is None:
            found = self._buckets[place] = Bucket()
        return found

    # --- what happened -----------------------------------------------------------------------------------------------

    def file(self, event: Event, scope: str | None) -> dict[str, None]:
        """File an event and return the names of the units that watch for such a one, in the order they came."""
        told: dict[str, None] = {}
        if scope is not None:
            self.derived.append((scope, event))
        for kind in self.vocabulary.types(event.type):
            for shape in self.shapes(kind):
                for values in event_choices(event, shape, self.vocabulary):
                    bucket = self.bucket((scope, kind, shape, values))
                    bucket.events.append(event)
                    if bucket.watchers:
                        told.update(bucket.watchers)
        return told

    def events(self, places: Iterable[Place], since: Instant) -> list[Event]:
        """Return the events filed in these places whose time (day, month) does not end before ``since``, in order."""
        found: dict[int, Event] = {}
        for place in places:
            bucket = self._buckets.get(place)
            if bucket is None or not bucket.events:
                continue
            first = bisect_left(bucket.events, since - LONGEST, key=_at)
            for event in bucket.events[first:]:
                if event.until >= since:
                    found[id(event)] = event
        return sorted(found.values(), key=_order)

    # --- who listens, who wakes --------------------------------------------------------------------------------------

    def listeners(self, topic: Topic) -> tuple[str, ...]:
        """Return the names of the units that listen to a topic."""
        return tuple(self._topics.get(topic, ()))

    def call(self, name: str, at: Instant) -> None:
        """Ask for a unit to be woken at an instant."""
        heapq.heappush(self._wakes, (at, name))

    def next_call(self) -> Instant | None:
        """Return the instant of the next call."""
        return self._wakes[0][0] if self._wakes else None

    def calls(self, now: Instant) -> dict[str, None]:
        """Take the calls that are due by now."""
        called: dict[str, None] = {}
        while self._wakes and self._wakes[0][0] <= now:
            called[heapq.heappop(self._wakes)[1]] = None
        return called


def variables(pattern: Pattern) -> Iterator[str]:
    """Yield the names of the variables in the values that a pattern fixes."""
    for _, test in (*pattern.fields, *pattern.where):
        terms = getattr(test, "terms", ())
        for term in terms:
            if isinstance(term, Var):
                yield term.name


def _at(event: Event) -> Instant:
    return event.at


def _order(event: Event) -> tuple[Instant, str]:
    return event.at, event.id
