from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from commitments.upkeep import LedgerBook
from rules.pact import Pact
from rules.patterns import Pattern
from rules.promise import Promise
from tests.unit import small
from tests.unit.ledgers import DEAL, OTHER, at, book_of, end, event, tell

STATES = """\
agreement: front
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
states: {peace: {starts: {event: treaty}, ends: {event: attack}}}
counts-as: {attack: [{all: [{event: massed}, {event: crossed}], within: 10d}]}
commitments:
  aid: {each: {who: [ann, bob]}, debtor: $who, creditor: bob, must: {event: aided, actor: $who}}
  help: {debtor: ann, creditor: bob, for-each: {event: asked}, must: {event: helped, object: $each.id}}
"""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, STATES, now=at(1))
    yield opened
    opened.close()


def test_units_are_fetched_when_they_are_named(book: LedgerBook) -> None:
    shop = book.contents.evaluating().workshop()
    world = shop.engine.world
    assert list(shop.engine.units) == []
    assert world.pacts["deal"].status == "in-force"
    assert "deal/fee" not in world.promises
    assert world.promises["deal/fee"].pact is world.pacts["deal"]
    assert not world.switches["front/peace"].on
    assert set(shop.engine.units) == {"agreement deal", "deal/fee", "state front/peace", "agreement front"}
    assert world.promises.find("deal/nothing") is None
    assert world.pacts.find("nobody") is None
    assert world.promises.find("agreement deal") is None


def test_families_and_sources(book: LedgerBook) -> None:
    world = book.contents.evaluating().workshop().engine.world
    assert [each.instance for each in world.families["front/aid"].members()] == ["ann", "bob"]
    assert world.families["front/help"].dynamic
    assert world.families.find("front/nothing") is None
    assert [each.name for each in world.of_agreement("deal")] != []
    assert {each.name for each in world.of_agreement("deal")} == {"deal/fee", "deal/next", "deal/twice"}


def test_it_goes_on_from_what_is_stored(book: LedgerBook) -> None:
    shop = book.contents.evaluating().workshop()
    paid = structs.replace(small.event("paid", 0, actor="ann"), at=at(5), until=at(5))
    shop.run(("deal",), [paid], book.storage.memory.clock("deal"), at(6))
    assert {name for name, unit in shop.engine.units.items() if isinstance(unit, Promise)} == {"deal/fee", "deal/next"}
    assert [(each.name, each.after) for each in shop.engine.transitions if "/" in each.name] == [
        ("deal/fee", "satisfied"), ("deal/next", "detached"),
    ]  # fmt: skip
    stored = book.storage.memory.load("deal/fee")
    with book.storage.transaction():
        assert set(shop.save()) >= {"deal/fee", "deal/next"}
    assert book.storage.memory.load("deal/fee") != stored


def test_what_falls_due_is_fetched(book: LedgerBook) -> None:
    shop = book.contents.evaluating().workshop()
    shop.run(("deal", "other"), (), book.storage.memory.clock("deal"), end(12))
    told = {(each.name, each.after) for each in shop.engine.transitions}
    assert told == {("deal/fee", "overdue"), ("other/fee", "violated")}
    assert not any(isinstance(unit, Pact) and unit.status != "in-force" for unit in shop.engine.units.values())


def test_what_events_counted_as_is_found_again(book: LedgerBook) -> None:
    tell(book, event("t", "treaty", 2), now=at(2))
    tell(book, event("m", "massed", 3), now=at(3))
    receipt = tell(book, event("c", "crossed", 5), now=at(5))
    assert receipt.recorded == ("c",)
    shop = book.contents.evaluating().workshop()
    assert not shop.engine.world.switches["front/peace"].on
    shop.engine.world.now = at(6)
    memory = shop.memory
    places = memory.places(Pattern("attack"), "front", {})
    assert [(each.id, each.type) for each in memory.events(places, at(1))] == [("c", "attack")]
    assert memory.events(memory.places(Pattern("attack"), "deal", {}), at(1)) == []


def test_one_more_instance_fetches_none_of_the_others(book: LedgerBook) -> None:
    for number in (2, 3):
        tell(book, event(f"a{number}", "asked", number), now=number)
    shop = book.contents.evaluating().workshop()
    asked = structs.replace(small.event("asked", 0), id="a4", at=at(4), until=at(4))
    shop.run(("front",), [asked], book.storage.memory.clock("front"), at(5))
    world = shop.engine.world
    assert [name for name, unit in shop.engine.units.items() if isinstance(unit, Promise)] == ["front/help[a4]"]
    assert [each.instance for each in world.families["front/help"].members()] == ["a2", "a3", "a4"]


def test_who_is_expected_is_fetched_before_anything_is_told(book: LedgerBook) -> None:
    shop = book.contents.evaluating().workshop()
    shop.expect(("deal",), ["deal/fee", "other/fee", "deal/none"])
    assert set(shop.engine.units) == {"agreement deal", "deal/fee"}  # of this group, and there
    assert shop.memory.complete
    shop.run(("deal",), [structs.replace(small.event("paid", 0, actor="ann"), at=at(5), until=at(5))], at(1), at(6))
    assert "deal/next" in shop.engine.units  # it waited for the other
