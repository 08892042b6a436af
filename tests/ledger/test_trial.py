"""A trial has its effect inside its block, and leaves nothing in any table when it ends."""

from __future__ import annotations

import pytest

from commitments.ledger.sql import SqlLedger
from commitments.mistakes import MistakeError
from commitments.tracker import Tracker
from commitments.upkeep import LedgerBook
from tests.ledger.books import FIXTURES, NOW, fill

TABLES = ("entry", "event_key", "unit", "watch", "derived", "clock", "standing", "transition")


def everything(ledger: SqlLedger) -> dict[str, list[str]]:
    return {table: sorted(str(row) for row in ledger.database.rows(f"SELECT * FROM {table}")) for table in TABLES}  # noqa: S608 - our own


def statuses(tracker: Tracker) -> dict[str, str]:
    return {row.name: row.status for row in tracker.list()}


def test_nothing_is_left_of_it(location: str) -> None:
    with fill(location, "supply-contract") as ledger:
        tracker = Tracker(LedgerBook(ledger), clock=lambda: NOW)
        before, stood = everything(ledger), statuses(tracker)
        with tracker.trial():
            tracker.add(FIXTURES / "minsk-2015.yaml")
            told = tracker.assert_event("release", actor="mill", agreement="cider-supply", at="2026-01-01")
            assert told.beside["dry_run"] is True
            assert len(statuses(tracker)) > len(stood)
            assert ledger.log.head().seq > 1
        assert everything(ledger) == before
        assert statuses(tracker) == stood
        assert ledger.verify() == []


def test_what_is_told_after_it_is_as_if_it_had_not_been(location: str) -> None:
    with fill(location, "supply-contract") as ledger:
        tracker = Tracker(LedgerBook(ledger), clock=lambda: NOW)
        with tracker.trial():
            tracker.add(FIXTURES / "minsk-2015.yaml")
        tracker.add(FIXTURES / "minsk-2015.yaml")
        after = everything(ledger)
        tracker.assert_event("anything", at="2026-01-01", id="x")
        assert ledger.log.identifiers("x", 9) == ["x"]
        assert len(everything(ledger)["entry"]) > len(after["entry"])
        assert ledger.verify() == []


def test_a_mistake_inside_ends_it(location: str) -> None:
    with fill(location, "supply-contract") as ledger:
        tracker = Tracker(LedgerBook(ledger), clock=lambda: NOW)
        before = everything(ledger)
        with pytest.raises(MistakeError), tracker.trial():
            tracker.assert_event("not a name", at="2026-01-01")
        assert everything(ledger) == before
        assert tracker.assert_event("anything", at="2026-01-01").beside.get("dry_run") is None
