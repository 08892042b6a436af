"""A ledger in a database that speaks SQL: its parts put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Self

from commitments.ledger.memory import SqlMemory
from commitments.ledger.standings import SqlStandings

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from commitments.ledger.errors import Place
    from commitments.ledger.filings import Filings
    from commitments.ledger.log import SqlLog
    from commitments.ledger.rows import Finding, Head
    from commitments.ledger.statements import Statements
    from commitments.ledger.transitions import SqlTransitions


class SqlLedger:
    """An open ledger; a `commitments.ledger.storage.Storage`. Each kind of database says how it is copied and named."""

    def __init__(self, database: Statements) -> None:
        self.database = database
        self.memory = SqlMemory(database)
        self.standings = SqlStandings(database)

    @property
    def epoch(self) -> object:
        """Another object once anybody may have written, or a transaction was undone."""
        return self.database.seen.epoch

    @property
    def epoch_left(self) -> object:
        """The one in which the last transaction of this process left the ledger."""
        return self.database.seen.left

    @cached_property
    def log(self) -> SqlLog:
        """What was said."""
        from commitments.ledger.log import SqlLog

        return SqlLog(self.database)

    @cached_property
    def transitions(self) -> SqlTransitions:
        """Every change of status."""
        from commitments.ledger.transitions import SqlTransitions

        return SqlTransitions(self.database)

    @property
    def place(self) -> Place:
        """Return how messages name this ledger."""
        raise NotImplementedError

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write inside the block: durable as a whole when it ends, undone as a whole when it raises.

        At the end, the hash of the transitions goes into the chain. Raises LedgerBusyError, DiskFullError,
        LedgerIOError, UnverifiedLedgerError, ReadOnlyLedgerError and LostLedgerError.
        """
        with self.database.transaction():
            self.transitions.begin()
            yield
            self.seal()

    def seal(self) -> Head:
        """Put the hash of the transitions of an open transaction into the chain; return how far the log goes then.

        Where more follow in it, so does another hash.
        """
        if self.transitions.touched:
            from commitments.ledger.outcome import record_outcome

            record_outcome(self.database, self.log, self.transitions)
            self.transitions.begin()
        return self.log.head()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state inside the block, whatever others write meanwhile."""
        with self.database.snapshot():
            yield

    def structure(self) -> list[Iterator[Finding]]:
        """Return the checks that are those of one kind of database."""
        return []

    def verify(
        self, expect: Head | None = None, filed: Iterable[Filings] | None = None, also: Iterable[Finding] = ()
    ) -> list[Finding]:
        """Return all that is wrong (see `commitments.ledger.verify`); empty allows writing again after an I/O error."""
        from commitments.ledger.verify import verify

        found = verify(self.database, self.structure(), expect, filed, also)
        if not found and self.database.writable:
            self.database.trust()
        return found

    def settings(self) -> list[tuple[str, str, str]]:
        """Return what `doctor` tells of this kind of database: name, value, and advice where something is wrong."""
        raise NotImplementedError

    def backup(self, to: Path) -> Head:
        """Copy the ledger to the new file ``to``, a SQLite ledger, complete while others write; return its head.

        Raises BackupExistsError, CannotOpenError and what reading and writing raise; then there is no file ``to``.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> Self:
        """Return the ledger; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the ledger."""
        self.close()
