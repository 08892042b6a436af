"""`replay`: all that a ledger keeps beside its log, worked out anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

import pytest

from commitments.upkeep import survey
from tests.cli.conftest import PACT, Run
from tests.ledger import failing


@pytest.fixture
def kept(ledger: Run) -> Run:
    """A ledger that holds two agreements, and an event."""
    assert ledger("assert", "paid", "actor=ann", "--at", "2030-01-05", "--source", "left", "--id", "p").exit_code == 0
    with open("other.yaml", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(PACT.replace("agreement: pact", "agreement: other"))
    assert ledger("add", "other.yaml").exit_code == 0
    return ledger


@pytest.fixture
def damaged(kept: Run) -> Run:
    with sqlite3.connect("commitments.db") as forger:
        forger.execute("UPDATE standing SET status = 'violated' WHERE name = 'other/pay'")
    forger.close()
    return kept


def test_normally_nothing_differs(kept: Run) -> None:
    before = kept("export").stdout
    for jobs in ("1", "2", "auto"):
        done = kept("replay", "--jobs", jobs)
        assert (done.exit_code, done.stdout, done.stderr) == (0, "2 agreements, 1 event: all as stored\n", "")
    assert kept("export").stdout == before
    assert kept("replay", "--format", "csv").stdout == "entry,problem\n"
    answer = json.loads(kept("replay", "--format", "json").stdout)
    assert answer["schema"] == "commitments.replay/1"
    assert answer["rows"] == []
    assert {
        "agreements": 2,
        "events": 1,
        "dry_run": False,
        "head": kept("head").stdout.strip(),
    }.items() <= answer.items()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_differs_is_told_and_put_right(damaged: Run, jobs: str) -> None:
    told = "the status of other/pay is not what the log says\n2 agreements, 1 event: 1 difference"
    tried = damaged("replay", "--dry-run", "--jobs", jobs)
    assert (tried.exit_code, tried.stdout) == (1, f"A trial: nothing is written.\n\n{told}\n")
    assert damaged("verify", "--jobs", jobs).stdout == "the status of other/pay is not what the log says\n"
    assert damaged("replay", "--dry-run", "--format", "json").exit_code == 1
    done = damaged("replay", "--jobs", jobs)
    assert (done.exit_code, done.stdout) == (0, f"{told}, put right\n")
    assert damaged("verify", "--jobs", jobs).exit_code == 0
    assert damaged("list", "--agreement", "other", "--columns", "status", "--format", "csv").stdout.count("satisfied")


@pytest.mark.parametrize("jobs", ["0", "-1", "257", "1.5", "two", "٣", "9" * 5_000])
def test_how_many_processes(run: Run, jobs: str) -> None:
    result = run("replay", "--jobs", jobs)
    assert result.exit_code == 2
    assert "a number from 1 to 256, or auto" in result.stderr


def test_it_is_about_a_ledger(run: Run) -> None:
    assert run("replay", "-f", "pact.yaml").exit_code == 2
    missing = run("replay", "--ledger", "none.db", "--jobs", "2")
    assert (missing.exit_code, "there is no ledger here" in missing.stderr) == (3, True)
    assert "there is nothing to replay" in " ".join(run("replay", "--help").stdout.split())


@pytest.mark.parametrize("command", ["replay", "verify"])
@pytest.mark.parametrize(
    ("task", "told"),
    [
        (
            failing.die,
            "error: a process that did part of the work was ended by signal 9; nothing was changed, try again, ",
        ),
        (failing.slip, "ZeroDivisionError"),
    ],
)
def test_a_process_that_fails(
    damaged: Run, monkeypatch: pytest.MonkeyPatch, command: str, task: Callable[..., object], told: str
) -> None:
    before = damaged("export").stdout
    with monkeypatch.context() as patched:
        patched.setattr(survey, "examine_all", task)
        result = damaged(command, "--jobs", "2")
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in result.stderr
    assert damaged("export").stdout == before
