from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.compile import Entered, Sight
from commitments.upkeep import LedgerBook
from commitments.upkeep.group import Group
from commitments.upkeep.reading import Reading
from rules.engine import Engine
from tests.unit.ledgers import DEAL, OTHER, add, at, book_of, end, event, tell, worked_out

SIMPLE = DEAL.replace("at-least: 2", "at-least: 1")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, SIMPLE, OTHER, now=at(1))
    tell(opened, event("c", "called", 4), now=at(4))
    tell(opened, event("p", "paid", 5, actor="ann"), now=at(6))
    yield opened
    opened.close()


def statuses(book: LedgerBook, as_of: int, known_at: int | None = None) -> dict[str, str]:
    reading = Reading(book.contents.evaluating(), end(as_of), None if known_at is None else end(known_at))
    found = reading.find(book.contents.evaluating().membership.group("deal"))
    return {name.removeprefix("deal/"): row.status for name, row in found.rows.items()}


def test_what_time_has_moved_is_taken_further_and_not_written(book: LedgerBook) -> None:
    before = book.storage.memory.clock("deal")
    assert statuses(book, 12) == {"fee": "satisfied", "next": "violated", "twice": "satisfied"}
    assert book.storage.memory.clock("deal") == before
    assert {row.name: row.status for row in book.storage.standings.of_agreement("deal")}["deal/next"] == "detached"


def test_what_was_known_is_looked_up_and_not_replayed(book: LedgerBook, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("replayed")

    monkeypatch.setattr(Reading, "_replayed", refuse)
    assert statuses(book, 5, 5) == {"fee": "detached", "next": "conditional", "twice": "satisfied"}
    assert statuses(book, 2, 2) == {"fee": "detached", "next": "conditional", "twice": "detached"}


def test_where_changes_do_not_tell_all_it_is_worked_out(book: LedgerBook, monkeypatch: pytest.MonkeyPatch) -> None:
    add(book, SIMPLE.replace("by: 2030-03-10", "by: 2030-03-11").replace("made:", "recorded: 2030-03-08\nmade:"), at(8))
    replays: list[object] = []

    replayed = Reading._replayed  # noqa: SLF001

    def counting(reading: Reading, group: Group) -> Engine:
        replays.append(group)
        return replayed(reading, group)

    monkeypatch.setattr(Reading, "_replayed", counting)
    assert statuses(book, 5, 5) == {"fee": "detached", "next": "conditional", "twice": "satisfied"}
    assert len(replays) == 1


@pytest.mark.parametrize(
    "act",
    [
        event("a", "extend", 3, commitment="deal/fee", actor="bob", data={"by": "2030-03-20"}),
        event("a", "delegate", 3, commitment="deal/fee", actor="ann", target="eve"),
        event("a", "assess", 3, commitment="twice", data={"score": 2}),
        event("a", "suspend", 3, commitment="deal/fee", actor="bob"),
    ],
)
def test_acts_that_leave_a_status_as_it_is(tmp_path: Path, act: Entered) -> None:
    book = book_of(tmp_path, SIMPLE, now=at(1))
    tell(book, act, now=at(4))
    tell(book, event("p", "paid", 5, actor="ann"), event("c", "called", 8), now=at(8))
    evaluating = book.contents.evaluating()
    for day in range(2, 8):
        found = Reading(evaluating, end(day), None).find(evaluating.membership.group("deal"))
        assert list(found.rows.values()) == worked_out(book, Sight(as_of=end(day)))
    book.close()


def test_all_groups(book: LedgerBook) -> None:
    assert Reading(book.contents.evaluating(), end(5), None).groups() == ["deal", "other"]
