"""`export --format sqlite`: a database of plain tables that says what the commands say."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

FIXTURE = str(Path(__file__).parents[2] / "fixtures" / "summit-2022.yaml")
TABLES = {"agreements", "commitments", "statuses", "events", "transitions", "evidence", "about"}


@pytest.fixture
def database(run: Run) -> Iterator[sqlite3.Connection]:
    assert run("export", "-f", FIXTURE, "-o", "summit.sqlite").exit_code == 0
    with closing(sqlite3.connect("summit.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(run: Run, *command: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*command, "-f", FIXTURE, "--format", "json", "--tz", "UTC").stdout)[
        "rows"
    ]
    return found


def test_the_tables_are_there_sound_and_with_keys(database: sqlite3.Connection) -> None:
    names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == TABLES
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in ("commitments", "statuses", "transitions", "evidence"):
        keys = database.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        assert [key["to"] for key in keys if key["to"]] == [key["to"] for key in keys] != []  # Datasette asks for it
    types = {row["type"] for table in TABLES for row in database.execute(f"PRAGMA table_info({table})")}
    assert types == {"TEXT", "INTEGER"}


def test_statuses_are_those_of_list(database: sqlite3.Connection, run: Run) -> None:
    listed = rows(run, "list")
    for row in listed:
        (found,) = database.execute("SELECT * FROM statuses WHERE name = ?", [row["name"]]).fetchall()
        assert (found["status"], bool(found["live"]), found["text"]) == (row["status"], row["live"], row["text"])
        assert found["debtor"] == row["debtor"]
    assert database.execute("SELECT count(*) FROM statuses").fetchone()[0] == len(listed) > 20


def test_events_and_transitions_are_those_of_log_and_history(database: sqlite3.Connection, run: Run) -> None:
    for row in rows(run, "log"):
        (found,) = database.execute("SELECT * FROM events WHERE id = ?", [row["id"]]).fetchall()
        assert (found["type"], found["source"] or "", bool(found["counts"])) == (
            row["type"],
            row["source"],
            row["counts"],
        )
    told = rows(run, "history")
    found = database.execute("SELECT name, before, after, why FROM transitions ORDER BY id").fetchall()
    assert [tuple(row) for row in found] == [
        tuple(row[key] for key in ("name", "before", "after", "why")) for row in told
    ]
    cited = database.execute("SELECT transition, event FROM evidence ORDER BY transition, event").fetchall()
    assert [tuple(row) for row in cited] == sorted(
        (number, event) for number, row in enumerate(told, 1) for event in set(filter(None, row["events"].split(", ")))
    )


def test_tables_are_joined_by_their_keys(database: sqlite3.Connection) -> None:
    voided = database.execute(
        "SELECT s.name, e.id FROM statuses s JOIN commitments c ON c.name = s.commitment"
        " JOIN transitions t ON t.name = s.name AND t.after = s.status JOIN evidence v ON v.transition = t.id"
        " JOIN events e ON e.id = v.event WHERE s.status = 'void' AND c.agreement = 'summit-2022'"
    ).fetchall()
    assert ("summit-2022/attend-putin", "attack") in [tuple(row) for row in voided]


def test_times_are_in_utc_so_that_they_sort(database: sqlite3.Connection) -> None:
    times = [row[0] for row in database.execute("SELECT at FROM events UNION SELECT at FROM transitions")]
    assert all(time.endswith("Z") for time in times)
    assert database.execute("SELECT at FROM events WHERE id = 'attack'").fetchone()[0] == "2022-02-24T02:00:00Z"


def test_it_says_as_of_when(database: sqlite3.Connection) -> None:
    assert [tuple(row) for row in database.execute("SELECT as_of FROM about")] == [("2030-02-01T00:00:00Z",)]


def test_a_ledger_is_exported_as_it_stands(ledger: Run) -> None:
    assert ledger("assert", "paid", "actor=ann", "--at", "2030-01-05", "amount=10.50", "--id", "p").exit_code == 0
    assert ledger("correct", "p", "amount=11").exit_code == 0
    assert ledger("export", "--format", "sqlite", "-o", "out").exit_code == 0
    with closing(sqlite3.connect("out")) as connection:
        assert connection.execute("SELECT status FROM statuses WHERE name = 'pact/pay'").fetchone() == ("satisfied",)
        assert connection.execute("SELECT json_extract(data, '$.amount') FROM events").fetchone() == (11,)
    assert ledger("head").stdout == ledger("head").stdout


def test_nothing_is_overwritten_and_nothing_goes_to_the_terminal(ledger: Run) -> None:
    Path("mine.db").write_text("mine", encoding="utf-8")
    assert ledger("export", "-o", "mine.db", "--format", "sqlite").exit_code == 3
    assert "`backup` copies the ledger" in ledger("export", "-o", "new.db").stderr
    assert Path("mine.db").read_text(encoding="utf-8") == "mine"
    assert ledger("export", "--format", "sqlite").exit_code == 2
    assert ledger("export", "-f", "pact.yaml").exit_code == 2
    assert ledger("export", "-f", "pact.yaml", "-o", "new.jsonl").exit_code == 2
