"""Commands of those who keep a ledger."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_ledger_is_made_and_verified(run: Run) -> None:
    made = run("ledger", "init", "--ledger", "new.db")
    assert (made.exit_code, made.stdout) == (0, f"0:{'0' * 64}\n")
    assert run("verify", "--ledger", "new.db").stdout == f"The ledger is whole: 0:{'0' * 64}\n"


def test_a_receipt_is_the_event_as_stored_and_the_head(ledger: Run) -> None:
    result = ledger("assert", "paid", "actor=ann", "source=left", "--id", "p1", "--receipt", "--format", "json")
    (row,) = json.loads(result.stdout)["rows"]
    assert row["id"] == "p1"
    assert '"type":"paid"' in row["body"]
    assert ledger("verify", "--expect", row["head"]).exit_code == 0


def test_a_head_that_is_not_in_the_log_is_bad_news(ledger: Run) -> None:
    head = ledger("head").stdout.strip()
    assert ledger("verify", "--expect", head).exit_code == 0
    other = ledger("verify", "--expect", f"{head.partition(':')[0]}:{'0' * 64}")
    assert other.exit_code == 1
    assert "expected" in other.stdout
    assert ledger("verify", "--expect", "nonsense").exit_code == 2


def test_a_changed_status_is_bad_news(ledger: Run) -> None:
    with sqlite3.connect("commitments.db") as forger:
        forger.execute("UPDATE standing SET status = 'satisfied'")
    forger.close()
    result = ledger("verify")
    assert result.exit_code == 1
    assert "is not what the log says" in result.stdout


def test_backup_restore_export_import(ledger: Run) -> None:
    head = ledger("head").stdout
    assert ledger("backup", "copy.db").stdout == head
    assert ledger("restore", "copy.db", "--ledger", "again.db", "--expect", head.strip()).stdout == head
    assert ledger("restore", "copy.db", "--ledger", "again.db").exit_code == 3
    assert ledger("export", "-o", "ledger.jsonl").exit_code == 0
    assert ledger("export", "-o", "ledger.jsonl").exit_code == 3
    assert ledger("export").stdout == Path("ledger.jsonl").read_text()
    assert ledger("import", "ledger.jsonl", "--ledger", "third.db", "--expect", head.strip()).stdout == head
    assert ledger("verify", "--ledger", "third.db").exit_code == 0


def test_an_export_that_is_none_is_refused(run: Run) -> None:
    Path("bad.jsonl").write_bytes(b'\xff\x00{"specversion":"1.0"}\n')
    result = run("import", "bad.jsonl", "--ledger", "new.db")
    assert result.exit_code == 3
    assert "line 1: no line of an export; nothing was imported" in result.stderr
    assert not Path("new.db").exists()


def test_doctor(ledger: Run) -> None:
    result = ledger("doctor", "--format", "json")
    rows = {row["name"]: row for row in json.loads(result.stdout)["rows"]}
    assert {"python", "sqlite", "sqlite build", "permissions", "clock in the log", "head"} <= set(rows)
    assert result.exit_code == int(not all(row["ok"] for row in rows.values()))


@pytest.mark.parametrize("command", [("verify",), ("head",), ("doctor",), ("export",), ("backup", "x.db")])
def test_without_a_ledger(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--ledger", "none.db")
    assert result.exit_code == (1 if command == ("doctor",) else 3)
    assert "there is no ledger here" in result.stdout + result.stderr
