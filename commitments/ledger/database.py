"""One SQLite file: how it is opened, how a transaction runs, and what its errors are called here.

This module and those that it is given to are the only ones that know SQLite. Measured before (see the design notes):
``synchronous=FULL`` loses nothing at a power cut, NORMAL does; writers that queue outside the database do not starve.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Self

import apsw

from commitments.ledger import errors, schema
from commitments.ledger.statements import Row, Seen, Values, no_nul

if TYPE_CHECKING:
    from pathlib import Path

    from commitments.ledger.turns import WriterQueue

#: How long a writer waits for its turn, in seconds.
PATIENCE = 30.0

_SETTINGS = """
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA recursive_triggers = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA journal_size_limit = 67108864;
PRAGMA cache_size = -65536;
"""

#: A stored text that is no UTF-8 any more, or one given that cannot become it, and an integer beyond 64 bits.
_ERRORS = (apsw.Error, UnicodeError, OverflowError)


class Database:
    """An open SQLite file. Statements raise LedgerError, never an error of the database."""

    def __init__(self, file: str | Path, *, writable: bool, patience: float = PATIENCE) -> None:
        """Open an existing file, whose path is absolute."""
        self.writable = writable
        self._file = os.fspath(file)
        self._patience = patience
        self._failed = False
        self.seen = Seen()
        self._others = 0
        flags = apsw.SQLITE_OPEN_READWRITE if writable else apsw.SQLITE_OPEN_READONLY
        with self.naming_errors():
            self.connection = apsw.Connection(self._file, flags=flags)
            self.connection.set_busy_timeout(int(patience * 1000))
            self.connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
            self.connection.execute(_SETTINGS).fetchall()  # a setting that answers must be read for the next to run

    @cached_property
    def path(self) -> Path:
        """The file."""
        from pathlib import Path

        return Path(self._file)

    @cached_property
    def _queue(self) -> WriterQueue:
        from commitments.ledger.turns import WriterQueue

        return WriterQueue(beside(self.path, ".lock"), self._patience)

    @cached_property
    def _suspect(self) -> Path:
        """The file that is there since an I/O error, until the ledger has been verified."""
        return beside(self.path, ".unverified")

    def close(self) -> None:
        """Close the file; using it afterwards is an error of the caller."""
        self.connection.close()

    def __enter__(self) -> Self:
        """Return the database; it is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.close()

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """Return all rows of a query."""
        try:
            return self.connection.execute(statement, no_nul(values)).fetchall()
        except _ERRORS as error:
            raise self._named(error) from error

    def row(self, statement: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, or None."""
        try:
            return self.connection.execute(statement, no_nul(values)).fetchone()
        except _ERRORS as error:
            raise self._named(error) from error

    def each(self, statement: str, values: Values = ()) -> Iterator[Row]:
        """Yield the rows of a query one by one, however many there are."""
        with self.naming_errors():
            yield from self.connection.execute(statement, no_nul(values))

    def run(self, statement: str, values: Values = ()) -> int:
        """Run one statement; return how many rows it changed."""
        try:
            self.connection.execute(statement, no_nul(values))
            return self.connection.changes()
        except _ERRORS as error:
            raise self._named(error) from error

    def run_each(self, statement: str, values: Iterable[Values], *, checked: bool = False) -> None:
        """Run one statement for each of ``values``. ``checked``: it is known that no text among them has a NUL."""
        many = list(values if checked else map(no_nul, values))
        if not many:
            return
        try:
            self.connection.executemany(statement, many)
        except _ERRORS as error:
            raise self._named(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write inside the block: all of it is on disk when the block ends, or nothing when it raises."""
        if self.connection.in_transaction:
            raise RuntimeError("a transaction inside a transaction")
        if not self.writable:
            raise errors.ReadOnlyLedgerError(self.path)
        with self._queue.turn():
            if self._failed or os.path.exists(self._suspect):  # noqa: PTH110 - each transaction asks
                raise errors.UnverifiedLedgerError(self.path)
            self.run("BEGIN IMMEDIATE")
            try:
                self.seen.open(self._version())
                yield
                self.run("COMMIT")
                self.seen.close(self._version_left())
            except BaseException:
                self.seen.forget()
                self._undo()
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read inside the block: all queries see the same state, whatever others write meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            self.seen.open(self._version())
            yield
        finally:
            self.seen.close()
            self._undo()

    @property
    def writing(self) -> bool:
        """Whether a transaction is open."""
        return self.connection.in_transaction

    def trust(self) -> None:
        """Allow writing again after an I/O error: the ledger has been verified."""
        self._suspect.unlink(missing_ok=True)
        self._failed = False

    def upgrade(self) -> None:
        """Bring the tables to the present version, creating them in an empty file; all or nothing."""
        if self.identity() == (schema.APPLICATION_ID, schema.VERSION):
            return
        with self._queue.turn():
            self.run("PRAGMA journal_mode = WAL")
        with self.transaction():
            _, version = self.identity()
            with self.naming_errors():
                for step in schema.STEPS[version:]:
                    self.connection.execute(step)
                self.connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
                self.connection.execute(f"PRAGMA user_version = {schema.VERSION}")

    def identity(self) -> tuple[int, int]:
        """Return the mark of the file and its schema version; (0, 0) for an empty file. Raises NotALedgerError."""
        (mark,) = self.row("PRAGMA application_id") or (0,)
        (version,) = self.row("PRAGMA user_version") or (0,)
        if mark != schema.APPLICATION_ID:
            (tables,) = self.row("SELECT count(*) FROM sqlite_schema") or (0,)
            if mark or version or tables:
                raise errors.NotALedgerError(self.path)
        return mark, version

    def _version(self) -> tuple[int, int]:
        """Return another value than before when anybody has written: other connections, or this one."""
        (self._others,) = self.row("PRAGMA data_version") or (0,)
        return self._version_left()

    def _version_left(self) -> tuple[int, int]:
        """Return the version after what this connection has written, in a transaction in which nobody else could."""
        return self._others, self.connection.total_changes()

    def _undo(self) -> None:
        if self.connection.in_transaction:
            with contextlib.suppress(apsw.Error):
                self.connection.execute("ROLLBACK")

    @contextmanager
    def naming_errors(self) -> Iterator[None]:
        """Raise LedgerError inside the block where the database raises its own."""
        try:
            yield
        except _ERRORS as error:
            raise self._named(error) from error

    def _named(self, error: Exception) -> errors.LedgerError:
        """Return what an error of the database is called here; remember that the disk failed."""
        told = _translate(error, self.path, no_room=self._no_room())
        if isinstance(told, errors.LedgerIOError) and self.writable:
            self._failed = True
            with contextlib.suppress(OSError):
                self._suspect.touch(0o600)
        return told

    def _no_room(self) -> bool:
        connection = getattr(self, "connection", None)
        return connection is not None and connection.system_errno in {errno.ENOSPC, errno.EDQUOT}


def beside(path: Path, ending: str) -> Path:
    """Return the file that stands beside ``path``, its name with an ``ending``."""
    return path.with_name(path.name + ending)


def make_private(path: str | Path) -> bool:
    """Create an empty file that only its owner can read; False when there is one. Raises CannotOpenError."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise errors.CannotOpenError(path, error.strerror or "no reason given") from error
    return True


def _translate(error: Exception, path: Path, *, no_room: bool) -> errors.LedgerError:  # noqa: PLR0911 - one a line
    if isinstance(error, UnicodeEncodeError | OverflowError):
        return errors.RefusedValueError(f"no ledger stores this: {error}")
    if isinstance(error, apsw.FullError) or (isinstance(error, apsw.IOError) and no_room):
        return errors.DiskFullError(path)
    if isinstance(error, apsw.IOError):
        return errors.LedgerIOError(path, str(error))
    if isinstance(error, apsw.NotADBError):
        return errors.NotALedgerError(path)
    if isinstance(error, apsw.CorruptError):
        return errors.DamagedLedgerError(path, str(error))
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return errors.LedgerBusyError(path, PATIENCE)
    if isinstance(error, apsw.ReadOnlyError):
        return errors.ReadOnlyLedgerError(path)
    if isinstance(error, apsw.ConstraintError):
        return errors.RefusedByLedgerError(path, str(error))
    if isinstance(error, apsw.CantOpenError):
        return errors.CannotOpenError(path, str(error))
    return errors.DamagedLedgerError(path, str(error))
