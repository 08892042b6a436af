"""A ledger as text: JSON Lines of CloudEvents 1.0, each entry with its hash and the one before it, then the rest.

The first line tells the head, the last one how many lines there are, so that a file cut short is known for one.
``data`` of an entry is its content in canonical form: whoever has ``subject recorded id`` and ``data`` can compute the
hash. Everything else (statuses, changes, working memory) is a row of a table, and is verified by whoever reads it.
"""

# ruff: noqa: S608 - statements are put together from constants of this package only

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from commitments.ledger import canonical
from commitments.ledger.carrying import MARK, MARKS, ORDERED, TABLES
from commitments.ledger.errors import BrokenExportError, RefusedValueError
from commitments.ledger.log import SqlLog
from commitments.ledger.rows import NO_ENTRIES, Entry, Head, Kind
from commitments.ledger.schema import VERSION
from commitments.ledger.sealing import seal
from commitments.ledger.statements import Statements, Values

SOURCE = "urn:commitments:ledger"
BEGINNING, ENTRY, STORED, MARKED, END = (
    "commitments.ledger", "commitments.entry.", "commitments.stored", "commitments.superseded", "commitments.end",
)  # fmt: skip

#: No line is longer, in characters: the largest entry, and what stands around it.
LONGEST_LINE = 2 * canonical.LARGEST

_INSERT = "INSERT INTO entry (seq, kind, key, recorded, body, hash, latest) VALUES (?, ?, ?, ?, ?, ?, ?)"
_AT_ONCE = 500


# --- writing ---------------------------------------------------------------------------------------------------------


def export_lines(database: Statements) -> Iterator[str]:
    """Yield a whole ledger as lines, without their ends, all of one state."""
    count = 0
    with database.snapshot():
        for line in _lines(database):
            count += 1
            yield line
    yield _line(END, "end", {"lines": str(count)})


def _lines(database: Statements) -> Iterator[str]:
    log = SqlLog(database)
    yield _line(BEGINNING, "0", {"head": str(log.head()), "schema": str(VERSION)})
    previous = canonical.GENESIS
    for entry in log.entries(known_at=2**63 - 1):
        yield _entry_line(entry, previous)
        previous = entry.hash
    for table, columns in list(TABLES.items())[1:]:
        order = f" ORDER BY {ORDERED[table]}" if table in ORDERED else ""
        for place, row in enumerate(database.each(f"SELECT {columns} FROM {table}{order}"), start=1):
            yield _line(STORED, f"{table}-{place}", list(row), subject=table)
    for row in database.each(MARKS):
        yield _line(MARKED, f"superseded-{row[2]}", list(row))


def _entry_line(entry: Entry, previous: bytes) -> str:
    chained = {"recorded": str(entry.recorded), "previous": previous.hex(), "hash": entry.hash.hex()}
    return _line(f"{ENTRY}{entry.kind}", str(entry.seq), entry.content, subject=entry.key, **chained)


def _line(kind: str, identifier: str, data: object, **attributes: str) -> str:
    envelope = {"specversion": "1.0", "id": identifier, "source": SOURCE, "type": kind, **attributes, "data": data}
    return canonical.write(envelope).decode()


# --- reading ---------------------------------------------------------------------------------------------------------


def import_lines(lines: Iterable[str], database: Statements) -> Head:
    """Write the ledger that ``lines`` tell into an empty one, inside its open transaction; return its head.

    Raises BrokenExportError (the transaction then undoes it all). What is stored must be verified afterwards.
    """
    reader = _Reader(database)
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            reader.take(line)
        except BrokenExportError:
            raise
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
            raise BrokenExportError(number, _reason(error)) from error
    if not reader.ended:
        raise BrokenExportError(number, "the last line is missing: the file was cut short")
    return reader.finish()


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, RefusedValueError) else "no line of an export"


class _Reader:
    """Takes one line after another."""

    def __init__(self, database: Statements) -> None:
        self.database = database
        self.ended = False
        self._head = NO_ENTRIES
        self._expected: str | None = None
        self._latest = canonical.FIRST_INSTANT
        self._taken = 0
        self._waiting: list[Values] = []
        self._statement = ""

    def take(self, line: str) -> None:
        """Take a line, in order."""
        if len(line) > LONGEST_LINE:
            self._refuse("the line is too long")
        envelope = _strict(line)
        kind, data = envelope["type"], envelope["data"]
        if self.ended or (self._expected is None) != (kind == BEGINNING):
            self._refuse("a line stands where none may stand")
        if kind == BEGINNING:
            self._begin(data)
        elif kind == END:
            self._end(data)
        elif kind == STORED:
            self._store(str(envelope["subject"]), data)
        elif kind == MARKED:
            self._write(MARK, [_value(value) for value in data])
        else:
            self._enter(Kind(kind.removeprefix(ENTRY)), envelope)
        self._taken += 1

    def finish(self) -> Head:
        """Write what is left, and return the head."""
        self._flush()
        if str(self._head) != self._expected:
            self._refuse(f"the first line says {self._expected}, and the chain ends at {self._head}")
        return self._head

    def _begin(self, data: dict[str, Any]) -> None:
        self._expected = str(data["head"])
        if data["schema"] != str(VERSION):
            self._refuse(f"it is of schema {data['schema']}, and this version knows {VERSION}")

    def _end(self, data: dict[str, Any]) -> None:
        if data["lines"] != str(self._taken):
            self._refuse(f"the last line says {data['lines']} lines, and there are {self._taken}")
        self.ended = True

    def _enter(self, kind: Kind, envelope: dict[str, Any]) -> None:
        seq = self._head.seq + 1
        key, recorded = (
            canonical.check_name(str(envelope["subject"])),
            canonical.check_instant(int(envelope["recorded"])),
        )
        body = seal(canonical.write(envelope["data"]), seq, kind, key, recorded)
        digest = canonical.chain(self._head.hash, body)
        said = (envelope["id"], envelope["previous"], envelope["hash"])
        if said != (str(seq), self._head.hash.hex(), digest.hex()):
            self._refuse("its hash is not that of its content after the entry before it")
        self._head = Head(seq, digest)
        self._latest = max(self._latest, recorded)
        self._write(_INSERT, (seq, str(kind), key, recorded, body, digest, self._latest))

    def _store(self, table: str, data: list[object]) -> None:
        columns = TABLES[table] if table != "entry" else self._refuse("an entry without its hash")
        places = ", ".join("?" for _ in columns.split(", "))
        self._write(f"INSERT INTO {table} ({columns}) VALUES ({places})", [_value(value) for value in data])

    def _write(self, statement: str, values: Values) -> None:
        if statement != self._statement or len(self._waiting) >= _AT_ONCE:
            self._flush()
            self._statement = statement
        self._waiting.append(values)

    def _flush(self) -> None:
        if self._waiting:
            self.database.run_each(self._statement, self._waiting)
            self._waiting = []

    def _refuse(self, reason: str) -> str:
        raise BrokenExportError(self._taken + 1, reason)


def _strict(line: str) -> dict[str, Any]:
    """Return the envelope of a line; ValueError when it is none."""
    found = canonical.read(line)
    if not isinstance(found, dict) or found.get("specversion") != "1.0" or found.get("source") != SOURCE:
        raise RefusedValueError("no line of an export")
    return found


def _value(value: object) -> str | int | None:
    """Return a stored value: text, a whole number, or nothing."""
    if value is None or isinstance(value, str):
        return value
    return int(str(value))
