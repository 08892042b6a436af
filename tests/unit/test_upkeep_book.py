from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.compile import Entered, Sight
from commitments.ledger.errors import ConflictError, LedgerError, UnknownEventError
from commitments.text.loading import load
from commitments.upkeep import LedgerBook, open_book
from commitments.upkeep import workshop as workshop_module
from commitments.upkeep.checking import verify_ledger
from tests.unit.ledgers import (
    DEAL,
    NOW,
    OTHER,
    add,
    at,
    book_of,
    correct,
    end,
    event,
    head,
    retract,
    rows,
    statuses,
    tell,
)

PAID = event("p", "paid", 5, actor="ann")
CALLS = (event("c1", "called", 6), event("c2", "called", 7))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, name="twin.db")
    yield opened
    opened.close()


def test_what_is_told_takes_effect(book: LedgerBook) -> None:
    receipt = tell(book, PAID)
    assert receipt.recorded == ("p",)
    told = [(each.name, each.before, each.after) for each in receipt.transitions]
    assert ("deal/fee", "detached", "satisfied") in told
    assert ("deal/next", "conditional", "detached") in told
    assert not any(name.startswith("other/") for name, _, _ in told)
    assert receipt.head == head(book)
    assert statuses(book, 6) == {"fee": "satisfied", "next": "detached", "twice": "detached", "other/fee": "detached"}


def test_a_block_is_recorded_as_a_whole_or_not_at_all(book: LedgerBook) -> None:
    before, standing = head(book), rows(book)

    def fail() -> None:
        with book.writing():
            tell(book, PAID)
            assert head(book) != before
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (head(book), rows(book)) == (before, standing)
    with book.writing():
        told = tell(book, PAID)
        assert told.head == head(book)
        again = tell(book, PAID)
    assert (told.recorded, again.unchanged) == (("p",), ("p",))
    assert told.head == again.head == head(book)
    assert verify_ledger(book.storage) == []


def test_the_same_again_changes_nothing(book: LedgerBook) -> None:
    tell(book, PAID)
    before = head(book)
    receipt = tell(book, PAID)
    assert (receipt.recorded, receipt.unchanged, receipt.transitions) == ((), ("p",), ())
    assert head(book) == before
    again = add(book, DEAL)
    assert (again.recorded, again.unchanged, again.transitions) == ((), ("deal",), ())
    assert head(book) == before


@pytest.mark.parametrize(
    ("second", "error"),
    [
        (event("p", "paid", 5, actor="eve"), ConflictError),
        (event("p", "paid", 6, actor="ann"), ConflictError),
        (retract("nothing"), UnknownEventError),
        (correct("nothing", actor="eve"), UnknownEventError),
    ],
)
def test_a_batch_is_all_or_nothing(book: LedgerBook, second: Entered, error: type[LedgerError]) -> None:
    tell(book, PAID)
    before, standing = head(book), rows(book)
    with pytest.raises(error):
        tell(book, event("new", "called", 6), second)
    assert head(book) == before
    assert rows(book) == standing
    assert [entry.key for entry in book.storage.log.events()] == ["p"]
    assert tell(book, event("new", "called", 6)).recorded == ("new",)
    assert statuses(book, 8)["twice"] == "detached"


def test_late_news_supersede_what_was_told_and_keep_it(book: LedgerBook) -> None:
    tell(book, event("late", "paid", 14, actor="ann"), now=at(14.5))
    assert statuses(book, 15)["fee"] == "satisfied"
    assert rows(book)["deal/fee"].late
    receipt = tell(book, PAID, now=at(15))
    assert not rows(book)["deal/fee"].late
    assert [(each.after, each.moment.at) for each in receipt.undone if each.name == "deal/fee"] == [
        ("overdue", end(10)), ("satisfied", at(14)),
    ]  # fmt: skip
    kept = [row for row in book.storage.transitions.all_of_name("deal/fee") if row.superseded_by is not None]
    assert [row.after for row in kept] == ["overdue", "satisfied"]
    assert {row.superseded_by for row in kept} == {book.storage.log.versions("p")[0].seq}
    assert statuses(book, 15)["fee"] == "satisfied"


def test_retracted_is_as_if_never_told(book: LedgerBook, twin: LedgerBook) -> None:
    tell(book, PAID, *CALLS)
    receipt = tell(book, retract("p"), now=NOW + 1)
    assert ("deal/fee", "satisfied") in [(each.name, each.after) for each in receipt.undone]
    tell(twin, *CALLS)
    assert rows(book) == rows(twin)
    assert statuses(book) == statuses(twin)


def test_corrected_is_as_if_told_so(book: LedgerBook, twin: LedgerBook) -> None:
    tell(book, PAID)
    tell(book, correct("p", at="2030-03-12T00:00Z"), now=NOW + 1)
    tell(twin, event("p", "paid", 12, actor="ann"))
    assert rows(book) == rows(twin)
    assert rows(book)["deal/fee"].late
    tell(book, correct("p", actor="eve"), now=NOW + 2)
    assert statuses(book)["fee"] == "violated"
    assert len(book.storage.log.versions("p")) == 3


def test_a_correction_that_changes_nothing(book: LedgerBook) -> None:
    tell(book, PAID)
    before = head(book)
    for entry in (correct("p", actor="ann"), correct("p", at="2030-03-05T00:00Z")):
        assert tell(book, entry, now=NOW + 1).unchanged == ("p",)
    assert head(book) == before
    tell(book, correct("p", actor="eve"), now=NOW + 2)
    assert tell(book, PAID, now=NOW + 3).unchanged == ("p",)
    assert tell(book, event("p", "paid", 5, actor="eve"), now=NOW + 3).unchanged == ("p",)


def test_a_denial_takes_it_out_of_the_history(book: LedgerBook) -> None:
    """A denial without source removes it everywhere, and can be denied itself."""
    tell(book, event("p", "paid", 5, actor="ann", source="bank"))
    tell(book, event("d", "denial", 6, object="p"), now=NOW + 1)
    assert statuses(book, 12)["fee"] == "overdue"
    tell(book, event("dd", "denial", 7, object="d"), now=NOW + 2)
    assert statuses(book, 12)["fee"] == "satisfied"


def test_a_denial_counts_from_when_it_is_made(book: LedgerBook) -> None:
    tell(book, event("d", "denial", 14, object="p"), event("c1", "called", 3), now=NOW)
    tell(book, PAID, event("c2", "called", 13), now=NOW + 1)
    assert statuses(book, 13)["fee"] == "satisfied"
    assert statuses(book, 14)["fee"] == "overdue"
    tell(book, retract("d"), now=NOW + 2)
    assert statuses(book, 14)["fee"] == "satisfied"
    early = book.stored(Sight(as_of=end(13), known_at=NOW + 1))
    assert early is not None
    assert {row.name: row.status for row in early.standings()}["deal/fee"] == "satisfied"


def test_denials_that_deny_each_other(book: LedgerBook) -> None:
    tell(book, PAID, event("a", "denial", 6, object=["p", "b"]), event("b", "denial", 7, object=["a", "b"]))
    assert statuses(book, 12)["fee"] == "satisfied"
    tell(book, retract("b"), now=NOW + 1)
    assert statuses(book, 12)["fee"] == "overdue"


def test_a_new_version_of_the_text(book: LedgerBook) -> None:
    tell(book, event("p", "paid", 12, actor="ann"))
    assert rows(book)["deal/fee"].late
    later = DEAL.replace("by: 2030-03-10, grace: 5d", "by: 2030-03-15").replace(
        "made: 2030-03-01", "made: 2030-03-01\nrecorded: 2030-03-11"
    )
    receipt = add(book, later, NOW + 1)
    assert receipt.recorded == ("deal",)
    assert "overdue" in [each.after for each in receipt.undone]
    assert not rows(book)["deal/fee"].late
    assert statuses(book)["fee"] == "satisfied"
    assert [agreement.agreement for agreement in book.agreements] == ["deal", "other", "deal"]


def test_any_order_of_arrival(book: LedgerBook, twin: LedgerBook) -> None:
    entries = (PAID, *CALLS, event("t", "thanked", 7), event("e", "paid", 9, actor="eve"))
    tell(book, *entries)
    for number, entry in enumerate(reversed(entries)):
        tell(twin, entry, now=NOW + number)
    assert rows(book) == rows(twin)
    assert statuses(book) == statuses(twin)


def test_an_assert_loads_only_what_watches_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "agreement: many\nmade: 2030-03-01\nparties: {ann: {name: Ann}, bob: {name: Bob}}\ncommitments:\n" + "".join(
        f"  c{n}: {{debtor: ann, creditor: bob, must: {{event: done, object: thing{n}}}, by: 2030-04-01}}\n"
        for n in range(2_000)
    )
    book = book_of(tmp_path, many, now=at(0))
    loaded: list[str] = []
    from_row = workshop_module.from_row  # type: ignore[attr-defined]

    def counting(row: object, *rest: object) -> object:
        loaded.append(row.name)  # type: ignore[attr-defined]
        return from_row(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(workshop_module, "from_row", counting)
    receipt = tell(book, event("d", "done", 5, object="thing7"), now=at(6))
    assert [each.name for each in receipt.transitions] == ["many/c7"]
    assert "many/c7" in loaded
    assert len(loaded) <= 5, loaded
    loaded.clear()
    tell(book, event("x", "done", 6, object="thing2001"), event("y", "unheard", 6), now=at(7))
    assert loaded == []
    monkeypatch.undo()
    standing = rows(book, 7)
    assert [name for name, row in standing.items() if row.status == "satisfied"] == ["many/c7"]
    book.close()


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    first = book_of(tmp_path, DEAL)
    second = open_book(tmp_path / "test.db")
    tell(first, event("c1", "called", 6))
    tell(second, event("c2", "called", 7))
    assert statuses(first, 8)["twice"] == "satisfied"
    add(second, OTHER)
    tell(first, event("e", "paid", 8, actor="eve"))
    assert statuses(first, 9)["other/fee"] == "satisfied"
    first.close()
    second.close()


def test_what_is_undone_is_forgotten(tmp_path: Path) -> None:
    """Another process may have written a text under the number that an undone one had."""
    first = book_of(tmp_path, DEAL)
    tell(first, event("c1", "called", 6))
    loaded = load([f"{OTHER}---\nevents:\n  - {{id: c1, type: paid, at: 2030-03-02}}\n"])
    with pytest.raises(ConflictError):
        first.add(loaded.library, NOW)
    second = open_book(tmp_path / "test.db")
    add(second, OTHER.replace("other", "third"))
    tell(first, event("e", "paid", 8, actor="eve"))
    assert statuses(first, 9)["third/fee"] == "satisfied"
    assert [text.agreement for text in first.agreements] == ["deal", "third"]
    first.close()
    second.close()


def test_entries_are_read_as_they_were_told(book: LedgerBook) -> None:
    tell(book, PAID, now=at(6))
    tell(book, correct("p", actor="eve"), now=at(7))
    tell(book, retract("p"), now=at(8))
    told, corrected, retracted = book.entries
    assert (told.record.id, told.record.recorded) == ("p", "2030-03-06T00:00:00Z")  # type: ignore[union-attr]
    assert corrected.record.correct == "p"  # type: ignore[union-attr]
    assert (retracted.record.retract, retracted.record.reason) == ("p", "a mistake")  # type: ignore[union-attr]


def test_only_everybodys_view_is_kept(book: LedgerBook) -> None:
    assert book.stored(Sight(as_of=end(3), account="bank")) is None
    assert book.stored(Sight(as_of=end(3), reading={"x": "y"})) is None
    assert book.stored(Sight()) is None
    assert book.stored(Sight(as_of=end(3))) is not None
