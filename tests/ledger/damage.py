# ruff: noqa: S608 - the names are those of this module
"""What is stored in a ledger, whole, and ways to damage it beside the log."""

from __future__ import annotations

from typing import Any

from commitments.ledger.sql import SqlLedger

#: Each table, with what tells its rows apart.
TABLES = {
    "entry": "seq",
    "event_key": "key, at, seq",
    "unit": "name",
    "watch": "key, unit",
    "derived": "key, at, body",
    "clock": "name",
    "standing": "name",
    "transition": "id",
}
COLUMNS = {
    "entry": "seq, kind, key, recorded, body, hash, latest",
    "unit": "name, agreement, kind, body, wake",
    "derived": "key, at, body, agreement",
    "clock": "name, at",
    "standing": "name, agreement, status, live, late, since, due, row",
    "transition": "id, name, agreement, at, step, before, after, cause, seq, recorded, superseded_by, superseded_at",
}
Stored = dict[str, list[tuple[Any, ...]]]

#: What somebody with SQL changes of what stands beside the log; the name is that of a commitment that waits.
DAMAGE = {
    "status": "UPDATE standing SET status = 'satisfied' WHERE name = '{}'",
    "live": "UPDATE standing SET live = 1 - live",
    "no status": "DELETE FROM standing WHERE name = '{}'",
    "status of nobody": "UPDATE standing SET agreement = 'nobody' WHERE name = '{}'",
    "status of another": "UPDATE standing SET agreement = 'cider-supply' WHERE name = '{}'",
    "wake": "UPDATE unit SET wake = coalesce(wake, 0) + 1 WHERE kind = 'promise'",
    "body": "UPDATE unit SET body = '{{}}' WHERE name = '{}'",
    "no unit": "DELETE FROM unit WHERE name = '{}'",
    "unit of another": "UPDATE unit SET agreement = 'cider-supply' WHERE name = '{}'",
    "no watch": "DELETE FROM watch WHERE unit = '{}'",
    "more watch": "INSERT INTO watch (key, unit) VALUES ('more', '{}')",
    "no derived": "DELETE FROM derived",
    "other derived": "UPDATE derived SET body = replace(body, 'a', 'b')",
    "clock": "UPDATE clock SET at = at - 1",
    "terms": "UPDATE unit SET body = replace(body, 'a', 'b') WHERE kind = 'terms ever'",
    "shapes": "UPDATE unit SET body = '[]' WHERE kind = 'shapes'",
    "member": "UPDATE unit SET body = 'none' WHERE kind = 'member'",
}
#: After these, what is stored beside may be in other words than before, and means the same: how far time had taken a
#: group, and in which order shapes became known, no log tells.
OTHERWISE = frozenset({"clock", "shapes", "member"})


def stored(ledger: SqlLedger) -> Stored:
    """Return all that is stored in a ledger."""
    return {
        table: [
            tuple(bytes(value) if isinstance(value, (bytes, memoryview)) else value for value in row)
            for row in ledger.database.rows(f"SELECT {COLUMNS.get(table, keys)} FROM {table} ORDER BY {keys}")
        ]
        for table, keys in TABLES.items()
    }


def waiting(ledger: SqlLedger) -> str:
    """Return the name of a commitment that waits for something."""
    return next(row.name for row in ledger.standings.live() if ledger.memory.watched(row.name))


def damage(ledger: SqlLedger, *kinds: str) -> None:
    """Damage a ledger."""
    name = waiting(ledger)
    with ledger.transaction():
        for kind in kinds:
            assert ledger.database.run(DAMAGE[kind].format(name)), kind
