"""Agreements and vocabularies as the log keeps them. Read once, and again only when the log has others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commitments.book import Described
from commitments.compile.sight import Sight, recorded_at, versions
from commitments.ledger.rows import Draft, Entry, Kind
from commitments.records.agreement import Agreement
from commitments.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from commitments.ledger.storage import Storage
    from rules.instants import Instant
    from rules.trace import Standing


def agreement_draft(agreement: Agreement) -> Draft:
    """Return what is appended to the log for a version of an agreement; it is known since its text says so."""
    return Draft(Kind.AGREEMENT, agreement.agreement, agreement.plain(), recorded_at(agreement))


def vocabulary_draft(vocabulary: Vocabulary, now: Instant) -> Draft:
    """Return what is appended to the log for a vocabulary."""
    return Draft(Kind.VOCABULARY, vocabulary.vocabulary, vocabulary.plain(), now)


def agreement_of(entry: Entry) -> Agreement:
    """Return a version of an agreement from the log."""
    return Agreement.model_validate(dict[str, Any](entry.content))


def vocabulary_of(entry: Entry) -> Vocabulary:
    """Return a vocabulary from the log."""
    return Vocabulary.model_validate(dict[str, Any](entry.content))


class Texts:
    """All versions of all agreements, and all vocabularies, of a ledger."""

    def __init__(self, storage: Storage) -> None:
        """Take the ledger."""
        self._storage = storage
        self._seq = -1
        self.agreements: list[Agreement] = []
        self.vocabularies: list[Vocabulary] = []

    def refresh(self) -> bool:
        """Read what came since; return whether there was something."""
        new = False
        for entry in self._storage.log.texts_since(max(self._seq, 0)):
            new = True
            self._seq = entry.seq
            if entry.kind == Kind.AGREEMENT:
                self.agreements.append(agreement_of(entry))
            else:
                self.vocabularies.append(vocabulary_of(entry))
        return new

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and the zone of its agreement."""
        for agreement in self.current(frozenset({standing.agreement})):
            written = agreement.commitments.get(standing.commitment)
            return Described(None if written is None else written.text, agreement.timezone)
        return Described(None, "UTC")

    def current(self, names: frozenset[str] | None = None) -> list[Agreement]:
        """Return the latest version of each agreement (of these)."""
        wanted = [each for each in self.agreements if names is None or each.agreement in names]
        return versions(wanted, Sight())


__all__ = ["Texts", "agreement_draft", "agreement_of", "vocabulary_draft", "vocabulary_of"]
