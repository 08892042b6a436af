"""A ledger fetches no more periods than an event concerns, and comes to the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from commitments.compile import Entered, Sight
from commitments.upkeep import LedgerBook
from commitments.upkeep.workshop import Workshop
from rules.promise import Promise
from tests.unit import small
from tests.unit.ledgers import at, book_of, end, event, rows, statuses, tell, worked_out

DAILY = """\
agreement: deal
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  report: {each: {who: [ann, bob]}, debtor: $who, creditor: bob, every: 1d, must: {event: said, actor: $who}, grace: 1d}
  clean:
    {debtor: ann, creditor: bob, every: 2d, must: {event: cleaned}, within: 36h, must-not: {event: spilt}}
"""
LAST = 28


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DAILY, now=at(1))
    yield opened
    opened.close()


def shop_of(book: LedgerBook) -> Workshop:
    return book.contents.evaluating().workshop()


def names(shop: Workshop) -> list[str]:
    """Return the instances that were fetched."""
    return sorted(unit.name for unit in shop.engine.units.values() if isinstance(unit, Promise))


def said(day: int, who: str = "ann") -> Entered:
    return event(f"{who}-{day}", "said", day + 0.5, actor=who)


def test_nothing_that_sleeps_is_fetched(book: LedgerBook) -> None:
    tell(book, *map(said, range(1, LAST + 1)), now=at(LAST + 0.6))
    tell(book, *[said(day, "bob") for day in range(1, LAST)], now=at(LAST + 0.6))
    shop = shop_of(book)
    awake = [promise.name for promise in shop.engine.world.families["deal/report"].awake()]
    assert awake == names(shop) == ["deal/report[bob,2030-03-28]"]
    told = structs.replace(small.event("said", 0, actor="bob"), id="new", at=at(LAST + 0.7), until=at(LAST + 0.7))
    shop = shop_of(book)
    shop.run(("deal",), [told], book.storage.memory.clock("deal"), at(LAST + 0.8))
    assert [name for name in names(shop) if "report" in name] == ["deal/report[bob,2030-03-28]"]
    assert shop.engine.world.promises["deal/report[bob,2030-03-28]"].status == "satisfied"


def test_going_back_ends_where_it_was_wanted(book: LedgerBook) -> None:
    tell(book, *map(said, range(1, LAST + 1)), now=at(LAST + 0.6))
    shop = shop_of(book)
    last = shop.engine.world.promises["deal/report[ann,2030-03-28]"]
    family = shop.engine.world.families["deal/report"]
    others = [promise.instance for promise in family.others(last, at(26))]
    assert others == ["ann,2030-03-27", "ann,2030-03-26"]
    assert len(names(shop)) < 20
    assert len(list(family.others(last, at(1)))) == 27
    assert len(family.members()) == 56
    assert [promise.instance for promise in family.others(last, at(26))] == others


def test_what_counted_elsewhere_does_not_count_once_a_period_is_open_again(book: LedgerBook) -> None:
    first, later = "report[ann,2030-03-01]", "report[ann,2030-03-05]"
    tell(book, said(4), now=at(4.6))
    assert statuses(book, 4)[first] == "violated"
    more = {"agreement": "deal", "commitment": first, "actor": "bob", "data": {"by": "2030-03-09"}}
    tell(book, event("more", "extend", 5, **more), now=at(5.1))
    assert statuses(book, 5)[first] == "detached"
    named = event("named", "said", 5.5, agreement="deal", commitment=later, actor="ann")
    tell(book, named, now=at(5.6))  # it is for that period alone, and makes all others look back once more
    assert statuses(book, 5)[later] == "satisfied"
    assert statuses(book, 5)[first] == "detached"


def test_a_broken_period_that_is_over_waits_for_nothing(book: LedgerBook) -> None:
    tell(book, said(5), now=at(5.6))
    shop = shop_of(book)
    awake = shop.engine.world.families["deal/report"].awake()
    assert {promise.status for promise in awake} == {"overdue", "detached"}  # those of yesterday and of today
    assert statuses(book, 5)["report[ann,2030-03-01]"] == "violated"


TOLD = st.one_of(
    st.builds(said, st.integers(1, 12), st.sampled_from(["ann", "bob"])),
    st.builds(
        lambda kind, day, coarse: event(f"{kind}-{day}", kind, f"2030-03-{day:02}" if coarse else day + 0.25),
        st.sampled_from(["cleaned", "spilt"]),
        st.integers(1, 12),
        st.booleans(),
    ),
    st.builds(
        lambda day, period, kind: event(
            f"{kind}-{day}-{period}", kind, day + 0.75, agreement="deal",
            commitment=f"clean[2030-03-{2 * period + 1:02}]", actor="bob",
            data={"by": f"2030-03-{day + 3:02}"} if kind == "extend" else {},
        ),
        st.integers(1, 12),
        st.integers(0, 4),
        st.sampled_from(["extend", "release", "recommit"]),
    ),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(TOLD, max_size=12, unique_by=lambda entered: entered.record.id))  # type: ignore[union-attr]
def test_told_one_by_one_it_is_what_it_is_from_scratch(told: list[Entered]) -> None:
    with TemporaryDirectory() as folder:
        book = book_of(Path(folder), DAILY, now=at(1))
        for number, entered in enumerate(told):
            tell(book, entered, now=at(13) + number)
        statuses(book, 14)  # verified against a replay
        assert sorted(rows(book, 14).values(), key=str) == sorted(worked_out(book, Sight(as_of=end(14))), key=str)
        book.close()


@settings(max_examples=25)
@given(st.lists(TOLD, max_size=12, unique_by=lambda entered: entered.record.id))  # type: ignore[union-attr]
def test_told_day_by_day_it_is_what_it_is_from_scratch(told: list[Entered]) -> None:
    with TemporaryDirectory() as folder:
        book = book_of(Path(folder), DAILY, now=at(1))
        for entered in sorted(told, key=lambda entered: entered.record.at):  # type: ignore[union-attr]
            day = int(entered.record.at[8:10])  # type: ignore[union-attr]
            tell(book, entered, now=at(day + 0.99))
        statuses(book, 14)
        assert sorted(rows(book, 14).values(), key=str) == sorted(worked_out(book, Sight(as_of=end(14))), key=str)
        book.close()
