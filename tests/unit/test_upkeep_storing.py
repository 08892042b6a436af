from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.upkeep import LedgerBook
from commitments.upkeep.storing import Because, Changes, rows_of, store_instead, store_new, store_rows
from rules.engine import Engine
from rules.facts import Event
from rules.program import Program
from tests.unit import small
from tests.unit.ledgers import DEAL, OTHER, at, book_of, event


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


def engine(*events: Event) -> Engine:
    """Return an evaluation of a commitment that is no commitment of the ledger's texts."""
    found = Engine(Program((small.deal(small.FEE),)))
    found.told = []
    found.run(events, small.day(12))
    return found


def test_changes_one_after_the_other() -> None:
    one, two = engine().transitions[:2]
    assert Changes((one,), (two,)).then(Changes((two,), ())) == Changes((one, two), (two,))


@pytest.mark.parametrize(("at_", "known"), [(3, 5), (5, 5), (9, 9)])
def test_silence_is_known_when_its_instant_comes(at_: int, known: int) -> None:
    assert Because(1, 5).known(at_) == known


def test_each_change_with_where_the_commitment_then_stands() -> None:
    rows = rows_of(engine(), Because(7, small.day(2)))
    assert [(row.name, row.after, row.seq) for row in rows] == [
        ("deal", "in-force", 7), ("deal/fee", "detached", 7), ("deal/fee", "violated", 7),
    ]  # fmt: skip
    assert [row.recorded for row in rows] == [small.day(2), small.day(2), small.day(10)]


def test_what_no_longer_follows_is_marked_and_kept(tmp_path: Path) -> None:
    book = book_of(tmp_path, OTHER, now=at(1))
    storage = book.storage
    with storage.transaction():
        drafts = [book.contents.telling.draft(event(name, "told", 2), at(2)) for name in "abc"]
        one, two, three = storage.log.append(drafts)
        first = store_new(storage, engine(), Because(one, small.day(11)))
        second = store_instead(storage, engine(small.event("paid", 3)), ["deal"], Because(two, small.day(12)))
        third = store_instead(storage, engine(small.event("paid", 3)), ["deal"], Because(three, small.day(13)))
    assert [each.after for each in first.came] == ["in-force", "detached", "violated"]
    assert [[each.after for each in told] for told in (second.came, second.went)] == [["satisfied"], ["violated"]]
    assert third == Changes()
    kept = [(row.after, row.superseded_by) for row in storage.transitions.all_of_name("deal/fee")]
    assert sorted(kept, key=str) == [("detached", None), ("satisfied", None), ("violated", two)]
    book.close()


def test_only_rows_of_the_members_are_stored(book: LedgerBook) -> None:
    storage = book.storage
    before = storage.standings.all()
    with storage.transaction():
        store_rows(storage, book.contents.texts, engine(small.event("paid", 3)), ["other"])
    assert storage.standings.all() == before
    with storage.transaction():
        store_rows(storage, book.contents.texts, engine(small.event("paid", 3)), ["deal"])
    row = storage.standings.get("deal/fee")
    assert row is not None
    assert row.status == "satisfied"
