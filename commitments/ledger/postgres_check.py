"""Whether the tables, triggers and functions of a shared ledger are those that this version makes."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.ledger.postgres_schema import FUNCTIONS, INDEXES, SCHEMA, TABLES, TRIGGERS
from commitments.ledger.rows import NO_ENTRIES, Finding, Head
from commitments.ledger.statements import Row, Statements

_COLUMNS = """SELECT c.relname, a.attname FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = ?::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"""

_TRIGGERS = """SELECT c.relname, t.tgname, p.proname, t.tgenabled::text, t.tgtype::integer
FROM pg_catalog.pg_trigger AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
WHERE c.relnamespace = ?::regnamespace AND NOT t.tgisinternal"""

_FUNCTIONS = "SELECT proname, prosrc FROM pg_catalog.pg_proc WHERE pronamespace = ?::regnamespace"

_INDEXES = """SELECT c.relname, i.indisunique FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace = ?::regnamespace AND i.indisvalid AND i.indisready AND NOT i.indisprimary"""

_RULES = "SELECT tablename, rulename FROM pg_catalog.pg_rules WHERE schemaname = ?"

#: How PostgreSQL writes down when a trigger runs, in bits.
_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def check_tables(database: Statements) -> Iterator[Finding]:
    """Yield which tables, indices, triggers and functions are not as this version makes them."""
    schema = (SCHEMA,)
    yield from _compared("the column", _columns(), database.rows(_COLUMNS, schema))
    yield from _compared("the index", {index[:2] for index in INDEXES}, database.rows(_INDEXES, schema))
    yield from _compared("the trigger", _triggers(), database.rows(_TRIGGERS, schema))
    yield from _compared("the function", set(FUNCTIONS.items()), database.rows(_FUNCTIONS, schema))
    yield from _compared("the rule", set(), database.rows(_RULES, schema))


def check_end(database: Statements) -> Iterator[Finding]:
    """Yield whether the log ends elsewhere than its head row says."""
    row = database.row("SELECT seq, hash FROM head")
    last = database.row("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
    said, found = Head(*row) if row else None, Head(*last) if last else NO_ENTRIES
    if said != found:
        yield Finding(f"the head row says {said}, and the log ends at {found}")


def _columns() -> set[Row]:
    names = {table: [line.split()[0] for line in columns.strip().splitlines()] for table, columns in TABLES.items()}
    return {(table, name) for table, all_ in names.items() for name in all_ if name.islower()}


def _triggers() -> set[Row]:
    return {
        (table, name, function, "O", sum(bit for word, bit in _BITS.items() if word in f"{when} {each}".split()))
        for name, table, when, each, function in TRIGGERS
    }


def _compared(what: str, wanted: set[Row], rows: list[Row]) -> Iterator[Finding]:
    present = set(rows)
    for row in sorted(wanted - present):
        yield Finding(f"{what} {_named(row)} is missing or was changed")
    for row in sorted(present - wanted):
        yield Finding(f"{what} {_named(row)} does not belong here")


def _named(row: Row) -> str:
    return ".".join(str(part) for part in row[:2] if isinstance(part, str) and "\n" not in part)
