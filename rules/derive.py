"""Institutional facts out of brute ones: patterns joined on variables. Source: semantics.md, sections 3 and 10."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.calendar import shift, span_end
from rules.instants import DAY, Instant, Moment
from rules.patterns import NO_BINDINGS, Bindings, Pattern, Var, join, terms_of
from rules.program import CountsAs

if TYPE_CHECKING:
    from rules.facts import Event, Scalar, Value
    from rules.pact import Pact
    from rules.world import World


#: An instant before any event.
BEFORE_ALL = -(2**62)
#: How far an end of a day or month may lie beyond plain arithmetic.
MARGIN = 5 * DAY


#: The one role of a derivation.
PARTS = "parts"


class Derivation:
    """One counts-as entry at work. It keeps nothing: what it joins is looked up in memory."""

    __slots__ = ("name", "number", "pact", "program", "wake", "watching", "world")

    def __init__(self, program: CountsAs, number: int, pact: Pact, world: World) -> None:
        """Take the entry with that number of an agreement."""
        self.program = program
        self.number = number
        self.name = f"{pact.name}/counts-as {program.yields} {number}"
        self.pact = pact
        self.world = world
        self.watching: tuple[str, ...] = ()
        self.wake: Instant | None = None

    def derive(self, last: Event) -> list[Event]:
        """Return the events that an event completes: one for each distinct outcome."""
        if last.agreement is not None and last.agreement != self.pact.name:
            return []
        found: dict[tuple[object, ...], Event] = {}
        parts = self.program.parts
        for place, part in enumerate(parts):
            others = parts[:place] + parts[place + 1 :]
            for bound in join(part, last, self.world.vocabulary, {}):
                for complete in self._complete(others, (last,), bound):
                    event = last.as_type(self.program.yields, self._given(complete))
                    found.setdefault(_content(event), event)
        return list(found.values())

    def _complete(self, parts: tuple[Pattern, ...], used: tuple[Event, ...], bound: Bindings) -> Iterator[Bindings]:
        """Yield the bindings of each way to find earlier events, all different, for the other parts."""
        last = used[0]
        if not parts:
            if self.program.within is None or self._in_time(used):
                yield bound
            return
        ids = {event.id for event in used}
        for event in self._candidates(parts[0], last):
            if event.id not in ids and (event.at, event.id) < (last.at, last.id):
                for wider in join(parts[0], event, self.world.vocabulary, bound):
                    yield from self._complete(parts[1:], (*used, event), wider)

    def _reaching_back(self, last: Event) -> Instant:
        """Return an instant before which nothing can be in time with a last event."""
        if self.program.within is None:
            return BEFORE_ALL
        return shift(last.at, self.program.within, self.pact.zone, -1) - MARGIN

    def _candidates(self, pattern: Pattern, last: Event) -> list[Event]:
        memory = self.world.memory
        events = memory.events(memory.places(pattern, self.pact.name, NO_BINDINGS), self._reaching_back(last))
        return [event for event in events if event.agreement in (None, self.pact.name)]

    def _in_time(self, used: tuple[Event, ...]) -> bool:
        if self.program.within is None:
            return True
        first = min(used, key=lambda event: (event.at, event.id))
        return used[0].at <= span_end(Moment(first.at, first.coarse), self.program.within, self.pact.zone)

    def _given(self, bound: Bindings) -> dict[str, Value]:
        given: dict[str, Value] = {}
        for field, term in self.program.gives:
            values: tuple[Scalar, ...] = tuple(terms_of((term,), bound)) if isinstance(term, Var) else (term,)
            given[field] = values[0] if len(values) == 1 else values
        return given


def _content(event: Event) -> tuple[object, ...]:
    data = tuple(sorted((key, repr(value)) for key, value in event.data.items()))
    return (event.type, event.actor, event.target, event.object, event.place, event.source, data)
