from __future__ import annotations

from pathlib import Path

import pytest

from commitments.compile import Entered, Sight
from commitments.frozen import replace
from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.group import kept_group
from commitments.upkeep.replaying import replay
from commitments.upkeep.terms import EVER, TERMS, keep_terms, kept_terms
from rules.program import Vocabulary
from tests.unit.ledgers import DEAL, add, at, book_of, end, event, rows, statuses, tell, worked_out

WORDS = "vocabulary: words\nis-a: {wired: paid, posted: called}\n"
PARTS = """\
agreement: third
made: 2030-03-01
parties: {carl: {name: Carl, part-of: ann}, ann: {name: Ann}}
commitments:
  fee: {debtor: carl, creditor: ann, must: {event: asked}}
"""


def test_terms_of_all_texts_are_kept(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL)
    assert dict(kept_terms(book.storage).is_a) == {}
    add(book, WORDS)
    kept = kept_terms(book.storage)
    assert dict(kept.is_a) == {"wired": ("paid",), "posted": ("called",)}
    with book.storage.transaction():
        assert not keep_terms(book.storage, book.contents.texts)
    book.close()


def test_a_ledger_without_texts_has_none(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    assert kept_terms(book.storage) == Vocabulary()
    book.close()


@pytest.mark.parametrize("name", [TERMS, EVER])
def test_a_row_that_reads_the_same_and_is_written_otherwise_is_put_right(tmp_path: Path, name: str) -> None:
    book = book_of(tmp_path, WORDS)
    row = book.storage.memory.load(name)
    assert row is not None
    with book.storage.transaction():
        book.storage.memory.save(row._replace(body=row.body.replace('["t","paid"]', '["p","paid"]')))
    assert [str(each) for each in verify_ledger(book.storage)] == [f"the row {name!r} does not say what the texts say"]
    assert replay(book.storage).findings
    assert verify_ledger(book.storage) == []
    assert book.storage.memory.load(name) == row
    book.close()


@pytest.mark.parametrize(("known", "untidy"), [(9, 3), (3, 9)])
def test_a_group_that_is_told_something_after_all_that_was_recorded_is_put_right(
    tmp_path: Path, known: int, untidy: int
) -> None:
    book = book_of(tmp_path, DEAL, now=at(1))
    tell(book, event("p", "paid", 2, actor="ann"), now=at(3))
    tell(book, event("c", "called", 2), now=at(2))  # out of order
    latest, group = book.storage.log.latest_recorded(), kept_group(book.storage.memory, "deal")
    assert latest == group.known == group.untidy == at(3)
    told = replace(group, known=at(known), untidy=at(untidy))
    with book.storage.transaction():
        book.storage.memory.set_clock("deal", book.storage.memory.clock("deal") or 0, told.noted)
    assert ["after all that was recorded" in str(each) for each in verify_ledger(book.storage)] == [True]
    assert replay(book.storage).findings
    assert verify_ledger(book.storage) == []
    assert kept_group(book.storage.memory, "deal") == group
    book.close()


@pytest.mark.parametrize(
    ("told", "text"), [(event("w", "wired", 5, actor="ann"), WORDS), (event("w", "paid", 5, actor="carl"), PARTS)]
)
def test_terms_that_come_later_concern_what_was_there(tmp_path: Path, told: Entered, text: str) -> None:
    book = book_of(tmp_path, DEAL, now=at(1))
    tell(book, told, now=at(5))
    assert statuses(book, 6)["fee"] == "detached"
    add(book, text, at(6))
    assert rows(book, 7)["deal/fee"].status == "satisfied"
    assert statuses(book, 7)["fee"] == "satisfied"
    assert agrees(book, Sight(as_of=end(5), known_at=end(5)))
    book.close()


def agrees(book: LedgerBook, sight: Sight) -> bool:
    answers = book.stored(sight)
    assert answers is not None
    return list(answers.standings()) == worked_out(book, sight)


def test_shared_terms_hold_whenever_they_were_recorded(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, now=at(1))
    tell(book, event("w", "wired", 5, actor="ann"), now=at(5))
    tell(book, event("c", "called", 7), now=at(7))
    add(book, WORDS, at(8))
    assert agrees(book, Sight(as_of=end(6), known_at=end(6)))
    book.close()


def test_terms_that_a_later_text_drops(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, PARTS, now=at(1))
    tell(book, event("w", "paid", 5, actor="carl"), now=at(5))
    assert statuses(book, 6)["fee"] == "satisfied"
    alone = PARTS.replace(", part-of: ann", "").replace("made:", "recorded: 2030-03-06\nmade:")
    add(book, alone, at(6))
    assert statuses(book, 7)["fee"] == "detached"
    assert agrees(book, Sight(as_of=end(5), known_at=end(5)))
    tell(book, event("v", "paid", 7, actor="carl"), now=at(7))
    assert statuses(book, 8)["fee"] == "detached"
    add(book, PARTS.replace("made:", "recorded: 2030-03-09\nmade:"), at(9))
    assert statuses(book, 10)["fee"] == "satisfied"
    assert [agrees(book, Sight(as_of=end(10), known_at=end(day))) for day in range(4, 11)] == [True] * 7
    book.close()


def test_terms_concern_what_events_count_as(tmp_path: Path) -> None:
    counting = DEAL.replace("commitments:", "counts-as: {settled: [{event: wired, actor: ann}]}\ncommitments:")
    book = book_of(tmp_path, counting.replace("paid,", "done,"), now=at(1))
    tell(book, event("w", "wired", 5, actor="ann"), now=at(5))
    assert statuses(book, 6)["fee"] == "detached"
    add(book, "vocabulary: words\nis-a: {settled: done}\n", at(6))
    assert statuses(book, 7)["fee"] == "satisfied"
    book.close()
