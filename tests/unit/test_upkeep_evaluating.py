from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.course import Course
from commitments.upkeep.replaying import write_anew
from commitments.upkeep.storing import Because, Changes
from tests.unit.ledgers import DEAL, OTHER, add, at, book_of, event, statuses, tell


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the groups that are evaluated from scratch from now on."""
    found: list[str] = []
    replay = Course.replay

    def counting(self: Course, because: Because, *, retold: bool = False) -> Changes:
        found.append(self.group.name)
        return replay(self, because, retold=retold)

    monkeypatch.setattr(Course, "replay", counting)
    return found


def test_news_in_time_are_not_replayed(book: LedgerBook, replays: list[str]) -> None:
    tell(book, event("c1", "called", 4), now=at(4))
    tell(book, event("p", "paid", 5, actor="ann"), now=at(5))
    assert replays == []
    assert statuses(book, 6)["next"] == "detached"


def test_late_news_replay_only_whom_they_concern(book: LedgerBook, replays: list[str]) -> None:
    tell(book, event("p", "paid", 5, actor="ann"), event("e", "paid", 5, actor="eve"), now=at(5))
    tell(book, event("c1", "called", 4), now=at(6))
    assert replays == ["deal"]
    tell(book, event("x", "unheard", 2), now=at(7))
    assert replays == ["deal"]


def test_before_something_is_recorded_silence_takes_its_effect(book: LedgerBook) -> None:
    receipt = tell(book, event("late", "paid", 5, actor="ann"), now=at(20))
    assert ("deal/fee", "violated") in [(each.name, each.after) for each in receipt.undone]
    kept = [row.after for row in book.storage.transitions.all_of_name("deal/fee") if row.superseded_by is not None]
    assert kept == ["overdue", "violated"]
    assert statuses(book, 21)["fee"] == "satisfied"


def test_the_history_of_an_agreement(book: LedgerBook) -> None:
    told = [event("e", "paid", 5, actor="eve"), event("p", "paid", 4, actor="ann"), event("x", "unheard", 3)]
    tell(book, *told, event("d", "denial", 6, object="e"), now=at(6))
    evaluating = book.contents.evaluating()
    assert [each.id for each in evaluating.history(evaluating.program(["deal"]), at(30))] == ["p"]
    assert [each.id for each in evaluating.history(evaluating.program(["other"]), at(30))] == []
    assert [each.id for each in evaluating.history(evaluating.program(["other"]), at(30), at(5))] == []


def test_everything_can_be_written_anew(book: LedgerBook) -> None:
    tell(book, event("p", "paid", 5, actor="ann"), now=at(6))
    before = statuses(book, 12)
    with book.storage.transaction():
        book.storage.memory.delete(["deal/fee", "agreement deal"])
    assert verify_ledger(book.storage) != []
    with book.storage.transaction():
        write_anew(book.contents)
    assert statuses(book, 12) == before


def test_a_text_that_names_another_joins_it(book: LedgerBook, replays: list[str]) -> None:
    link = OTHER.replace("other", "third").replace("must:", "if: {commitment: deal/fee, is: satisfied}, must:")
    add(book, f"{DEAL}---\n{link}", at(3))
    assert replays == ["deal"]
    membership = book.contents.evaluating().membership
    assert membership.group("deal").members == ("deal", "third")
    tell(book, event("p", "paid", 5, actor="ann"), now=at(5))
    assert statuses(book, 6)["third/fee"] == "detached"


DERIVED = """
agreement: wires
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
counts-as: {paid: [{event: wired}]}
commitments:
  fee: {debtor: ann, creditor: bob, if: {event: signed}, must: {event: paid}, within: 10 days}
"""


def test_what_counts_is_heard_by_what_became_owed_just_before(book: LedgerBook) -> None:
    add(book, DERIVED, now=at(1))
    told = tell(book, event("s", "signed", 2), event("w", "wired", 3), now=at(3))
    assert [(each.name, each.after) for each in told.transitions] == [
        ("wires/fee", "detached"), ("wires/fee", "satisfied"),
    ]  # fmt: skip
    assert verify_ledger(book.storage) == []


EACH = """\
agreement: each
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
states: {open: {starts: {event: opened}, ends: {event: closed}}}
counts-as: {paid: [{event: wired}]}
commitments:
  fee: {debtor: ann, creditor: bob, must: {event: paid}, by: 2030-03-10}
"""


def test_what_is_stored_tells_what_the_texts_do(tmp_path: Path) -> None:
    dynamic = EACH.replace("each\n", "dynamic\n").replace("fee: {", "fee: {for-each: {event: billed}, ")
    book = book_of(tmp_path, DEAL, OTHER, EACH, dynamic, now=at(1))
    evaluating = book.contents.evaluating()
    for name in ("deal", "other", "each", "dynamic"):
        (kept,), (told,) = (of((name,)).agreements for of in (evaluating.program_kept, evaluating.program))
        by_name = {clause.name: clause for clause in kept.clauses}
        assert by_name == {clause.name: clause for clause in told.clauses}
        assert replace(kept, clauses=()) == replace(told, clauses=())
    book.close()
