"""A ledger shared by many, in PostgreSQL: its parts put together, how it is made, opened and copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from commitments.ledger import errors
from commitments.ledger.carrying import carry
from commitments.ledger.postgres_check import check_end, check_tables
from commitments.ledger.postgres_database import PATIENCE, PostgresDatabase
from commitments.ledger.postgres_schema import GRANTS, READER, SCHEMA, STEPS, WRITER
from commitments.ledger.rows import NO_ENTRIES, Finding, Head
from commitments.ledger.sql import SqlLedger
from commitments.ledger.statements import Row

#: Any number: whoever makes or upgrades a ledger holds this lock of the database.
_ONE_AT_A_TIME = 0x434D544C

_ROLE = """SELECT current_user::text, r.rolsuper OR pg_has_role(c.relowner, 'USAGE')
FROM pg_catalog.pg_roles AS r, pg_catalog.pg_class AS c
WHERE r.rolname = current_user AND c.oid = to_regclass(?)"""

#: Roles belong to the whole server: another database may be making them at this moment.
_CREATE_ROLE = """DO $do$ BEGIN CREATE ROLE {} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$"""


class PostgresLedger(SqlLedger):
    """An open shared ledger; a `commitments.ledger.storage.Storage`."""

    database: PostgresDatabase

    @property
    def place(self) -> errors.Place:
        """Return the database, as messages name it: without the password."""
        return self.database.place

    def structure(self) -> list[Iterator[Finding]]:
        """Return the checks of the tables, and of the head row, which is right once all is committed."""
        checks = [check_tables(self.database)]
        return checks if self.database.open else [*checks, check_end(self.database)]

    def settings(self) -> list[tuple[str, str, str]]:
        """Return what makes commits durable on the server, and what the role in use may do."""
        found = [("server", str((self.database.row("SHOW server_version") or ("",))[0]), "")]
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            value = str((self.database.row(f"SHOW {name}") or ("",))[0])
            found.append((name, value, f"set {name} = on: a power cut loses events" if value == "off" else ""))
        role, mighty = self.database.row(_ROLE, (f"{SCHEMA}.entry",)) or ("", False)
        advice = f"work as a member of {WRITER}: this role may change the log" if mighty else ""
        return [*found, ("role", str(role), advice)]

    def backup(self, to: Path) -> Head:
        """Copy the ledger to the new file ``to``, a SQLite ledger of the same content; return the head that it has."""
        from commitments.ledger.sqlite import fresh_file

        with fresh_file(to) as copy, self.snapshot(), copy.transaction():
            carry(self.database, copy)
            return self.log.head()


def open_postgres(url: str, *, writable: bool = True, patience: float = PATIENCE) -> PostgresLedger:
    """Open the ledger in the database at a URL; ``patience``: how long a writer waits for its turn, in seconds.

    Raises CannotOpenError, NoSchemaError, NewerSchemaError, OlderSharedLedgerError.
    """
    database = PostgresDatabase(url, writable=writable, patience=patience)
    try:
        _check_version(database)
    except BaseException:
        database.close()
        raise
    return PostgresLedger(database)


def init_postgres(url: str) -> tuple[int, int]:
    """Make a ledger in a database, or upgrade it, with its roles; return the schema versions before (0: none) and now.

    The role that does it owns the tables; those who write need only be members of `commitments_writer`. All or nothing.
    """
    database = PostgresDatabase(url, writable=True)
    try:
        database.run("BEGIN")
        database.run("SELECT pg_advisory_xact_lock(?)", (_ONE_AT_A_TIME,))
        before = _version(database) or 0
        if before > len(STEPS):
            raise errors.NewerSchemaError(database.place, before, len(STEPS))
        _apply(database, before)
        database.run("COMMIT")
        return before, len(STEPS)
    finally:
        database.close()


def _apply(database: PostgresDatabase, before: int) -> None:
    if not before:
        database.run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for step in STEPS[before:]:
        for statement in step:
            database.run(statement)
    if before:
        database.run("UPDATE head SET version = ?", (len(STEPS),))
    else:
        database.run("INSERT INTO head (version, seq, hash) VALUES (?, ?, ?)", (len(STEPS), *NO_ENTRIES))
    for role in (READER, WRITER):
        if database.row("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?", (role,)) is None:
            database.run(_CREATE_ROLE.format(role))
    for grant in GRANTS:
        database.run(grant)


def _check_version(database: PostgresDatabase) -> None:
    version = _version(database)
    if version is None:
        raise errors.NoSchemaError(database.place)
    if version > len(STEPS):
        raise errors.NewerSchemaError(database.place, version, len(STEPS))
    if version < len(STEPS):
        raise errors.OlderSharedLedgerError(database.place, version, len(STEPS))


def _version(database: PostgresDatabase) -> int | None:
    """Return the schema version of the ledger in a database; None when there is none."""
    there: Row | None = database.row("SELECT to_regclass(?)::text", (f"{SCHEMA}.head",))
    if there is None or there[0] is None:
        return None
    row = database.row("SELECT version FROM head")
    return int(row[0]) if row else None
