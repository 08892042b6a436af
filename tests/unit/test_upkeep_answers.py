from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.compile import Sight
from commitments.upkeep import LedgerBook
from commitments.upkeep.answers import Stored
from tests.unit.ledgers import DEAL, OTHER, add, at, book_of, correct, end, event, retract, tell, worked_out

RENT = """\
agreement: flat
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  rent: {text: The rent, debtor: ann, creditor: bob, every: 7d, must: {event: paid-rent}, grace: 2d}
  repair: {debtor: bob, creditor: ann, for-each: {event: leak}, must: {event: repaired, object: $each.id}, within: 3d}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerBook]:
    """Return a ledger in which things were told in time, late, and wrongly; a text changed as well."""
    opened = book_of(tmp_path_factory.mktemp("answers"), DEAL, OTHER, RENT, now=at(1))
    tell(opened, event("c1", "called", 4), now=at(4))
    tell(opened, event("p", "paid", 5, actor="ann"), event("l1", "leak", 5), now=at(6))
    tell(opened, event("r", "paid-rent", 6), now=at(7))
    tell(opened, event("e", "paid", 3, actor="eve"), now=at(9))
    tell(opened, correct("p", at="2030-03-12T00:00Z"), now=at(13))
    tell(opened, retract("e"), now=at(14))
    add(opened, DEAL.replace("at-least: 2", "at-least: 1").replace("made:", "recorded: 2030-03-15\nmade:"), at(15))
    tell(opened, event("c2", "called", 16), event("d", "denial", 16, object="l1"), now=at(17))
    yield opened
    opened.close()


@pytest.mark.parametrize("as_of", [1, 3, 5, 6, 8, 10, 12, 13, 15, 17, 25])
@pytest.mark.parametrize("known_at", [1, 4, 6, 7, 9, 11, 13, 14, 15, 17, None])
def test_what_is_stored_is_what_is_worked_out(book: LedgerBook, as_of: int, known_at: int | None) -> None:
    sight = Sight(as_of=end(as_of), known_at=None if known_at is None else end(known_at))
    answers = book.stored(sight)
    assert answers is not None
    assert list(answers.standings()) == worked_out(book, sight)
    assert list(answers.live()) == [row for row in worked_out(book, sight) if row.live]


def test_one_at_a_time(book: LedgerBook) -> None:
    answers = Stored(book, end(8))
    row = answers.standing("deal/twice")
    assert row is not None
    assert (row.status, row.progress) == ("satisfied", None if row.progress is None else row.progress)
    assert [answers.standing(name) for name in ("deal/nothing", "nothing/fee", "")] == [None] * 3


def test_a_period_ahead(book: LedgerBook) -> None:
    answers = Stored(book, end(8))
    ahead = answers.standing("flat/rent[2030-04-05]")
    assert ahead is not None
    assert ahead.status == "proposed"
    assert ahead not in answers.standings()
    assert answers.standing("flat/rent[2030-04-06]") is None


def test_a_period_ahead_of_an_earlier_day(book: LedgerBook) -> None:
    ahead = Stored(book, end(2)).standing("flat/rent[2030-03-08]")
    assert ahead is not None
    assert ahead.status == "proposed"


def test_only_some_agreements(book: LedgerBook) -> None:
    answers = Stored(book, end(8), within=("other",))
    assert [row.name for row in answers.standings()] == ["other/fee"]
    assert {change.name for change in answers.transitions()} == {"other", "other/fee"}


def test_changes_in_order_up_to_the_instant(book: LedgerBook) -> None:
    changes = Stored(book, end(12)).transitions()
    assert [(each.moment.at, each.step) for each in changes] == sorted((each.moment.at, each.step) for each in changes)
    assert max(each.moment.at for each in changes) <= end(12)
    assert ("deal/fee", "overdue") in {(each.name, each.after) for each in changes}
    earlier = Stored(book, end(12), end(12)).transitions()
    assert ("deal/fee", "overdue") not in {(each.name, each.after) for each in earlier}


def test_the_words_and_the_zone(book: LedgerBook) -> None:
    answers = Stored(book, end(8))
    described = {row.name: answers.described(row) for row in answers.standings()}
    assert described["deal/fee"] == ("The fee", "UTC")
    assert described["deal/next"] == (None, "UTC")
    assert described["flat/rent[2030-03-01]"] == ("The rent", "UTC")


@pytest.mark.parametrize("as_of", [8, 17, 25, 31])
def test_words_and_zones_are_read_with_the_rows(book: LedgerBook, as_of: int) -> None:
    answers = Stored(book, end(as_of))
    rows = answers.standings()
    assert [answers.described(row) for row in rows] == [book.contents.texts.described(row) for row in rows]


def test_what_is_live_within_an_agreement(book: LedgerBook) -> None:
    for as_of in (8, 17, 25):
        rows = Stored(book, end(as_of)).live()
        assert list(Stored(book, end(as_of), within=("flat",)).live()) == [
            row for row in rows if row.agreement == "flat"
        ]


def test_a_ledger_without_agreements(tmp_path: Path) -> None:
    empty = book_of(tmp_path)
    answers = Stored(empty, end(8))
    assert (answers.standings(), answers.live(), answers.transitions()) == ([], [], [])
    empty.close()
