"""A ledger as a book: what is recorded is evaluated at once, and both are committed together, or neither.

Answers that are kept are read as they are stored; what the ledger says is read only where one is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.ledger.errors import ReadOnlyLedgerError
from commitments.records.everybody import EVERYBODY
from commitments.upkeep import form
from commitments.upkeep.answers import Stored

if TYPE_CHECKING:
    from commitments.book import Answers, Receipt
    from commitments.compile import Entered, Sight
    from commitments.ledger.errors import ConflictError
    from commitments.ledger.storage import Storage
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from commitments.text.library import Library
    from commitments.upkeep.contents import Contents
    from commitments.upkeep.texts import KeptNames
    from rules.instants import Instant
    from rules.program import Program


class _UndoneError(Exception):
    """Ends the transaction of a trial."""


class LedgerBook:
    """A book that is kept in a database. A ``commitments.book.WritableBook``."""

    def __init__(self, storage: Storage) -> None:
        """Take an open ledger."""
        self.storage = storage
        self._is_writing = False
        self._is_readable = self._see_form()

    def _see_form(self) -> bool:
        """Write working memory anew where another version of this program wrote it; return whether it can be read."""
        if form.is_kept(self.storage.memory):
            return True
        try:
            with self.storage.transaction():
                self.contents.refresh()
                if not form.is_kept(self.storage.memory):  # another process may have been here
                    from commitments.upkeep.replaying import write_anew

                    write_anew(self.contents)
        except ReadOnlyLedgerError:
            return not self.storage.memory.clocks()
        return True

    @cached_property
    def contents(self) -> Contents:
        """What the ledger says."""
        from commitments.upkeep.contents import Contents

        return Contents(self.storage)

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def agreements(self) -> Sequence[Agreement]:
        """All versions of all agreements, in the order in which they were recorded."""
        return self.contents.texts.agreements

    def versions_of(self, agreement: str) -> Sequence[Agreement]:
        """Return all versions of one agreement, in the order in which they were recorded."""
        return self.contents.texts.versions_of(agreement)

    @property
    def names(self) -> KeptNames:
        """The commitments by their short names."""
        return self.contents.names

    @property
    def vocabularies(self) -> Sequence[Vocabulary]:
        """Shared terms."""
        return self.contents.texts.vocabularies

    @property
    def entries(self) -> Iterable[Entered]:
        """Events, retractions and corrections, in the order in which they were recorded."""
        return self.contents.entries

    def entries_about(self, program: Program, known_at: Instant | None) -> Iterable[Entered]:
        """Return the events that may concern what is tracked, and all denials, in their versions of an instant."""
        return self.contents.entries_about(program, known_at)

    def stored(self, sight: Sight, within: Collection[str] | None = None) -> Answers | None:
        """Return the answers that are kept for everybody's view; None for any other view."""
        plain = sight.account == EVERYBODY and not sight.reading and not sight.assume
        if not plain or sight.as_of is None or not self._is_readable:
            return None
        return Stored(self, sight.as_of, sight.known_at, within)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that is read inside the block be of one state, whatever others write meanwhile."""
        with self.storage.snapshot():
            if "contents" in self.__dict__:
                self.contents.refresh()
            yield

    def close(self) -> None:
        """Let go of the database."""
        self.storage.close()

    # --- writing -----------------------------------------------------------------------------------------------------

    def add(self, library: Library, now: Instant) -> Receipt:
        """Record agreements, vocabularies and the entries that stand with them."""
        from commitments.upkeep.recording import Recording

        with self.writing():
            return self._with_head(Recording(self.contents).add(library, now))

    def conflicts(self, entries: Sequence[Entered]) -> list[ConflictError]:
        """Return why events would be refused whose ids are those of others; nothing is recorded."""
        from commitments.upkeep.recording import Recording

        with self.snapshot():
            return Recording(self.contents).conflicts(entries)

    def record(self, entries: Sequence[Entered], now: Instant) -> Receipt:
        """Record events, retractions and corrections."""
        from commitments.upkeep.recording import Recording

        with self.writing():
            return self._with_head(Recording(self.contents).record(entries, now))

    def _with_head(self, receipt: Receipt) -> Receipt:
        """Tell how far the log goes with what was recorded, and no further, whoever has written since."""
        return receipt._replace(head=str(self.storage.seal()))

    def waits_for(self, kind: str) -> bool:
        """Whether some text has ever spoken of events of a type, or of what it is."""
        contents = self.contents
        return any(contents.shapes.of(each) for each in contents.telling.vocabulary.types(kind))

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Let what is recorded inside the block have its effect, and undo all of it when the block ends."""
        try:
            with suppress(_UndoneError), self.storage.transaction():
                self._is_writing = True
                yield
                raise _UndoneError
        finally:
            self._is_writing = False
            self._forget()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let what is recorded inside the block last once it ends; what is read inside is of the state it leaves."""
        inside, self._is_writing = self._is_writing, True
        try:
            with nullcontext() if inside else self.storage.transaction():
                yield
            self.contents.go_on()
        except BaseException:
            self._forget()
            raise
        finally:
            self._is_writing = inside

    def _forget(self) -> None:
        """Forget what was read inside of a transaction that is undone."""
        self.__dict__.pop("contents", None)
