"""An answer is of one state of a ledger, although others write while it is worked out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commitments import Tracker
from commitments.ledger.log import SqlLog

TEXT = """
agreement: rent
made: 2030-01-01
parties: {ann: {}, bob: {}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}, by: 2030-01-31}
"""
NOW = 1_895_000_000_000_000


def told(tracker: Tracker) -> tuple[list[Any], list[Any]]:
    """Return two tables of one question: where everything stands, and the events."""
    tables = tracker.tables()
    return [row.status for row in tables["statuses"]], [row.id for row in tables["events"]]


def test_others_may_write_in_the_middle_of_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    with Tracker.open(path, clock=lambda: NOW) as tracker, Tracker.open(path, clock=lambda: NOW) as other:
        tracker.add(TEXT)
        entries = SqlLog.entries
        pending = ["p"]

        def meanwhile(log: SqlLog, *bounds: int) -> object:
            if pending and log is tracker.book.storage.log:  # type: ignore[attr-defined]
                other.assert_event("paid", id=pending.pop(), at="2030-01-05")
            return entries(log, *bounds)

        monkeypatch.setattr(SqlLog, "entries", meanwhile)
        assert told(tracker) == (["detached"], [])
        assert pending == []
        assert told(tracker) == (["satisfied"], ["p"])


def test_texts_of_others_are_read_with_the_next_question(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Tracker.open(path, clock=lambda: NOW) as tracker, Tracker.open(path, clock=lambda: NOW) as other:
        tracker.add(TEXT)
        assert [row.agreement for row in tracker.tables()["agreements"]] == ["rent"]
        other.add(TEXT.replace("rent", "loan"))
        assert [row.agreement for row in tracker.tables()["agreements"]] == ["loan", "rent"]
