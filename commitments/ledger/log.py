"""The append-only log: what was said, in the order in which it was learned, chained by hashes."""

# ruff: noqa: S608 - statements are put together from constants of this module only

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from commitments.ledger import canonical
from commitments.ledger.rows import LAST_NUMBER, NO_ENTRIES, Entry, Head, Kind, Receipt
from commitments.ledger.statements import AT_ONCE, LAST_LETTER, Row, Statements, among, parts

if TYPE_CHECKING:
    from commitments.ledger.drafts import Draft
    from commitments.ledger.errors import ConflictError

_COLUMNS = "e.seq, e.kind, e.key, e.recorded, e.body, e.hash"

#: No later version of the event was known then; a version is told by its (recorded, seq).
_CURRENT = """e.recorded <= ?1 AND e.kind IN ('event', 'correct') AND NOT EXISTS (
    SELECT 1 FROM entry AS later
    WHERE later.kind IN ('correct', 'retract') AND later.key = e.key
      AND later.recorded <= ?1 AND (later.recorded, later.seq) > (e.recorded, e.seq))"""

#: After it come the keys.
_LOOK_BACK = f"""SELECT {_COLUMNS} FROM event_key AS k JOIN entry AS e ON e.seq = k.seq
WHERE k.at BETWEEN ?2 AND ?3 AND k.seq <= ?4 AND {_CURRENT} AND k.key IN """

_VERSIONS = f"""SELECT {_COLUMNS} FROM entry AS e WHERE kind = 'event' AND key = ?1
UNION ALL
SELECT {_COLUMNS} FROM entry AS e WHERE kind IN ('correct', 'retract') AND key = ?1
ORDER BY 4, 1"""

_TEXTS = f"""SELECT {_COLUMNS} FROM entry AS e
WHERE e.kind IN ('agreement', 'vocabulary') AND e.recorded <= ?1 AND NOT EXISTS (
    SELECT 1 FROM entry AS later
    WHERE later.kind IN ('agreement', 'vocabulary') AND later.kind = e.kind AND later.key = e.key
      AND later.recorded <= ?1 AND (later.recorded, later.seq) > (e.recorded, e.seq))
ORDER BY e.seq"""

#: Under which keys it is known that nothing is indexed.
_ABSENT = "absent"

_END = "SELECT seq, hash, latest, recorded FROM entry ORDER BY seq DESC LIMIT 1"


class End(NamedTuple):
    """Where the log ends: its head, when its last entry was recorded, and the latest at which any was."""

    head: Head = NO_ENTRIES
    latest: int = canonical.FIRST_INSTANT
    recorded: int = canonical.FIRST_INSTANT


class SqlLog:
    """The log of one database. Appending needs an open transaction; known-at is inclusive, by default everything."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def head(self) -> Head:
        """Return how far the log goes."""
        return self.end().head

    def end(self) -> End:
        """Return where the log ends."""
        return end_of(self._database)

    def append(self, drafts: Iterable[Draft]) -> list[int]:
        """Append ``drafts`` in order; return for each the number of its entry, 0 for what is there already.

        Raises ConflictError (an event's id with other content), UnknownEventError (a retraction or correction of none)
        and RefusedValueError; the caller's transaction then undoes the whole batch.
        """
        from commitments.ledger.appending import Appending

        if not self._database.writing:
            raise RuntimeError("append outside a transaction")
        return Appending(self._database, self).append(drafts)

    def conflicts(self, drafts: Iterable[Draft]) -> list[ConflictError]:
        """Return why events among ``drafts`` would be refused whose ids are there with other content."""
        from commitments.ledger.appending import Appending

        return Appending(self._database, self).conflicts(drafts)

    def entry(self, seq: int) -> Entry | None:
        """Return one entry, or None."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM entry AS e WHERE e.seq = ?", (seq,))
        return Entry(*row) if row else None

    def receipt(self, entry: Entry) -> Receipt:
        """Return the proof of an entry."""
        row = self._database.row("SELECT hash FROM entry WHERE seq = ?", (entry.seq - 1,))
        return Receipt(entry.head, row[0] if row else canonical.GENESIS, entry.body)

    def entries(self, since: int = 0, known_at: int = canonical.LAST_INSTANT) -> Iterator[Entry]:
        """Yield the entries after number ``since`` that were recorded by ``known_at``, in their order."""
        statement = f"SELECT {_COLUMNS} FROM entry AS e WHERE e.seq > ? AND e.recorded <= ? ORDER BY e.seq"
        return _entries(self._database.each(statement, (since, known_at)))

    def events(self, known_at: int = canonical.LAST_INSTANT) -> Iterator[Entry]:
        """Yield for each event that stood at ``known_at`` the entry with its latest version, in log order."""
        statement = f"SELECT {_COLUMNS} FROM entry AS e WHERE {_CURRENT} ORDER BY e.seq"
        return _entries(self._database.each(statement, (known_at,)))

    def looking_back(
        self,
        keys: Iterable[str],
        since: int = canonical.FIRST_INSTANT,
        until: int = canonical.LAST_INSTANT,
        known_at: int = canonical.LAST_INSTANT,
        upto: int = LAST_NUMBER,
    ) -> list[Entry]:
        """Return the standing events indexed under any of ``keys`` from ``since`` to ``until``, in log order.

        ``upto``: only among the entries up to this number.
        """
        found: dict[int, Entry] = {}
        for part in parts(dict.fromkeys(map(canonical.short_key, keys)), AT_ONCE):
            statement = f"{_LOOK_BACK}({among(len(part), 5)})"
            for row in self._database.rows(statement, (known_at, since, until, upto, *part)):
                found[row[0]] = Entry(*row)
        return [found[seq] for seq in sorted(found)]

    def filed(self, key: str) -> list[Entry]:
        """Return all that was ever indexed under a key, replaced and withdrawn events too, in log order."""
        statement = f"""SELECT DISTINCT {_COLUMNS} FROM event_key AS k JOIN entry AS e ON e.seq = k.seq
            WHERE k.key = ? ORDER BY e.seq"""
        return list(_entries(self._database.rows(statement, (canonical.short_key(key),))))

    def is_filed(self, key: str) -> bool:
        """Whether anything was ever indexed under a key, replaced and withdrawn events too."""
        short = canonical.short_key(key)
        absent: set[str] = self._database.seen.get(_ABSENT) or set()
        if short in absent:
            return False
        if self._database.row("SELECT 1 FROM event_key WHERE key = ? LIMIT 1", (short,)):
            return True
        self._database.seen.keep(_ABSENT, absent | {short})
        return False

    def are_filed(self, keys: Iterable[str]) -> set[str]:
        """Return those of ``keys`` under which anything was ever indexed, replaced and withdrawn events too."""
        wanted = {canonical.short_key(key): key for key in keys}
        found: set[str] = set()
        for part in parts(wanted, AT_ONCE):
            statement = f"SELECT DISTINCT key FROM event_key WHERE key IN ({among(len(part))})"
            found.update(wanted[key] for (key,) in self._database.rows(statement, part))
        return found

    def last_filed(self, keys: Iterable[str], upto: int = LAST_NUMBER) -> int | None:
        """Return the latest instant under any of ``keys``, among the entries up to a number, or None."""
        statement = "SELECT at FROM event_key WHERE key = ? AND seq <= ? ORDER BY at DESC LIMIT 1"
        rows = [self._database.row(statement, (canonical.short_key(key), upto)) for key in keys]
        return max((row[0] for row in rows if row is not None), default=None)

    def versions(self, identifier: str) -> list[Entry]:
        """Return all that was said of one event: the event, its corrections and retractions, as they were learned."""
        return list(_entries(self._database.rows(_VERSIONS, (identifier,))))

    def identifiers(self, begun: str, most: int) -> list[str]:
        """Return the first ids of events that begin so."""
        statement = """SELECT key FROM entry WHERE kind = 'event' AND key >= ? AND key < ? ORDER BY key LIMIT ?"""
        return [str(key) for (key,) in self._database.rows(statement, (begun, begun + LAST_LETTER, most))]

    def current(self, identifier: str, known_at: int = canonical.LAST_INSTANT) -> Entry | None:
        """Return the version of an event that stood at ``known_at``; None when retracted or unknown."""
        known = [entry for entry in self.versions(identifier) if entry.recorded <= known_at]
        return known[-1] if known and known[-1].kind != Kind.RETRACT else None

    def texts(self, known_at: int = canonical.LAST_INSTANT) -> list[Entry]:
        """Return the latest version of each agreement and vocabulary that was known."""
        return list(_entries(self._database.rows(_TEXTS, (known_at,))))

    def text(self, kind: str, key: str) -> Entry | None:
        """Return the latest version of an agreement or a vocabulary."""
        statement = f"""SELECT {_COLUMNS} FROM entry AS e
            WHERE e.kind IN ('agreement', 'vocabulary') AND e.kind = ? AND e.key = ?
            ORDER BY e.recorded DESC, e.seq DESC LIMIT 1"""
        row = self._database.row(statement, (kind, key))
        return Entry(*row) if row else None

    def texts_since(self, seq: int, kind: str | None = None, key: str | None = None) -> list[Entry]:
        """Return all versions of agreements and vocabularies (of one kind, one name) after ``seq``, in their order."""
        asked = [("kind", kind), ("key", key)]
        wanted = [(column, value) for column, value in asked if value is not None]
        more = "".join(f" AND e.{column} = ?" for column, _ in wanted)
        statement = f"""SELECT {_COLUMNS} FROM entry AS e
            WHERE e.kind IN ('agreement', 'vocabulary') AND e.seq > ?{more} ORDER BY e.seq"""
        return list(_entries(self._database.rows(statement, (seq, *(value for _, value in wanted)))))

    def text_keys_since(self, seq: int) -> list[tuple[int, str, str]]:
        """Return the number, kind and name of each version of an agreement or a vocabulary after ``seq``.

        What came after an entry is looked at as it stands there: there may be more texts before it, and their index
        would lead through all of them.
        """
        kind = "kind || ''" if seq else "kind"
        statement = f"""SELECT seq, kind, key FROM entry
            WHERE seq > ? AND {kind} IN ('agreement', 'vocabulary') ORDER BY seq"""
        return [(number, kind, key) for number, kind, key in self._database.rows(statement, (seq,))]

    def file(self, rows: Iterable[tuple[str, int, int]]) -> None:
        """File events that are there already under more keys: (key, at, seq). The same again changes nothing."""
        statement = "INSERT INTO event_key (key, at, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        lines = [(canonical.short_key(key), at, seq) for key, at, seq in rows]
        self._database.run_each(statement, lines)
        see_filed(self._database, (key for key, _, _ in lines))

    def unfiled(self, rows: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        """Return those of the lines (key, at, seq) that the index lacks; the keys are short, as it has them."""
        lacking: list[tuple[str, int, int]] = []
        for part in parts(rows, AT_ONCE):
            lines = ", ".join(f"({among(3, place)})" for place in range(1, 3 * len(part), 3))
            statement = f"SELECT key, at, seq FROM event_key WHERE (key, at, seq) IN (VALUES {lines})"
            there = set(self._database.rows(statement, [value for line in part for value in line]))
            lacking += [line for line in part if line not in there]
        return lacking

    def count_filed(self) -> int:
        """Return how many lines the index has."""
        (present,) = self._database.row("SELECT count(*) FROM event_key") or (0,)
        return int(present)

    def latest_recorded(self) -> int | None:
        """Return the latest instant at which anything was recorded, or None. Not always that of the last entry."""
        end = self.end()
        return end.latest if end.head.seq else None


def end_of(database: Statements) -> End:
    """Return where the log of a database ends."""
    known: End | None = database.seen.get(_END)
    if known is None:
        row = database.row(_END)
        known = End(Head(*row[:2]), *row[2:]) if row else End()
        keep_end(database, known)
    return known


def keep_end(database: Statements, end: End) -> None:
    """Know from now on where the log ends."""
    database.seen.keep(_END, end)


def see_filed(database: Statements, keys: Iterable[str]) -> None:
    """Know from now on that something is indexed under these keys."""
    absent: set[str] | None = database.seen.get(_ABSENT)
    if absent:
        database.seen.keep(_ABSENT, absent.difference(keys))


def _entries(rows: Iterable[Row]) -> Iterator[Entry]:
    return (Entry(*row) for row in rows)
