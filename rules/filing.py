"""Where events are kept: in a stream for each type, and by their values once somebody looks far back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from operator import attrgetter

from rules.facts import Event
from rules.instants import DAY, Instant
from rules.patterns import Filed, Shape, Values, chooser, data_field, filed
from rules.vocabulary import Closures

#: The longest that an event given as a month can last.
LONGEST = 31 * DAY + DAY

#: An instant before any event.
BEFORE_ALL = -(2**62)

#: So many events are looked at one by one; where there are more, they are looked up by their values.
FEW = 8

#: Who is told of an event: the names of units, with the roles whose conditions it may concern (None: all).
Told = dict[str, tuple[str, ...] | None]

#: The name of no field of data.
NO_FIELD = ""

#: Files an event, and tells who is told of it.
Filing = Callable[[Event], Told]

#: Nobody is told. Who is told of an event is never changed by those who ask.
NOBODY: Told = {}

AT = attrgetter("at")
ORDER = attrgetter("at", "id")


def unfiled(_: Event) -> Told:
    """Leave an event that nothing looks for where it is."""
    return NOBODY


@cache
def only(role: str) -> tuple[str, ...]:
    """Return one role alone: the same tuple for all that have it."""
    return (role,)


def add_role(told: Told, name: str, role: str) -> None:
    """Let a unit be told for one more role."""
    roles = told.get(name)
    told[name] = only(role) if roles is None else (*roles, role)


def take_role(told: Told, name: str, role: str) -> None:
    """Let a unit be told for one role less."""
    roles = told.pop(name, None)
    if roles is not None and roles != only(role):
        told[name] = tuple(other for other in roles if other != role)


def union(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return roles together; None are all."""
    return None if first is None or second is None else (*first, *(role for role in second if role not in first))


def gather(told: Told, more: Told) -> None:
    """Let those be told who are told otherwise, for the roles of both."""
    for name, roles in more.items():
        told[name] = union(told[name], roles) if name in told else roles


class Table:
    """What is filed under one shape of one type: who watches for which values, and once somebody looked back, events.

    The events themselves stand in one stream for each type; here they are told apart by their values only from the
    first time on that a condition looks back at more than a few. Most values have one watcher, in the one role in which
    most watch here (``usual``): then its name alone stands for it.
    """

    __slots__ = ("choices", "events", "field", "kind", "usual", "watchers")

    def __init__(self, kind: str, shape: Shape, vocabulary: Closures) -> None:
        """Begin empty. ``field``: the one of an event's own values by which it is looked up, or `NO_FIELD`."""
        self.kind = kind
        self.field = data_field(shape) or NO_FIELD
        self.choices: Callable[[Event], Iterable[Values]] = chooser(shape, vocabulary)
        self.usual: tuple[str, ...] = ()
        self.watchers: dict[Filed, str | Told] = {}
        self.events: dict[Values, list[Event]] | None = None

    def watch(self, values: Filed, name: str, role: str) -> None:
        """Let a unit be told of events with these values, as they are filed, for one of its roles."""
        watchers = self.watchers
        found = watchers.get(values)
        if found is None:
            self.usual = self.usual or only(role)
            watchers[values] = name if role in self.usual else {name: only(role)}
            return
        if isinstance(found, str):
            found = watchers[values] = {found: self.usual}
        add_role(found, name, role)

    def unwatch(self, values: Filed, name: str, role: str) -> None:
        """Tell a unit no more for one of its roles."""
        watchers = self.watchers
        found = watchers.get(values)
        if isinstance(found, str):
            if found == name and role in self.usual:
                del watchers[values]
        elif found is not None:
            take_role(found, name, role)
            if not found:
                del watchers[values]

    def told(self, event: Event) -> Told:
        """Return who watches for an event, in the order they came; file it too, once somebody has looked back."""
        if self.events is not None:
            self.add(event)
        value = event.data.get(self.field)
        if type(value) is Decimal:
            found = self.watchers.get(value)  # most are: then there is one choice, and no need to make a list of it
            return NOBODY if found is None else self.told_by(found)
        told: Told = {}
        for values in self.choices(event):
            gather(told, self.told_by(self.watchers.get(filed(values), NOBODY)))
        return told

    def told_by(self, found: str | Told) -> Told:
        """Return whom something among ``watchers`` stands for."""
        return {found: self.usual} if isinstance(found, str) else found

    def add(self, event: Event) -> None:
        """File an event by its values, once somebody has looked back."""
        if self.events is not None:
            for values in self.choices(event):
                self.events.setdefault(values, []).append(event)

    def look_up(self, values: Values, since: Instant, streams: Iterable[Stream]) -> Sequence[Event]:
        """Return the events with these values that may last until an instant, or are later."""
        if self.events is None:
            self.events = {}
            for event in sorted((event for stream in streams for event in stream.events), key=ORDER):
                self.add(event)
        found = self.events.get(values, ())
        return found[bisect_left(found, since - LONGEST, key=AT) :]


class Stream:
    """The events of one type in order, as they come.

    ``lasting`` are those given as a day or a month that may not be over, ``lasts`` is when the last of these is over,
    ``tables`` are those in which these events are looked up; where there is but one, and by one value of their data,
    that is ``field``.
    """

    __slots__ = ("events", "field", "lasting", "lasts", "room", "tables")

    def __init__(self, tables: Sequence[Table]) -> None:
        """Begin empty."""
        self.serve(tables)
        self.events: list[Event] = []
        self.lasting: list[Event] = []
        self.lasts: Instant = BEFORE_ALL
        self.room = FEW

    def serve(self, tables: Sequence[Table]) -> None:
        """Let events be looked up in these tables from now on."""
        self.tables = tables
        self.field = tables[0].field if len(tables) == 1 else NO_FIELD

    def file(self, event: Event) -> Told:
        """File an event of this type, and return who watches for it, in the order they came.

        What no pattern is of is not kept.
        """
        value = event.data.get(self.field)
        if type(value) is Decimal and event.until == event.at:  # so it is with most: there is one place for them
            table = self.tables[0]
            if table.events is None:
                self.events.append(event)
                found = table.watchers.get(value)
                return NOBODY if found is None else table.told_by(found)
        return self._file_in_all(event) if self.tables else NOBODY

    def _file_in_all(self, event: Event) -> Told:
        self.events.append(event)
        if event.until != event.at:
            self.add_lasting(event)
        told: Told = {}
        for table in self.tables:
            gather(told, table.told(event))
        return told

    def add_lasting(self, event: Event) -> None:
        """Note that an event lasts."""
        if len(self.lasting) >= self.room:
            self.lasting = [other for other in self.lasting if other.until >= event.at]
            self.room = max(FEW, 2 * len(self.lasting))
        self.lasting.append(event)
        self.lasts = max(self.lasts, event.until)

    def is_silent(self, since: Instant) -> bool:
        """Whether no event lasts until an instant, or is later."""
        return not self.events or (self.lasts < since and self.events[-1].at < since)

    def recent(self, since: Instant) -> Sequence[Event] | None:
        """Return the events that may last until an instant, or are later, when they are few; None: look them up."""
        events = self.events
        if self.is_silent(since):
            return ()
        if events[-1].at > since or len(self.lasting) > FEW or (len(events) > FEW and events[-FEW - 1].at == since):
            return None
        found = [event for event in self.lasting if event.at < since]
        return [*found, *(event for event in events[-FEW:] if event.at == since)]
