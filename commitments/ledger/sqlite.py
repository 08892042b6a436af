"""A ledger in one SQLite file: its parts put together, and how it is opened and copied."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from commitments.ledger import errors, schema
from commitments.ledger.database import PATIENCE, Database, beside, make_private
from commitments.ledger.log import SqliteLog
from commitments.ledger.memory import SqliteMemory
from commitments.ledger.outcome import record_outcome
from commitments.ledger.rows import Finding, Head, IndexOf
from commitments.ledger.standings import SqliteStandings
from commitments.ledger.transitions import SqliteTransitions
from commitments.ledger.verify import verify


class SqliteLedger:
    """An open ledger; a `commitments.ledger.storage.Storage`. Not to be carried over a fork."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.log = SqliteLog(database)
        self.memory = SqliteMemory(database)
        self.standings = SqliteStandings(database)
        self.transitions = SqliteTransitions(database)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write inside the block: durable as a whole when it ends, undone as a whole when it raises.

        At the end, the hash of the transitions goes into the chain. Raises LedgerBusyError, DiskFullError,
        LedgerIOError, UnverifiedLedgerError and ReadOnlyLedgerError.
        """
        with self.database.transaction():
            self.transitions.touched = False
            yield
            if self.transitions.touched:
                record_outcome(self.database, self.log, self.transitions)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state inside the block, whatever others write meanwhile."""
        with self.database.snapshot():
            yield

    def verify(self, expect: Head | None = None, index_of: IndexOf | None = None) -> list[Finding]:
        """Return all that is wrong (see `commitments.ledger.verify`); empty allows writing again after an I/O error."""
        found = verify(self.database, expect, index_of)
        if not found and self.database.writable:
            self.database.trust()
        return found

    def backup(self, to: Path) -> Head:
        """Copy the ledger to the new file ``to``, complete while others write; return the head that the copy has.

        Raises BackupExistsError, CannotOpenError and what reading and writing raise; then there is no file ``to``.
        """
        part = beside(to.absolute(), ".part")
        part.unlink(missing_ok=True)
        make_private(part)
        try:
            head = _copy(self.database, part)
            os.link(part, to)
        except FileExistsError as error:
            raise errors.BackupExistsError(to) from error
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(to.absolute().parent)
        return head

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def __enter__(self) -> Self:
        """Return the ledger; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the ledger."""
        self.close()


def open_sqlite(path: Path, *, writable: bool = True, create: bool = False, patience: float = PATIENCE) -> SqliteLedger:
    """Open the ledger at ``path``; with ``create`` make it where there is none, readable by its owner only.

    ``patience``: how long a writer waits for its turn, in seconds. Raises NoLedgerError, NotALedgerError,
    NewerSchemaError, OlderSchemaError, CannotOpenError, LedgerBusyError.
    """
    path = path.absolute()
    if create:
        make_private(path)
    elif not path.exists():
        raise errors.NoLedgerError(path)
    database = Database(path, writable=writable, patience=patience)
    try:
        _ready(database, create=create)
    except BaseException:
        database.close()
        raise
    return SqliteLedger(database)


def _ready(database: Database, *, create: bool) -> None:
    """See that the file is a ledger that this version knows, upgrading or creating its tables."""
    mark, version = database.identity()
    if version > schema.VERSION:
        raise errors.NewerSchemaError(database.path, version, schema.VERSION)
    if not mark and not create:
        raise errors.NotALedgerError(database.path)
    if version < schema.VERSION and not database.writable:
        raise errors.OlderSchemaError(database.path, version, schema.VERSION)
    database.upgrade()


def _copy(database: Database, part: Path) -> Head:
    """Copy all pages at once under one read lock, and return the head of the copy."""
    if database.writing:
        raise RuntimeError("backup inside a transaction")
    copy = Database(part, writable=True)
    try:
        with database.naming_errors(), copy.connection.backup("main", database.connection, "main") as backup:
            backup.step(-1)
        copy.run("PRAGMA wal_checkpoint(TRUNCATE)")
        return SqliteLog(copy).head()
    finally:
        copy.close()


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
