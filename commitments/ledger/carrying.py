"""Carries all rows of one ledger into another that is new: for backups and for moving between databases.

Chain, statuses and working memory come over as they are: the copy has the same head.
"""

# ruff: noqa: S608 - statements are put together from constants of this module only

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from commitments.ledger.statements import Row, Statements

#: The tables with their columns, in an order in which each row finds those that it points to.
TABLES = {
    "entry": "seq, kind, key, recorded, body, hash, latest",
    "event_key": "key, at, seq",
    "unit": "name, agreement, kind, body, wake",
    "watch": "key, unit",
    "derived": "key, at, body, agreement",
    "clock": "name, at",
    "standing": "name, agreement, status, live, late, since, due, row",
    "transition": "id, name, agreement, at, step, before, after, cause, seq, recorded",
}
ORDERED = {"entry": "seq", "transition": "id"}

_MARKS = """SELECT superseded_by, superseded_at, id FROM transition WHERE superseded_by IS NOT NULL ORDER BY id"""
_MARK = "UPDATE transition SET superseded_by = ?, superseded_at = ? WHERE id = ?"

#: How many rows are written by one call.
_AT_ONCE = 1_000


def carry(source: Statements, target: Statements) -> None:
    """Copy everything from ``source``, inside a snapshot of it, into the empty ``target``, in one transaction."""
    with target.transaction():
        for table, columns in TABLES.items():
            order = f" ORDER BY {ORDERED[table]}" if table in ORDERED else ""
            places = ", ".join("?" for _ in columns.split(", "))
            rows = source.each(f"SELECT {columns} FROM {table}{order}")
            for part in parts(rows, _AT_ONCE):
                target.run_each(f"INSERT INTO {table} ({columns}) VALUES ({places})", part)
        for part in parts(source.each(_MARKS), _AT_ONCE):
            target.run_each(_MARK, part)


def parts(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield ``rows`` in lists of at most ``size``."""
    each = iter(rows)
    while part := list(islice(each, size)):
        yield part
