"""Agreements and vocabularies as the log keeps them. Read once, and again only when the log has others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from commitments.compile import Names
from commitments.compile.sight import Sight, versions
from commitments.ledger.rows import Kind
from commitments.upkeep.keys import name_key

if TYPE_CHECKING:
    from commitments.book import Described
    from commitments.ledger.storage import Storage
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from rules.trace import Standing


class Words(NamedTuple):
    """The zone of an agreement, and the words of its commitments."""

    zone: str
    texts: Mapping[str, str | None]


class Texts:
    """The texts of a ledger, each read when it is asked for, and again when there is another version."""

    def __init__(self, storage: Storage) -> None:
        """Take the ledger."""
        self._storage = storage
        self._seq = storage.log.head().seq
        self._agreements: dict[str, list[Agreement]] = {}
        self._words: dict[str, Words] = {}
        self._all: list[Agreement] | None = None
        self._vocabularies: list[Vocabulary] | None = None

    def refresh(self) -> bool:
        """Forget what has another version since; return whether there is something new."""
        head = self._storage.log.head().seq
        told = self._storage.log.text_keys_since(self._seq) if head > self._seq else []
        self._seq = head
        for _, _, key in told:
            self._agreements.pop(key, None)
            self._words.pop(key, None)
        if told:
            self._all = self._vocabularies = None
        return bool(told)

    @property
    def agreements(self) -> list[Agreement]:
        """All versions of all agreements, in the order in which they were recorded."""
        if self._all is None:
            from commitments.upkeep.records import agreement_of

            entries = self._storage.log.texts_since(0)
            self._all = [agreement_of(entry) for entry in entries if entry.kind == Kind.AGREEMENT]
            self._agreements.clear()
            for agreement in self._all:
                self._agreements.setdefault(agreement.agreement, []).append(agreement)
        return self._all

    @property
    def vocabularies(self) -> list[Vocabulary]:
        """All vocabularies, in the order in which they were recorded."""
        if self._vocabularies is None:
            from commitments.upkeep.records import vocabulary_of

            entries = self._storage.log.texts_since(0, kind=Kind.VOCABULARY)
            self._vocabularies = [vocabulary_of(entry) for entry in entries]
        return self._vocabularies

    def versions_of(self, name: str) -> list[Agreement]:
        """Return all versions of one agreement, in the order in which they were recorded."""
        known = self._agreements.get(name)
        if known is None:
            from commitments.upkeep.records import agreement_of

            entries = self._storage.log.texts_since(0, kind=Kind.AGREEMENT, key=name)
            known = self._agreements[name] = [agreement_of(entry) for entry in entries]
        return known

    def current(self, names: Iterable[str] | None = None) -> list[Agreement]:
        """Return the latest version of each agreement (of these)."""
        if names is None:
            return versions(self.agreements, Sight())
        return versions([each for name in names for each in self.versions_of(name)], Sight())

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and the zone of its agreement."""
        known = self._words_of(standing.agreement)
        return known.texts.get(standing.commitment), known.zone

    def zone(self, agreement: str) -> str:
        """Return the zone of an agreement."""
        return self._words_of(agreement).zone

    def _words_of(self, agreement: str) -> Words:
        known = self._words.get(agreement)
        if known is None:
            known = self._words[agreement] = self._read_words(agreement)
        return known

    def _read_words(self, agreement: str) -> Words:
        """Read the words of an agreement and no more: an event that is told changes nothing else of its text."""
        from commitments.upkeep.entries import words_in

        entry = self._storage.log.text(Kind.AGREEMENT, agreement)
        return Words("UTC", {}) if entry is None else Words(*words_in(entry))


class KeptNames(Names):
    """The commitments of a ledger by their short names, looked up."""

    def __init__(self, storage: Storage) -> None:
        """Take the ledger."""
        super().__init__(())
        self._storage = storage

    def homes(self, commitment: str) -> tuple[str, ...]:
        """Return the agreements that have a commitment of this short name."""
        members = self._storage.memory.watching((name_key(commitment),))
        return tuple(member.removeprefix("member ") for member in members)
