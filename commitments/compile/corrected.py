"""Events as they are known: corrected, or withdrawn. Source: semantics.md, sections 3, 6, 9 and 10."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct

from commitments.records.said import Said, TellsEvent
from commitments.text.times import parse_moment

if TYPE_CHECKING:
    from commitments.compile.sight import Sight
    from commitments.records.corrections import Correction, Retraction
    from commitments.records.event import Event
    from rules.instants import Instant


class Entry(Protocol):
    """An entry of a list of events, or of the ledger. Its bare dates are read in ``zone``."""

    @property
    def told(self) -> Event | Said | Retraction | Correction:
        """What was entered."""

    @property
    def zone(self) -> str:
        """The time zone of its bare dates."""


class Entered(Struct, frozen=True, gc=False):
    """An entry that did not come from a text."""

    told: Event | Said | Retraction | Correction
    zone: str = "UTC"

    @property
    def record(self) -> Event | Retraction | Correction:
        """What was told, as a record."""
        from commitments.records.event import event_of

        return event_of(self.told) if isinstance(self.told, Said) else self.told


class Known(NamedTuple):
    """The version of an event that counts, and the zone of its bare dates."""

    event: Event | Said
    zone: str


def known_events(entries: Iterable[Entry], sight: Sight) -> Iterator[Known]:
    """Yield the version of each event that counts: the latest recorded among those that are known, unless withdrawn.

    An event is recorded when it says so, else when it happened; a retraction or correction that does not say so, at
    once. None takes effect before its event is recorded. Of two recorded at one instant the one that stands later
    counts. The first event of an id is the event: the same again changes nothing.
    """
    events: dict[str, tuple[Instant, Known]] = {}
    changes: dict[str, list[tuple[Instant | None, Entry]]] = {}
    for entered in entries:
        entry, zone = entered.told, entered.zone
        if isinstance(entry, TellsEvent):
            recorded = parse_moment(entry.recorded or entry.at, zone).at
            events.setdefault(entry.id, (recorded, Known(entry, zone)))
        else:
            stated = None if entry.recorded is None else parse_moment(entry.recorded, zone).at
            changes.setdefault(entry.target, []).append((stated, entered))
    for name, (recorded, known) in events.items():
        if sight.knows(recorded):
            left = _latest(known, recorded, changes[name], sight) if name in changes else known
            if left is not None:
                yield left


def _latest(
    known: Known, recorded: Instant, changes: Iterable[tuple[Instant | None, Entry]], sight: Sight
) -> Known | None:
    """Return an event after the changes that are known; a correction after a retraction brings it back."""
    from commitments.records.corrections import Correction, Retraction
    from commitments.records.event import event_of

    dated = [(recorded if stated is None else max(stated, recorded), change) for stated, change in changes]
    version, withdrawn = known, False
    for instant, change in sorted(dated, key=lambda pair: pair[0]):
        if sight.knows(instant):
            told = change.told
            withdrawn = isinstance(told, Retraction)
            if isinstance(told, Correction):
                event = event_of(version.event) if isinstance(version.event, Said) else version.event
                version = Known(told.apply(event), change.zone if "at" in told.with_ else version.zone)
    return None if withdrawn else version
