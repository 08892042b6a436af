from __future__ import annotations

from dataclasses import replace

import pytest

from rules.instants import FIRST
from rules.program import Program
from rules.world import Shelf, World
from tests.unit.small import FEE, OWED, PAID, SECRET, days, deal, run


def test_a_shelf_fetches_what_is_not_there_once() -> None:
    asked: list[str] = []

    def fetch(name: str) -> int | None:
        asked.append(name)
        return len(name) if name != "none" else None

    shelf: Shelf[int] = Shelf(fetch)
    assert (shelf["abc"], shelf["abc"], shelf.find("abc")) == (3, 3, 3)
    assert asked == ["abc"]
    assert shelf.find("none") is None
    with pytest.raises(KeyError):
        shelf["none"]
    assert "none" not in shelf


def test_without_what_fetches_all_are_here() -> None:
    shelf: Shelf[int] = Shelf()
    shelf["a"] = 1
    assert (shelf.find("a"), shelf.find("b")) == (1, None)


def test_it_begins_before_all_time() -> None:
    world = World(Program(()))
    assert world.now < FIRST
    assert list(world.promises) == []


RENT = replace(OWED, name="rent", every=days(10), must=PAID)
EACH = replace(FEE, each=(("who", ("x", "y")),))


def test_what_a_name_names() -> None:
    world = run(deal(EACH, SECRET, RENT), as_of=12).world

    def names(commitment: str, instance: str | None = None) -> list[str | None] | None:
        found = world.named(f"deal/{commitment}", instance)
        return None if found is None else [promise.instance for promise in found]

    assert names("fee") == ["x", "y"]
    assert names("fee", "x") == ["x"]
    assert names("fee", "z") is None
    assert names("secret") == [None]
    assert names("rent") == ["1970-01-01", "1970-01-11"]
    assert names("nothing") is None


def test_what_may_still_come() -> None:
    world = run(deal(EACH, RENT), as_of=12).world
    assert not world.may_grow("deal/fee", None)
    assert not world.may_grow("deal/fee", "x")
    assert world.may_grow("deal/rent", None)
    assert not world.may_grow("deal/rent", "1970-01-01")
    assert world.may_grow("deal/nothing", None)


def test_all_of_an_agreement() -> None:
    other = replace(deal(replace(FEE, agreement="other")), name="other")
    world = run(Program((deal(EACH, SECRET), other)), as_of=1).world
    assert [each.name for each in world.of_agreement("deal")] == ["deal/fee[x]", "deal/fee[y]", "deal/secret"]
    asked: list[str] = []
    world.fetch_all = asked.append
    assert [each.name for each in world.of_agreement("other")] == ["other/fee"]
    assert asked == ["other"]
