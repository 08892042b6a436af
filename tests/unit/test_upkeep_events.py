from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commitments.compile import Entered
from commitments.ledger import canonical
from commitments.ledger.rows import Kind
from commitments.records.corrections import Retraction
from commitments.records.event import Event
from commitments.upkeep import LedgerBook
from commitments.upkeep.entries import content_of
from commitments.upkeep.keys import agreement_key, type_key
from commitments.upkeep.records import told
from tests.unit.ledgers import DEAL, OTHER, at, book_of, correct, end, event, retract, tell


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


def read(body: bytes) -> dict[str, Any]:
    found = canonical.read(body)
    assert isinstance(found, dict)
    return found


def record(entered: Entered) -> Event:
    assert isinstance(entered.record, Event)
    return entered.record


@pytest.mark.parametrize(
    "entered",
    [
        event("p", "paid", 5, actor="ann", source=["bank", "post"], data={"amount": 3, "notes": ["a", "b"]}),
        event("q", "paid", "2030-03-05", target="bob", place="x", object_="y", text="Paid.", ref="p. 5"),
        Entered(Event.model_validate({"id": "r", "type": "x", "at": "2030-03"}), "Europe/Paris"),
    ],
)
def test_what_the_log_keeps_there_and_back(entered: Entered) -> None:
    assert told(read(content_of(record(entered), entered.zone))) == entered


def test_when_it_was_recorded_is_no_part_of_what_was_said() -> None:
    said = record(event("p", "paid", 5))
    later = said.model_copy(update={"recorded": "2030-03-09T00:00:00Z"})
    assert content_of(said, "UTC") == content_of(later, "UTC")


def test_an_empty_field_says_nothing() -> None:
    said = record(event("p", "paid", 5, actor="ann"))
    assert content_of(record(event("p", "paid", 5, actor="ann", target=[], data={}, text=None)), "UTC") == content_of(
        said, "UTC"
    )


def test_what_is_appended(book: LedgerBook) -> None:
    draft = book.contents.telling.draft(event("p", "paid", "2030-03-05", actor="ann", commitment="deal/fee"), at(6))
    assert (draft.kind, draft.key, draft.recorded, draft.at) == (Kind.EVENT, "p", at(6), end(5))
    assert {type_key("paid"), agreement_key("deal")} < set(draft.index)


def test_a_commitment_is_named_in_full(book: LedgerBook) -> None:
    fact = book.contents.telling.fact(event("p", "paid", 5, commitment="twice"))
    assert (fact.agreement, fact.commitment) == ("deal", "deal/twice")


def test_only_events_are_facts(book: LedgerBook) -> None:
    retraction = Entered(Retraction.model_validate({"retract": "p"}), "UTC")
    with pytest.raises(TypeError, match="Retraction"):
        book.contents.telling.fact(retraction)
    with pytest.raises(TypeError, match="Retraction"):
        book.contents.telling.draft(retraction, at(6))


def found(book: LedgerBook, since: float = 1, known_at: int | None = None) -> list[str]:
    return [fact.id for fact in book.contents.telling.standing([type_key("called")], at(since), known_at)]


def test_looking_back_in_order(book: LedgerBook) -> None:
    tell(book, event("b", "called", 6), event("a", "called", 6), event("c", "called", "2030-03-05"), now=at(6))
    tell(book, event("x", "paid", 6), now=at(6))
    assert found(book) == ["c", "a", "b"]
    assert found(book, since=5.5) == ["c", "a", "b"]
    assert found(book, since=6) == ["a", "b"]


def test_what_was_denied_retracted_or_corrected(book: LedgerBook) -> None:
    tell(book, event("a", "called", 2), event("b", "called", 3), event("c", "called", 4), now=at(4))
    tell(book, event("d", "denial", 5, object="a"), retract("b"), correct("c", at="2030-03-02T12:00Z"), now=at(5))
    assert found(book) == ["c"]
    assert found(book, since=3) == []
    assert found(book, known_at=at(4)) == ["a", "b", "c"]
    tell(book, event("dd", "denial", 6, object="d"), now=at(6))
    assert found(book) == ["a", "c"]
