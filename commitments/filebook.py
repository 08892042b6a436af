"""What was read from files, folders or standard input, as a book."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.compile import Entered, Names
from commitments.text.library import Expected, Library

if TYPE_CHECKING:
    from commitments.book import Answers
    from commitments.compile import Sight
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from rules.instants import Instant
    from rules.program import Program


def _nothing() -> Library:
    return Library()


@dataclass(frozen=True)
class FileBook:
    """What was read, all of which is known. A ``commitments.book.Book``."""

    library: Library = field(default_factory=_nothing)

    @property
    def agreements(self) -> Sequence[Agreement]:
        """All versions of all agreements, in the order in which they were read."""
        return tuple(version.record for version in self.library.agreements)

    def versions_of(self, agreement: str) -> Sequence[Agreement]:
        """Return all versions of one agreement, in the order in which they were read."""
        return tuple(record for record in self.agreements if record.agreement == agreement)

    @cached_property
    def names(self) -> Names:
        """The commitments by their short names."""
        return Names(self.agreements)

    @property
    def vocabularies(self) -> Sequence[Vocabulary]:
        """Shared terms."""
        return self.library.vocabularies

    @property
    def entries(self) -> tuple[Entered, ...]:
        """Events, retractions and corrections with the zones of their bare dates."""
        return tuple(Entered(entry.told, entry.zone) for entry in self.library.entries)

    @property
    def expected(self) -> tuple[Expected, ...]:
        """What must come out, if the files say so."""
        return self.library.expected

    def entries_about(self, program: Program, known_at: Instant | None) -> tuple[Entered, ...]:
        """Return all entries."""
        del program, known_at
        return self.entries

    def stored(self, sight: Sight, within: Collection[str] | None = None) -> Answers | None:
        """Return None: nothing is kept, everything is worked out."""
        del sight, within
        return None

    def snapshot(self) -> AbstractContextManager[None]:
        """Do nothing: what was read does not change."""
        return nullcontext()

    def close(self) -> None:
        """Let go of nothing."""
