"""What was loaded: agreements, vocabularies, events and expectations, each with its place. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from commitments.records.said import Said

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.records.corrections import Correction, Retraction
    from commitments.records.event import Event
    from commitments.records.parties import Account, Party, Source
    from commitments.records.scenario import Expectation
    from commitments.records.vocabulary import Vocabulary
    from commitments.text.findings import Ground
    from commitments.text.source import Place


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the text of an agreement."""

    record: Agreement
    place: Place

    @property
    def recorded(self) -> str:
        """Return since when it is known, in the agreement's time zone."""
        return self.record.recorded or self.record.made


class Entry(Struct, frozen=True, gc=False):
    """An event, or a correction of one; its bare times are in ``zone``. Commitments are named in full."""

    told: Event | Said | Retraction | Correction
    zone: str
    ground: Ground

    @property
    def record(self) -> Event | Retraction | Correction:
        """The record."""
        from commitments.records.event import event_of

        return event_of(self.told) if isinstance(self.told, Said) else self.told

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return self.ground.place()


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out; its bare times are in ``zone``. Commitments are named in full."""

    record: Expectation
    zone: str
    place: Place


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was loaded, in the order in which it was read.

    ``agreements`` holds every version of a text, later ones after earlier ones. Parties, sources, accounts and the
    vocabulary are merged over all documents.
    """

    agreements: tuple[Version, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    entries: tuple[Entry, ...] = ()
    expected: tuple[Expected, ...] = ()
    parties: Mapping[str, Party] = field(default_factory=_none)
    sources: Mapping[str, Source] = field(default_factory=_none)
    accounts: Mapping[str, Account] = field(default_factory=_none)
    is_a: Mapping[str, tuple[str, ...]] = field(default_factory=_none)
    part_of: Mapping[str, tuple[str, ...]] = field(default_factory=_none)

    @property
    def versions(self) -> dict[str, list[Version]]:
        """Return the versions of each agreement, in the order in which they were read."""
        found: dict[str, list[Version]] = {}
        for version in self.agreements:
            found.setdefault(version.record.agreement, []).append(version)
        return found

    @property
    def newest(self) -> dict[str, Agreement]:
        """Return the last version of each agreement that was read."""
        return {version.record.agreement: version.record for version in self.agreements}
