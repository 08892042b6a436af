from __future__ import annotations

from collections.abc import Iterable, Sequence

from commitments.upkeep.keys import place_key, topic_key
from commitments.upkeep.memory import KeptMemory
from rules.facts import Event
from rules.filing import BEFORE_ALL
from rules.memory import Watch
from rules.patterns import Pattern, Shape
from tests.unit.small import NO_WORDS, day, event

PAID = Pattern("paid")
PLACE = (None, "paid", (), ())


class Ledger:
    """What a ledger knows: who watches, what happened, and which shapes there are."""

    def __init__(self, watchers: dict[str, list[str]] | None = None, *happened: Event) -> None:
        self.watchers = watchers or {}
        self.happened = happened
        self.since: int | None = None
        self.memory = KeptMemory(NO_WORDS, self)

    def fetch(self, name: str) -> None:
        self.memory.fetched.add(name)
        for key, names in self.watchers.items():
            if name in names and key == place_key(PLACE):
                self.memory.watch(name, "must", Watch((PLACE,)))

    def heard(self, agreement: str) -> frozenset[str]:
        return frozenset(key for key in self.watchers if key.startswith(topic_key(("commitment", f"{agreement}/"))))

    def latest(self, kind: str) -> int:
        return max((each.until for each in self.happened if each.type == kind), default=BEFORE_ALL)

    def yields(self, agreement: str) -> list[str]:
        return {"deal": ["derived"]}[agreement]

    def now(self) -> int:
        return day(10)

    def watching(self, keys: Iterable[str]) -> list[str]:
        return sorted({name for key in keys for name in self.watchers.get(key, ())})

    def told(self, keys: Iterable[str], since: int) -> list[Event]:
        self.since = since
        return list(self.happened) if place_key(PLACE) in set(keys) else []

    def shaped(self, kind: str) -> Sequence[Shape]:
        return [()] if kind in {"paid", "derived"} else []


def test_who_is_stored_is_fetched_and_told_with_its_roles() -> None:
    memory = Ledger({place_key(PLACE): ["deal/stored"]}).memory
    memory.watch("deal/here", "if", Watch((PLACE,)))
    assert memory.file(event("paid", 1), None) == {"deal/here": ("if",), "deal/stored": ("must",)}
    assert memory.fetched == {"deal/stored"}


def test_commitments_that_stored_units_listen_to() -> None:
    heard, other = ("commitment", "deal/heard"), ("commitment", "deal/other")
    memory = Ledger({topic_key(heard): ["far/stored"]}).memory
    assert memory.listeners(heard) == ("far/stored",)
    assert memory.is_heard(heard)
    assert not memory.is_heard(other)


def test_silence_here_and_stored() -> None:
    memory = Ledger({}, event("paid", 4)).memory
    assert not memory.is_silent("paid", "deal", day(4))
    assert memory.is_silent("paid", "deal", day(5))
    assert not memory.is_silent("derived", "deal", day(5))  # only the ledger knows what counted as it
    memory.file(event("paid", 6), None)
    assert not memory.is_silent("paid", "deal", day(5))
    assert memory.is_silent("paid", "deal", day(7))


def test_what_is_stored_of_a_fetched_one_no_longer_counts() -> None:
    memory = Ledger({place_key(PLACE): ["deal/fetched"], topic_key(("agreement", "deal")): ["deal/fetched"]}).memory
    memory.fetched.add("deal/fetched")
    assert set(memory.file(event("paid", 1), None)) == set()
    assert memory.listeners(("agreement", "deal")) == ()
    assert not memory.is_heard(("agreement", "deal"))


def test_listeners_here_and_stored() -> None:
    memory = Ledger({topic_key(("state", "deal/peace")): ["deal/stored"]}).memory
    memory.watch("deal/here", "if", Watch((), (("state", "deal/peace"),)))
    assert memory.listeners(("state", "deal/peace")) == ("deal/here", "deal/stored")
    assert memory.is_heard(("state", "deal/peace"))


def test_events_here_and_stored_each_once_and_none_ahead() -> None:
    stored = (event("paid", 2), event("paid", 4), event("paid", 11), event("paid", 3, coarse=True))
    ledger = Ledger({}, *stored)
    ledger.memory.file(event("paid", 4), None)
    ledger.memory.file(event("paid", 5), None)
    found = ledger.memory.events(ledger.memory.places(PAID, "deal", {}), day(3.5))
    assert [each.at for each in found] == [day(3), day(4), day(5)]
    assert ledger.since == day(3.5)


def test_where_an_event_is_filed() -> None:
    memory = Ledger().memory
    assert memory.places_of(event("paid", 1), None) == [PLACE]
    assert memory.places_of(event("paid", 1), "deal") == [("deal", *PLACE[1:])]
    assert memory.places_of(event("unheard", 1), None) == []


def test_what_may_be_derived_is_asked_of_the_ledger() -> None:
    memory = Ledger().memory
    assert memory.may_derive("deal", "derived")
    assert not memory.may_derive("deal", "paid")
    assert {owner for owner, *_ in memory.places(Pattern("derived"), "deal", {})} == {None, "deal"}


def test_the_ledger_is_not_asked_once_all_are_here() -> None:
    memory = Ledger({place_key(PLACE): ["deal/stored"]}).memory
    memory.complete = True
    assert memory.filing("paid")(event("paid", 1)) == {}
    assert memory.file(event("paid", 2), None) == {}
    assert memory.fetched == set()
    memory.file(event("paid", 2), "deal")
    assert memory.fetched == set()  # it waits for what really happens
