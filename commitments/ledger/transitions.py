"""Every change of status that was ever told: superseded, never deleted, so that the past is a look-up.

The status of a name as of T, as known at K, is that after its last transition at or before T, among those recorded by K
and not superseded by K.
"""

# ruff: noqa: S608 - statements are put together from constants of this module only

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from commitments.ledger import canonical
from commitments.ledger.rows import TransitionRow
from commitments.ledger.statements import Row, Statements

COLUMNS = "name, agreement, at, step, before, after, cause, seq, recorded, superseded_by, superseded_at, id"

_ADD = f"INSERT INTO transition ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)"
_LAST = "SELECT coalesce(max(id), 0) FROM transition"
_SUPERSEDE = "UPDATE transition SET superseded_by = ?, superseded_at = ? WHERE superseded_by IS NULL"
#: An agreement and its commitments, whose names begin with its name and a slash: what `_named` gives stands for it.
_ITS = "(name = ? OR (name > ? AND name < ?))"
_KNOWN = "at <= ? AND recorded <= ? AND (superseded_at IS NULL OR superseded_at > ?)"

_STATUSES = f"""SELECT {COLUMNS} FROM (
    SELECT {COLUMNS}, row_number() OVER (PARTITION BY name ORDER BY at DESC, id DESC) AS place
    FROM transition WHERE {_KNOWN}) AS ranked
WHERE place = 1 ORDER BY name"""


class SqlTransitions:
    """The transitions of one database. Writing needs an open transaction. Known-at is inclusive."""

    def __init__(self, database: Statements) -> None:
        self._database = database
        self.begin()

    def begin(self) -> None:
        """Begin a transaction, or go on after an outcome: nothing is ``touched`` yet, or ``marked`` (superseded)."""
        self.touched = self.marked = False
        self._added: _Added | None = None

    def add(self, rows: Iterable[TransitionRow]) -> None:
        """Store transitions in the order in which they happened (their ``id`` is given here)."""
        first = self.last_id() + 1
        values = [_values(row, first + place) for place, row in enumerate(rows)]
        if not values:
            return
        self.touched = True
        self._database.run_each(_ADD, values)
        self._database.seen.keep(_LAST, first + len(values) - 1)
        if self._added is None or self._added.last != first - 1:
            self._added = _Added(first)
        self._added.take(values)

    def supersede(self, agreements: Iterable[str], by_seq: int, at: int, since: int = canonical.FIRST_INSTANT) -> int:
        """Mark what stands of ``agreements`` from ``since`` on as superseded by entry ``by_seq``, recorded ``at``.

        Returns how many were marked.
        """
        self._marking(by_seq)
        statement = f"{_SUPERSEDE} AND {_ITS} AND at >= ?"
        return sum(self._database.run(statement, (by_seq, at, *_named(name), since)) for name in agreements)

    def supersede_each(self, identifiers: Iterable[int], by_seq: int, at: int) -> int:
        """Mark single transitions as superseded, but for those that are already; returns how many were marked."""
        self._marking(by_seq)
        statement = f"{_SUPERSEDE} AND id = ?"
        return sum(self._database.run(statement, (by_seq, at, identifier)) for identifier in identifiers)

    def of_name(self, name: str, known_at: int = canonical.LAST_INSTANT) -> list[TransitionRow]:
        """Return the history of one commitment or agreement as it was known, in order."""
        return self._standing("name = ?", (name,), known_at)

    def of_agreement(self, agreement: str, known_at: int = canonical.LAST_INSTANT) -> list[TransitionRow]:
        """Return the history of an agreement and all its commitments as it was known, in order."""
        return self._standing(_ITS, _named(agreement), known_at)

    def all_of_name(self, name: str) -> list[TransitionRow]:
        """Return all that was ever told of one name, superseded or not, in the order in which it was told."""
        return _rows(self._database.rows(f"SELECT {COLUMNS} FROM transition WHERE name = ? ORDER BY id", (name,)))

    def holding(self, until: int) -> list[TransitionRow]:
        """Return every transition up to ``until``, inclusive, that is not superseded, in order."""
        statement = f"SELECT {COLUMNS} FROM transition WHERE superseded_by IS NULL AND at <= ? ORDER BY at, step, id"
        return _rows(self._database.rows(statement, (until,)))

    def status_at(self, name: str, as_of: int, known_at: int = canonical.LAST_INSTANT) -> TransitionRow | None:
        """Return the last transition of a name as of an instant, as it was known; None before its first."""
        statement = f"SELECT {COLUMNS} FROM transition WHERE name = ? AND {_KNOWN} ORDER BY at DESC, id DESC LIMIT 1"
        row = self._database.row(statement, (name, as_of, known_at, known_at))
        return TransitionRow(*row) if row else None

    def statuses_at(self, as_of: int, known_at: int = canonical.LAST_INSTANT) -> list[TransitionRow]:
        """Return the last transition of every name as of an instant, as it was known, by name."""
        return _rows(self._database.rows(_STATUSES, (as_of, known_at, known_at)))

    def last_id(self) -> int:
        """Return the id of the transition told last; 0 when there is none."""
        known: int | None = self._database.seen.get(_LAST)
        if known is None:
            (known,) = self._database.row(_LAST) or (0,)
            self._database.seen.keep(_LAST, known)
        return known or 0

    def digest(self, first: int, last: int) -> str:
        """Return the hash (hexadecimal) of what the transitions ``first`` to ``last`` tell, their marks left out."""
        statement = f"SELECT {COLUMNS} FROM transition WHERE id BETWEEN ? AND ? ORDER BY id"
        return _digest([*row[:9], row[11]] for row in self._database.each(statement, (first, last)))

    def digest_added(self, first: int, last: int) -> str:
        """Return the same of what this transaction has added, without reading it where it is just that."""
        known = self._added is not None and self._added.covers(first, last)
        return self._added.whole.hexdigest() if self._added and known else self.digest(first, last)

    def digest_of_marks(self, since: int, before: int) -> str:
        """Return the hash (hexadecimal) of the marks left by entries ``since`` <= n < ``before``."""
        statement = """SELECT id, superseded_by, superseded_at FROM transition
            WHERE superseded_by >= ? AND superseded_by < ? ORDER BY id"""
        return _digest(self._database.each(statement, (since, before)))

    def _marking(self, by_seq: int) -> None:
        """See that the marks of ``by_seq`` are not in the chain yet."""
        self.touched = self.marked = True
        row = self._database.row("SELECT seq FROM entry WHERE kind = 'outcome' ORDER BY seq DESC LIMIT 1")
        if row and by_seq < row[0]:
            raise RuntimeError("superseded by an entry before the last outcome")

    def _standing(self, which: str, values: Sequence[str], known_at: int) -> list[TransitionRow]:
        statement = f"SELECT {COLUMNS} FROM transition WHERE {which} AND {_KNOWN} ORDER BY at, id"
        return _rows(self._database.rows(statement, (*values, canonical.LAST_INSTANT, known_at, known_at)))


class _Added:
    """The hash of the transitions that a transaction has added so far, so that they need not be read again."""

    def __init__(self, first: int) -> None:
        self.whole = hashlib.sha256()
        self.first, self.last = first, first - 1

    def take(self, rows: Sequence[Iterable[object]]) -> None:
        """Take the next ones."""
        _take(self.whole, rows)
        self.last += len(rows)

    def covers(self, first: int, last: int) -> bool:
        """Whether the hash is that of the transitions ``first`` to ``last``."""
        return (self.first, self.last) == (first, last)


def _digest(rows: Iterable[Iterable[object]]) -> str:
    whole = hashlib.sha256()
    _take(whole, rows)
    return whole.hexdigest()


#: What ``canonical.write`` gives of texts that a database has taken, in C.
_canonical = msgspec.json.Encoder().encode


def _take(whole: hashlib._Hash, rows: Iterable[Iterable[object]]) -> None:
    for row in rows:
        whole.update(_canonical(list(map(str, row))) + b"\n")


def _values(row: TransitionRow, identifier: int) -> tuple[str | int, ...]:
    return (
        row.name,
        row.agreement,
        row.at,
        row.step,
        row.before,
        row.after,
        row.cause,
        row.seq,
        row.recorded,
        identifier,
    )


def _named(agreement: str) -> tuple[str, str, str]:
    """Return the name of an agreement, and between which those of its commitments are: nought follows the slash."""
    return agreement, f"{agreement}/", f"{agreement}0"


def _rows(rows: Iterable[Row]) -> list[TransitionRow]:
    return [TransitionRow(*row) for row in rows]
