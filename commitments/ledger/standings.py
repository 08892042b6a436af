"""Where each commitment stands now, so that what is live is one indexed select."""

# ruff: noqa: S608 - statements are put together from constants of this module only

from __future__ import annotations

from collections.abc import Iterable

from commitments.ledger.kept import StandingRow
from commitments.ledger.statements import LAST_LETTER, Row, Statements

_COLUMNS = "name, agreement, status, live, late, since, due, row"

#: The agreement of a commitment goes on to be the same: to set it again would write its index again.
_PUT = f"""INSERT INTO standing ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET
    status = excluded.status, live = excluded.live, late = excluded.late,
    since = excluded.since, due = excluded.due, row = excluded.row"""


class SqlStandings:
    """The standings of one database. Writing needs an open transaction."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def put(self, rows: Iterable[StandingRow]) -> None:
        """Store standings, over older ones of their names, which are of the same agreements."""
        self._database.run_each(_PUT, [_values(row) for row in rows])

    def delete(self, names: Iterable[str]) -> None:
        """Forget standings; an unknown name is nothing to forget."""
        self._database.run_each("DELETE FROM standing WHERE name = ?", [(name,) for name in names])

    def get(self, name: str) -> StandingRow | None:
        """Return where one commitment stands, or None."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM standing WHERE name = ?", (name,))
        return _standing(row) if row else None

    def live(self) -> list[StandingRow]:
        """Return what is live, by name."""
        return self._all("WHERE live = 1 ORDER BY name")

    def of_agreement(self, agreement: str) -> list[StandingRow]:
        """Return the standings of one agreement, by name."""
        return self._all("WHERE agreement = ? ORDER BY name", agreement)

    def all(self) -> list[StandingRow]:
        """Return all standings, by name."""
        return self._all("ORDER BY name")

    def names(self, begun: str, most: int) -> list[str]:
        """Return the first names that begin so."""
        statement = "SELECT name FROM standing WHERE name >= ? AND name < ? ORDER BY name LIMIT ?"
        return [str(name) for (name,) in self._database.rows(statement, (begun, begun + LAST_LETTER, most))]

    def _all(self, which: str, *values: str) -> list[StandingRow]:
        return [_standing(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM standing {which}", values)]


def _values(row: StandingRow) -> tuple[str | int | None, ...]:
    return (row.name, row.agreement, row.status, int(row.live), int(row.late), row.since, row.due, row.row)


def _standing(row: Row) -> StandingRow:
    name, agreement, status, live, late, since, due, text = row
    return StandingRow(name, agreement, status, bool(live), bool(late), since, due, text)
