"""One PostgreSQL database: how it is reached, how a transaction runs, what happens when the connection breaks.

This module and its neighbours called ``postgres_…`` are the only ones that know psycopg.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper

from commitments.ledger import errors
from commitments.ledger.postgres_errors import ERRORS, one_line, translate
from commitments.ledger.postgres_schema import SCHEMA
from commitments.ledger.statements import Row, Seen, Values, no_nul

#: How long a writer waits for its turn, and how long to wait for a connection, in seconds.
PATIENCE = 30.0
TO_CONNECT = 10

#: How many rows are fetched at once when all of a long answer is read.
_AT_ONCE = 1_000

#: Writers queue for an advisory lock, which goes to whoever has waited longest; a row lock goes to whoever is quickest.
_TURN = "SELECT pg_advisory_xact_lock(?)"
_QUEUE = 0x434D544D
_LOCK = "SELECT seq, hash FROM head WHERE one FOR UPDATE"
_MARK = """UPDATE head SET seq = e.seq, hash = e.hash FROM entry AS e
WHERE e.seq = (SELECT max(seq) FROM entry) AND e.seq <> head.seq"""

_PLACE = re.compile(r"\?(\d*)")


class PostgresDatabase:
    """A connection to a database; made again between two transactions when it broke. Raises LedgerError."""

    def __init__(self, url: str, *, writable: bool, patience: float = PATIENCE) -> None:
        self.url = url
        self.place = named(url)
        self.writable = writable
        self.patience = patience
        self.open = self._committing = False  # open: inside `transaction`
        self._names = count(1)
        self.seen = Seen()
        self.connection = self._connect()

    def _connect(self) -> psycopg.Connection[Row]:
        settings = [
            f"search_path={SCHEMA}",
            f"lock_timeout={int(self.patience * 1000)}",
            "synchronous_commit=on",
            "client_encoding=UTF8",
            f"default_transaction_read_only={'off' if self.writable else 'on'}",
        ]
        try:
            connection = psycopg.connect(
                self.url,
                autocommit=True,
                options=" ".join(f"-c {setting}" for setting in settings),
                connect_timeout=TO_CONNECT,
                application_name="commitments",
            )
        except ERRORS as error:
            raise errors.CannotOpenError(self.place, one_line(error)) from error
        connection.adapters.register_dumper(int, Int8Dumper)
        connection.cursor_factory = psycopg.RawCursor
        return connection

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """Return all rows of a query."""
        with self.naming_errors():
            return self._execute(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with self.naming_errors():
            return self._execute(statement, values).fetchone()

    def each(self, statement: str, values: Values = ()) -> Iterator[Row]:
        """Yield the rows of a query one by one, however many there are, all as they were when the first was read."""
        self._alive()
        cursor = psycopg.RawServerCursor(
            self.connection, f"each{next(self._names)}", withhold=not self.connection.info.transaction_status
        )
        try:
            with self.naming_errors():
                cursor.execute(numbered(statement), no_nul(values))
                while part := cursor.fetchmany(_AT_ONCE):
                    yield from part
        finally:
            with contextlib.suppress(psycopg.Error):
                cursor.close()

    def run(self, statement: str, values: Values = ()) -> int:
        """Run one statement; return how many rows it changed."""
        with self.naming_errors():
            return max(0, self._execute(statement, values).rowcount)

    def run_each(self, statement: str, values: Iterable[Values], *, checked: bool = False) -> None:
        """Run one statement for each of ``values``. ``checked``: it is known that no text among them has a NUL."""
        many = list(values if checked else map(no_nul, values))
        if many:
            with self.naming_errors():
                self.connection.cursor().executemany(numbered(statement), many)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write inside the block, one writer at a time: all of it is durable when the block ends, or nothing."""
        if self.open:
            raise RuntimeError("a transaction inside a transaction")
        if not self.writable:
            raise errors.ReadOnlyLedgerError(self.place)
        self.run("BEGIN ISOLATION LEVEL READ COMMITTED")
        self.open = True
        try:
            self._lock()
            self.seen.open(None)
            yield
            self.run(_MARK)
            self._commit()
        except BaseException:
            self._undo()
            raise
        finally:
            self.open = False
            self.seen.forget()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read inside the block: all queries see the same state, whatever others write meanwhile."""
        if self.writing:
            yield
            return
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            self.seen.open(None)
            yield
        finally:
            self.seen.forget()
            self._undo()

    @property
    def writing(self) -> bool:
        """Whether a transaction is open, or broke and was not undone yet."""
        return self.open or self.connection.info.transaction_status in {
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        }

    def trust(self) -> None:
        """Do nothing: the server itself stops when its disk fails."""

    def _execute(self, statement: str, values: Values) -> psycopg.Cursor[Row]:
        self._alive()
        return self.connection.execute(numbered(statement), no_nul(values))

    def _alive(self) -> None:
        """Connect again when the connection broke earlier, but never in the middle of a transaction."""
        if self.connection.closed:
            if self.open:
                raise errors.LostLedgerError(self.place, "it was lost before")
            self.connection = self._connect()

    def _lock(self) -> None:
        """Wait for this writer's turn."""
        self.run(_TURN, (_QUEUE,))
        if self.row(_LOCK) is None:
            raise errors.NoSchemaError(self.place)

    def _commit(self) -> None:
        self._committing = True
        try:
            self.run("COMMIT")
        finally:
            self._committing = False

    def _undo(self) -> None:
        if not self.connection.closed:
            with contextlib.suppress(psycopg.Error):
                self.connection.execute("ROLLBACK")

    @contextmanager
    def naming_errors(self) -> Iterator[None]:
        """Raise LedgerError inside the block where the database raises its own."""
        try:
            yield
        except ERRORS as error:
            lost = self.connection.closed
            raise translate(error, self.place, self.patience, lost=lost, committing=self._committing) from error


def named(url: str) -> str:
    """Return how a database is named in messages: never with its password. Raises CannotOpenError."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error as error:
        raise errors.CannotOpenError("postgresql://…", one_line(error)) from error
    host, port, name = parts.get("host") or "", parts.get("port"), parts.get("dbname") or ""
    return f"postgresql://{host}{f':{port}' if port else ''}/{name}"


@cache
def numbered(statement: str) -> str:
    """Return a statement with ``$1``, ``$2`` where the values go, for databases that number them so."""
    places = count(1)
    return _PLACE.sub(lambda found: f"${found[1] or next(places)}", statement)
