"""Carries all rows of one ledger into another that is new: for backups and for moving between databases.

Chain, statuses and working memory come over as they are: the copy has the same head.
"""

# ruff: noqa: S608 - statements are put together from constants of this module only

from __future__ import annotations

from commitments.ledger.statements import Statements, parts

#: The tables with their columns, in an order in which each row finds those that it points to.
TABLES = {
    "entry": "seq, kind, key, recorded, body, hash, latest",
    "event_key": "key, at, seq",
    "unit": "name, agreement, kind, body, wake",
    "watch": "key, unit",
    "derived": "key, at, body, agreement",
    "clock": "name, at, known, untidy",
    "standing": "name, agreement, status, live, late, since, due, row",
    "transition": "id, name, agreement, at, step, before, after, cause, seq, recorded",
}
ORDERED = {"entry": "seq", "transition": "id"}

#: Which transitions are marked as superseded, and how to mark one.
MARKS = """SELECT superseded_by, superseded_at, id FROM transition WHERE superseded_by IS NOT NULL ORDER BY id"""
MARK = "UPDATE transition SET superseded_by = ?, superseded_at = ? WHERE id = ?"

#: How many rows are written by one call.
_AT_ONCE = 1_000


def carry(source: Statements, target: Statements) -> None:
    """Copy everything from ``source``, inside a snapshot of it, into the empty ``target``, inside its transaction."""
    for table, columns in TABLES.items():
        order = f" ORDER BY {ORDERED[table]}" if table in ORDERED else ""
        places = ", ".join("?" for _ in columns.split(", "))
        rows = source.each(f"SELECT {columns} FROM {table}{order}")
        for part in parts(rows, _AT_ONCE):
            target.run_each(f"INSERT INTO {table} ({columns}) VALUES ({places})", part)
    for part in parts(source.each(MARKS), _AT_ONCE):
        target.run_each(MARK, part)


def empty(database: Statements) -> bool:
    """Whether there is nothing in a ledger yet."""
    return all(database.row(f"SELECT 1 FROM {table} LIMIT 1") is None for table in TABLES)
