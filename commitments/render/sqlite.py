"""Tables as a SQLite database of plain types, with keys, for Datasette and whoever speaks SQL. It is no ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

import apsw

from commitments.render.cells import iso
from commitments.reports.changes import Change
from commitments.reports.log import LogRow
from commitments.reports.report import Cell, Report
from commitments.reports.status import StatusRow

Value: TypeAlias = str | int | float | None

#: Times are in UTC, so that they sort; several names are one text, with a comma and a blank between them. Keys say to
#: which column they lead, since Datasette asks for it.
SCHEMA = """
CREATE TABLE agreements (
    agreement TEXT PRIMARY KEY, title TEXT, made TEXT NOT NULL, timezone TEXT NOT NULL, text TEXT, ref TEXT
);
CREATE TABLE commitments (
    name TEXT PRIMARY KEY, agreement TEXT NOT NULL REFERENCES agreements (agreement), commitment TEXT NOT NULL,
    text TEXT, theme TEXT, strength TEXT NOT NULL, debtor TEXT NOT NULL, creditor TEXT NOT NULL, source TEXT, ref TEXT
);
CREATE TABLE statuses (
    name TEXT PRIMARY KEY, agreement TEXT NOT NULL REFERENCES agreements (agreement),
    commitment TEXT REFERENCES commitments (name), instance TEXT, status TEXT NOT NULL,
    live INTEGER NOT NULL, late INTEGER NOT NULL, since TEXT, due TEXT,
    debtor TEXT NOT NULL, creditor TEXT NOT NULL, strength TEXT NOT NULL, progress TEXT, text TEXT
);
CREATE TABLE events (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, at TEXT NOT NULL, actor TEXT, target TEXT, object TEXT, place TEXT,
    source TEXT, agreement TEXT, commitment TEXT, data TEXT, text TEXT, ref TEXT, recorded TEXT,
    counts INTEGER NOT NULL, contested INTEGER NOT NULL
);
CREATE TABLE transitions (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, agreement TEXT NOT NULL REFERENCES agreements (agreement),
    commitment TEXT REFERENCES commitments (name), at TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    rule TEXT NOT NULL, part TEXT NOT NULL, why TEXT NOT NULL, known TEXT
);
CREATE TABLE evidence (
    transition INTEGER NOT NULL REFERENCES transitions (id), event TEXT NOT NULL REFERENCES events (id),
    PRIMARY KEY (transition, event)
);
CREATE TABLE about (as_of TEXT NOT NULL);
CREATE INDEX commitments_agreement ON commitments (agreement);
CREATE INDEX statuses_agreement ON statuses (agreement);
CREATE INDEX statuses_commitment ON statuses (commitment);
CREATE INDEX statuses_status ON statuses (status);
CREATE INDEX statuses_due ON statuses (due);
CREATE INDEX events_type ON events (type);
CREATE INDEX events_at ON events (at);
CREATE INDEX transitions_name ON transitions (name);
CREATE INDEX transitions_agreement ON transitions (agreement);
CREATE INDEX transitions_commitment ON transitions (commitment);
CREATE INDEX transitions_at ON transitions (at);
CREATE INDEX evidence_event ON evidence (event);
"""


def as_sqlite(tables: Mapping[str, Report]) -> bytes:
    """Return a database with all tables."""
    database = apsw.Connection(":memory:")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute(SCHEMA)
    with database:
        for name in ("agreements", "commitments"):
            _insert(database, name, ({**row.cells()} for row in tables[name].rows))
        known = {str(row.cells()["name"]) for row in tables["commitments"].rows}
        _insert(database, "statuses", (_status(row, known) for row in tables["statuses"]))
        _insert(database, "events", map(_event, tables["events"]))
        _insert(database, "transitions", _transitions(tables["transitions"], known))
        _insert(database, "evidence", _evidence(tables["transitions"], {row.id for row in tables["events"]}))
        view = tables["statuses"].view
        _insert(database, "about", [{"as_of": None if view is None else view.as_of}])
    return database.serialize("main")


def _insert(database: apsw.Connection, table: str, rows: Iterable[Mapping[str, Cell]]) -> None:
    for row in rows:
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own columns
        database.execute(statement, [_value(cell) for cell in row.values()])


def _value(cell: Cell) -> Value:
    if isinstance(cell, tuple):
        return ", ".join(cell) or None
    if isinstance(cell, datetime):
        return iso(cell.astimezone(UTC))
    if isinstance(cell, Decimal):
        return float(cell)
    return int(cell) if isinstance(cell, bool) else cell


def _status(row: StatusRow, known: set[str]) -> dict[str, Cell]:
    cells = row.cells()
    del cells["contested"]  # nobody looked
    return {**cells, "commitment": _terms(row.name, known)}


def _event(row: LogRow) -> dict[str, Cell]:
    return {name: cell for name, cell in row.cells().items() if name not in ("entry", "reason")}


def _transitions(report: Report, known: set[str]) -> Iterable[dict[str, Cell]]:
    for number, row in enumerate(report, start=1):
        cells = {name: cell for name, cell in row.cells().items() if name not in ("events", "follows", "by")}
        yield {"id": number, "agreement": row.name.partition("/")[0], "commitment": _terms(row.name, known), **cells}


def _evidence(report: Report, events: set[str]) -> Iterable[dict[str, Cell]]:
    rows: Iterable[Change] = report
    for number, row in enumerate(rows, start=1):
        for name in dict.fromkeys(row.events):
            if name in events:
                yield {"transition": number, "event": name}


def _terms(name: str, known: set[str]) -> str | None:
    """Return the name of the commitment of which this is an instance, None for an agreement."""
    written = name.partition("[")[0]
    return written if written in known else None
