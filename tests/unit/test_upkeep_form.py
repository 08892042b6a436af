"""Working memory that another version wrote is written anew, from the log."""

from __future__ import annotations

from pathlib import Path

from commitments.compile import Entered, Sight
from commitments.ledger.kept import Unit
from commitments.records.event import Event
from commitments.text.loading import load
from commitments.text.source import Source
from commitments.upkeep import LedgerBook, open_book
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.form import MARK, ROW
from commitments.upkeep.keys import FILING
from commitments.upkeep.units import UNITS
from rules.snapshot import form
from rules.trace import Standing

TEXT = """
agreement: rent
made: 2030-01-01
parties: {ann: {}, bob: {}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}, by: 2030-01-31}
  keep: {debtor: bob, creditor: ann, must-not: {event: told}}
"""
NOW = 1_900_000_000_000_000


def kept(book: LedgerBook) -> list[Standing]:
    answers = book.stored(Sight(as_of=NOW))
    assert answers is not None
    return list(answers.standings())


def test_memory_of_another_version_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with_rent = load([Source("rent.yaml", TEXT)]).library
    book = open_book(path, create=True)
    book.add(with_rent, NOW)
    book.record([Entered(Event(id="e", type="paid", at="2030-01-05"))], NOW)
    before = kept(book)
    with book.storage.transaction():
        book.storage.memory.delete(row.name for row in book.storage.memory.of_agreement("rent") if row.kind in UNITS)
        book.storage.standings.delete(row.name for row in book.storage.standings.of_agreement("rent"))
        book.storage.memory.save(Unit(ROW, "", ROW, "of an earlier version"))
    book.close()

    again = open_book(path)
    assert kept(again) == before
    row = again.storage.memory.load(ROW)
    assert row is not None
    assert row.body == MARK
    assert verify_ledger(again.storage) == []
    again.close()


def test_the_mark_is_that_of_the_form() -> None:
    mark = f"{form()} {FILING}"
    assert mark == MARK, f"working memory is written in another form: its mark in commitments/upkeep/form.py is {mark}"
