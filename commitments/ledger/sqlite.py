"""A ledger in one SQLite file: its parts put together, and how it is opened and copied."""

# ruff: noqa: PTH109, PTH112, PTH116, PTH117, PTH118 - opening a ledger takes less time than importing pathlib

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from commitments.ledger import errors, schema
from commitments.ledger.database import PATIENCE, Database, beside, make_private
from commitments.ledger.sql import SqlLedger

if TYPE_CHECKING:
    from pathlib import Path

    from commitments.ledger.rows import Finding, Head

#: Less room than this is told, in MiB.
_LITTLE = 100


class SqliteLedger(SqlLedger):
    """An open ledger; a `commitments.ledger.storage.Storage`. Not to be carried over a fork."""

    database: Database

    @property
    def place(self) -> errors.Place:
        """Return the file, as messages name it."""
        return self.database.path

    def structure(self) -> list[Iterator[Finding]]:
        """Return the checks of the file and its tables."""
        from commitments.ledger.sqlite_check import check_file, check_tables

        return [check_file(self.database), check_tables(self.database)]

    def settings(self) -> list[tuple[str, str, str]]:
        """Return the settings in force, and the room that is left."""
        from shutil import disk_usage

        pragmas = ("journal_mode", "synchronous", "user_version", "page_count")
        found = [(name, str(self.database.connection.pragma(name)), "") for name in pragmas]
        free = disk_usage(self.database.path.parent).free // 2**20
        return [*found, ("room", f"{free} MiB", "" if free >= _LITTLE else "make room on this disk")]

    def backup(self, to: Path) -> Head:
        """Copy the ledger to the new file ``to``, complete while others write; return the head that the copy has.

        Raises BackupExistsError, CannotOpenError and what reading and writing raise; then there is no file ``to``.
        """
        with fresh_file(to, tables=False) as copy:
            return _copy(self.database, copy)


@contextmanager
def fresh_file(to: Path, *, tables: bool = True) -> Iterator[Database]:
    """Give a new ledger to fill; once the block ends it is the file ``to``, synced, and there is none when it raises.

    ``tables``: whether it has its tables already. Raises BackupExistsError, CannotOpenError.
    """
    _refuse_folder(to)
    part = beside(to.absolute(), ".part")
    part.unlink(missing_ok=True)
    make_private(part)
    try:
        yield from _filled(part, tables=tables)
        os.link(part, to)
    except FileExistsError as error:
        raise errors.BackupExistsError(to) from error
    finally:
        discard(part)
    _sync_folder(to.absolute().parent)


def _filled(part: Path, *, tables: bool) -> Iterator[Database]:
    copy = Database(part, writable=True)
    try:
        if tables:
            copy.upgrade()
        yield copy
        copy.run("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.close()


def open_sqlite(
    path: str | Path, *, writable: bool = True, create: bool = False, patience: float = PATIENCE
) -> SqliteLedger:
    """Open the ledger at ``path``; with ``create`` make it where there is none, readable by its owner only.

    ``patience``: how long a writer waits for its turn, in seconds. Raises NoLedgerError, NotALedgerError,
    NewerSchemaError, OlderSchemaError, CannotOpenError, LedgerBusyError.
    """
    file = _file_at(path)
    new = create and make_private(file)
    if not create and not _is_there(file):
        raise errors.NoLedgerError(_path(file))
    database = Database(file, writable=writable, patience=patience)
    try:
        _ready(database, create=create)
        if new:
            _sync_folder(database.path.parent)
    except BaseException:
        database.close()
        raise
    return SqliteLedger(database)


def init_sqlite(path: str | Path) -> tuple[int, int]:
    """Make the ledger at ``path``, or upgrade it; return its schema versions before (0: there was none) and now."""
    file, before = _file_at(path), 0
    if _is_there(file) and os.stat(file).st_size:
        with Database(file, writable=True) as present:
            before = present.identity()[1]
    open_sqlite(file, create=True).close()
    return before, schema.VERSION


def _file_at(path: str | Path) -> str:
    """Return the path of a file in full. Raises CannotOpenError."""
    _refuse_folder(path)
    return os.fspath(path) if os.path.isabs(path) else os.path.join(os.getcwd(), path)


def _refuse_folder(path: str | Path) -> None:
    if os.path.isdir(path or "."):
        raise errors.CannotOpenError(_path(path), "this is a folder, a ledger is a file")


def _is_there(file: str) -> bool:
    """Whether there is a file; true also where that cannot be told."""
    try:
        os.stat(file)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _path(path: str | Path) -> Path:
    from pathlib import Path

    return Path(path)


def _ready(database: Database, *, create: bool) -> None:
    """See that the file is a ledger that this version knows, upgrading or creating its tables."""
    mark, version = database.identity()
    if (mark, version) == (schema.APPLICATION_ID, schema.VERSION):
        return
    if version > schema.VERSION:
        raise errors.NewerSchemaError(database.path, version, schema.VERSION)
    if not mark and not create:
        raise errors.NotALedgerError(database.path)
    if version < schema.VERSION and not database.writable:
        raise errors.OlderSchemaError(database.path, version, schema.VERSION)
    database.upgrade()


def _copy(database: Database, copy: Database) -> Head:
    """Copy all pages at once under one read lock, and return the head of the copy."""
    from commitments.ledger.log import SqlLog

    if database.writing:
        raise RuntimeError("backup inside a transaction")
    with database.naming_errors(), copy.connection.backup("main", database.connection, "main") as backup:
        backup.step(-1)
    return SqlLog(copy).head()


def discard(path: Path) -> None:
    """Remove the file of a ledger, and those beside it."""
    for file in (path, *(beside(path, ending) for ending in (".lock", "-wal", "-shm"))):
        file.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
