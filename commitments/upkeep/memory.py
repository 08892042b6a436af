"""Working memory of one group of agreements that is kept in a ledger: what is not here yet is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from commitments.upkeep.keys import place_key, topic_key
from rules.facts import Event
from rules.filing import Filing
from rules.memory import Memory, Place, Told, Topic
from rules.patterns import event_choices

if TYPE_CHECKING:
    from rules.instants import Instant
    from rules.patterns import Shape
    from rules.vocabulary import Closures


class Kept(Protocol):
    """What a ledger knows of a group of agreements."""

    def fetch(self, name: str) -> object:
        """Take a stored unit into working memory, if it is of this group."""

    def watching(self, keys: Iterable[str]) -> Iterable[str]:
        """Return the names of the stored units that watch for any of these keys."""

    def heard(self, agreement: str) -> frozenset[str]:
        """Return the keys of the commitments of an agreement that stored units listen to."""

    def told(self, keys: Iterable[str], since: Instant) -> Iterable[Event]:
        """Return the stored events under these keys that last until an instant, or are later."""

    def latest(self, kind: str) -> Instant:
        """Return an instant by which all stored events of a type are over."""

    def shaped(self, kind: str) -> Sequence[Shape]:
        """Return the shapes of a type."""

    def yields(self, agreement: str) -> Iterable[str]:
        """Return what events may count as in an agreement."""

    def now(self) -> Instant:
        """Return the instant that is worked on: the log may know later events."""


class KeptMemory(Memory):
    """Dictionaries for what this run has touched, the ledger for the rest.

    What is stored of a unit that has been fetched no longer counts. ``complete``: all who are stored and wait for what
    really happens have been fetched.
    """

    def __init__(self, vocabulary: Closures, kept: Kept) -> None:
        """Take what asks the ledger."""
        super().__init__(vocabulary)
        self.topical = True  # only the ledger knows
        self.kept = kept
        self.complete = False
        self.fetched: set[str] = set()
        self._heard: dict[str, frozenset[str]] = {}

    def may_derive(self, agreement: str, kind: str) -> bool:
        """Whether events may count as one of this type in an agreement, as its stored entries say."""
        return self.derives(agreement) and kind in self.derivable[agreement]

    def derives(self, agreement: str) -> bool:
        """Whether events may count as any other in an agreement."""
        if agreement not in self.derivable:
            self.derivable[agreement] = frozenset(self.kept.yields(agreement))
        return bool(self.derivable[agreement])

    def shapes(self, kind: str) -> Sequence[Shape]:
        """Return the shapes of a type, as registered in the ledger."""
        return self.kept.shaped(kind)

    def filing(self, kind: str) -> Filing:
        """Return what files events of a type; unless all are here, each event is asked for in the ledger as well."""
        return super().filing(kind) if self.complete else lambda event: self.file(event, None)

    def file(self, event: Event, scope: str | None) -> Told:
        """File an event, and tell who is here; who is stored and watches for such a one is fetched first."""
        if scope is not None or not self.complete:
            for name in self.kept.watching(map(place_key, self.places_of(event, scope))):
                if name not in self.fetched:
                    self.kept.fetch(name)
        return super().file(event, scope)

    def places_of(self, event: Event, scope: str | None) -> list[Place]:
        """Return everywhere an event is filed."""
        return [
            (scope, kind, shape, values)
            for kind in self.vocabulary.types(event.type)
            for shape in self.shapes(kind)
            for values in event_choices(event, shape, self.vocabulary)
        ]

    def is_silent(self, kind: str, scope: str, since: Instant) -> bool:
        """Whether certainly no event of a type, here or stored, lasts until an instant, or is later."""
        if self.may_derive(scope, kind) or self.kept.latest(kind) >= since:
            return False
        return super().is_silent(kind, scope, since)

    def events(self, places: Iterable[Place], since: Instant) -> list[Event]:
        """Return what is filed here and what is stored, in order."""
        asked = list(places)
        found = {(event.id, event.type): event for event in super().events(asked, since)}
        for event in self.kept.told(map(place_key, asked), since):
            if event.until >= since and event.at <= self.kept.now():
                found.setdefault((event.id, event.type), event)
        return sorted(found.values(), key=lambda event: (event.at, event.id))

    def is_heard(self, topic: Topic) -> bool:
        """Whether anybody listens, here or stored."""
        return super().is_heard(topic) or any(name not in self.fetched for name in self._listening(topic))

    def listeners(self, topic: Topic) -> tuple[str, ...]:
        """Return who listens, here and stored."""
        here = dict.fromkeys(super().listeners(topic))
        here.update(dict.fromkeys(name for name in self._listening(topic) if name not in self.fetched))
        return tuple(here)

    def _listening(self, topic: Topic) -> Iterable[str]:
        """Return which stored units listen. Most commitments are heard by nobody: that is asked once an agreement."""
        if topic[0] == "commitment":
            agreement = topic[1].partition("/")[0]
            heard = self._heard.get(agreement)
            if heard is None:
                heard = self._heard[agreement] = self.kept.heard(agreement)
            if not heard or topic_key(topic) not in heard:
                return ()
        return self.kept.watching((topic_key(topic),))
