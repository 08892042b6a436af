"""Working memory of one group of agreements that is kept in a ledger: what is not here yet is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.upkeep.keys import place_key, topic_key
from rules.facts import Event
from rules.memory import Memory, Place, Told, Topic
from rules.patterns import event_choices

if TYPE_CHECKING:
    from commitments.upkeep.waiting import Waiting
    from rules.instants import Instant
    from rules.patterns import Pattern, Shape
    from rules.vocabulary import Closures


class KeptMemory(Memory):
    """Dictionaries for what this run has touched, the ledger for the rest.

    ``watching`` tells the names of stored units for keys, ``told`` the stored events for keys that last until an
    instant or are later, ``shaped`` the shapes of a type, ``now`` the instant that is worked on: the log may know later
    events, ``yields`` what events may count as in an agreement, ``waiting`` the names of stored units for an event,
    where that was asked for before. What is stored of a unit that has been fetched no longer counts.
    """

    def __init__(
        self,
        vocabulary: Closures,
        watching: Callable[[Iterable[str]], Iterable[str]],
        told: Callable[[Iterable[str], Instant], Iterable[Event]],
        shaped: Callable[[str], Sequence[Shape]],
        now: Callable[[], Instant],
        yields: Callable[[str], Iterable[str]],
        waiting: Waiting | None = None,
    ) -> None:
        """Take what asks the ledger."""
        super().__init__(vocabulary)
        self.topical = True  # only the ledger knows
        self.watching = watching
        self.told = told
        self.shaped = shaped
        self.now = now
        self.yields = yields
        self.waiting = waiting
        self.fetched: set[str] = set()

    def may_derive(self, agreement: str, kind: str) -> bool:
        """Whether events may count as one of this type in an agreement, as its stored entries say."""
        if agreement not in self.derivable:
            self.derivable[agreement] = frozenset(self.yields(agreement))
        return kind in self.derivable[agreement]

    def shapes(self, kind: str) -> Sequence[Shape]:
        """Return the shapes of a type, as registered in the ledger."""
        return self.shaped(kind)

    def file(self, event: Event, scope: str | None) -> Told:
        """File an event, and tell both who is here and who is stored."""
        told = super().file(event, scope)
        told.update((name, None) for name in self._stored(event, scope) if name not in self.fetched)
        return told

    def _stored(self, event: Event, scope: str | None) -> Iterable[str]:
        """Return who is stored and watches for such an event."""
        known = None if self.waiting is None or scope is not None else self.waiting(event.id)
        return self.watching(map(place_key, self.places_of(event, scope))) if known is None else known

    def places_of(self, event: Event, scope: str | None) -> list[Place]:
        """Return everywhere an event is filed."""
        return [
            (scope, kind, shape, values)
            for kind in self.vocabulary.types(event.type)
            for shape in self.shapes(kind)
            for values in event_choices(event, shape, self.vocabulary)
        ]

    def is_silent(self, pattern: Pattern, scope: str, since: Instant) -> bool:  # noqa: ARG002
        """Only the ledger knows."""
        return False

    def events(self, places: Iterable[Place], since: Instant) -> list[Event]:
        """Return what is filed here and what is stored, in order."""
        asked = list(places)
        found = {(event.id, event.type): event for event in super().events(asked, since)}
        for event in self.told(map(place_key, asked), since):
            if event.until >= since and event.at <= self.now():
                found.setdefault((event.id, event.type), event)
        return sorted(found.values(), key=lambda event: (event.at, event.id))

    def is_heard(self, topic: Topic) -> bool:
        """Whether anybody listens, here or stored."""
        return bool(self.listeners(topic))

    def listeners(self, topic: Topic) -> tuple[str, ...]:
        """Return who listens, here and stored."""
        here = dict.fromkeys(super().listeners(topic))
        stored = self.watching((topic_key(topic),))
        here.update(dict.fromkeys(name for name in stored if name not in self.fetched))
        return tuple(here)
