"""Groups stay at hand between recordings, a bounded number, and only for as long as nobody else writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.upkeep import LedgerBook, course, open_book, warm
from commitments.upkeep.course import Course
from commitments.upkeep.warm import Warm
from tests.unit.ledgers import DEAL, OTHER, at, book_of, correct, event, statuses, tell


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


def kept(book: LedgerBook) -> Course | None:
    """Return the course of the deal, if it is at hand; it stays there."""
    found = book.contents.warm.take("deal")
    if found is not None:
        book.contents.warm.keep(found)
    return found


def test_a_group_is_at_hand_for_what_is_told_next(book: LedgerBook) -> None:
    tell(book, event("c1", "called", 2), now=at(2))
    first = kept(book)
    assert first is not None
    tell(book, event("c2", "called", 3), now=at(3))
    assert kept(book) is first
    assert statuses(book, 4)["twice"] == "satisfied"


def test_it_is_let_go_where_another_writes(book: LedgerBook, tmp_path: Path) -> None:
    tell(book, event("c1", "called", 2), now=at(2))
    first = kept(book)
    other = open_book(tmp_path / "test.db")
    tell(other, event("p", "paid", 3, actor="ann"), now=at(3))
    other.close()
    tell(book, event("c2", "called", 4), now=at(4))
    assert kept(book) is not first
    assert statuses(book, 5)["fee"] == statuses(book, 5)["twice"] == "satisfied"


def test_it_is_let_go_where_a_recording_is_undone(book: LedgerBook) -> None:
    tell(book, event("c1", "called", 2), now=at(2))
    with book.trial():
        tell(book, event("c2", "called", 3), now=at(3))
    assert kept(book) is None
    assert statuses(book, 5)["twice"] == "detached"
    tell(book, event("c3", "called", 4), now=at(4))
    assert statuses(book, 5)["twice"] == "satisfied"


def test_late_news_are_worked_out_anew(book: LedgerBook) -> None:
    tell(book, event("c1", "called", 6), now=at(6))
    tell(book, event("c2", "called", 4), now=at(7))
    tell(book, correct("c1", at="2030-03-25"), now=at(8))
    tell(book, event("x", "thanked", 9), event("p", "paid", 9, actor="ann"), now=at(9))
    assert statuses(book, 9)["twice"] == "detached"


def test_no_more_groups_are_kept_than_a_number(book: LedgerBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "GROUPS", 1)
    some = Warm()
    evaluating = book.contents.evaluating()
    for name in ("deal", "other"):
        some.keep(Course(evaluating, evaluating.membership.group(name)))
    assert (some.take("deal"), some.take("other") is None) == (None, False)


def test_an_engine_that_holds_much_is_made_anew(book: LedgerBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "MANY", 1)
    for number in range(2, 6):
        tell(book, event(f"t{number}", "thanked", number), event(f"c{number}", "called", number), now=at(number))
    assert statuses(book, 6)["twice"] == "satisfied"
