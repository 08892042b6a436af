"""One group through a recording: what is told at once is found as what is told one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.ledger.memory import SqlMemory
from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.examining import content
from tests.unit.ledgers import DEAL, OTHER, at, book_of, event, statuses, tell

TOLD = [
    event("c1", "called", 4),
    event("p", "paid", 5, actor="ann"),
    event("e", "paid", 5, actor="eve"),
    event("t", "thanked", 6),
    event("c2", "called", 7),
    event("x", "unheard", 7),
]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


def test_at_once_as_one_by_one(book: LedgerBook, tmp_path: Path) -> None:
    twin = book_of(tmp_path, DEAL, OTHER, name="twin.db", now=at(1))
    tell(book, *TOLD, now=at(8))
    for each in TOLD:
        tell(twin, each, now=at(8))
    for name in ("deal", "other"):
        there, here = (each.storage.transitions.of_agreement(name) for each in (twin, book))
        assert list(map(content, here)) == list(map(content, there))
    assert statuses(book, 8) == statuses(twin, 8)
    assert verify_ledger(book.storage) == verify_ledger(twin.storage) == []
    twin.close()


def test_a_group_is_stored_once(book: LedgerBook, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    change_all = SqlMemory.change_all

    def counting(memory: SqlMemory, units: list[object]) -> None:
        saved.extend([len(units)] if len(units) > 1 else [])
        change_all(memory, units)  # type: ignore[arg-type]

    monkeypatch.setattr(SqlMemory, "change_all", counting)
    tell(book, *TOLD, now=at(8))
    assert len(saved) == 1


def test_what_time_brings_before_and_after(book: LedgerBook) -> None:
    """Before something is told at an instant, silence has its effect; afterwards time goes on to that instant."""
    receipt = tell(book, event("c1", "called", 21), now=at(30))
    assert {(change.name, change.after) for change in receipt.transitions} >= {
        ("deal/fee", "overdue"), ("deal/fee", "violated"), ("deal/twice", "violated"),
    }  # fmt: skip
    assert verify_ledger(book.storage) == []
