"""Whether the file of a SQLite ledger is sound, and its tables are those that this version makes."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from commitments.ledger import schema
from commitments.ledger.database import Database
from commitments.ledger.rows import Finding

_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def check_file(database: Database) -> Iterator[Finding]:
    """Yield what SQLite finds wrong in the structure of the file."""
    for (problem,) in database.rows("PRAGMA integrity_check"):
        if problem != "ok":
            yield Finding(str(problem))
    for table, row, parent, _ in database.rows("PRAGMA foreign_key_check"):
        yield Finding(f"row {row} of {table} points to nothing in {parent}")


def check_tables(database: Database) -> Iterator[Finding]:
    """Yield which tables, indices and triggers are not as this version makes them."""
    fresh = apsw.Connection(":memory:")
    for step in schema.STEPS:
        fresh.execute(step)
    wanted, present = set(fresh.execute(_SCHEMA).fetchall()), set(database.rows(_SCHEMA))
    for kind, name, _ in sorted(wanted - present):
        yield Finding(f"the {kind} {name} is missing or was changed")
    for kind, name, _ in sorted(present - wanted):
        yield Finding(f"the {kind} {name} does not belong here")
