from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.conditions import All, Delay, Not, Occurs, Then
from rules.instants import DAY, NEVER
from rules.memory import Memory, Topic, Watch, leaves, patterns, variables
from rules.patterns import OneOf, Pattern, Var
from rules.patterns import matches as fits
from rules.vocabulary import Closures
from tests.unit import values
from tests.unit.small import LEAKED, PAID, SIGNED, day, days, event
from tests.unit.values import IS_A, PART_OF

WORDS = Closures(IS_A, PART_OF)
BY_NORTH = Pattern("paid", (("actor", OneOf(("north",))),))
ANY_PAID = Pattern("paid")


def memory(*watched: Pattern) -> Memory:
    """Return working memory in which each pattern has one who watches: ``w0``, ``w1``, …"""
    found = Memory(WORDS)
    for pattern in watched:
        found.declare(pattern)
    for number, pattern in enumerate(watched):
        found.watch(f"w{number}", "must", Watch(tuple(found.places(pattern, "deal", {}))))
    return found


def test_the_leaves_of_a_condition() -> None:
    form = All((PAID, Then((SIGNED, Not(LEAKED))), Delay(days(1))))
    assert list(leaves(form)) == [PAID, SIGNED, LEAKED, Delay(days(1))]
    assert list(patterns(form)) == [PAID.pattern, SIGNED.pattern, LEAKED.pattern]
    assert list(variables(Pattern("x", (("actor", OneOf((Var("a"), "b"))),)))) == ["a"]


def test_only_who_watches_for_it_is_told() -> None:
    known = memory(BY_NORTH, ANY_PAID, Pattern("paid", (("actor", OneOf(("carol",))),)), Pattern("signed"))
    assert set(known.file(event("paid", 1, actor="ann"), None)) == {"w0", "w1"}
    assert set(known.file(event("wired", 1, actor="carol"), None)) == {"w1", "w2"}
    assert set(known.file(event("paid", 1), None)) == {"w1"}
    assert set(known.file(event("unheard", 1), None)) == set()


def test_who_watches_no_more_is_not_told() -> None:
    known = memory(ANY_PAID, ANY_PAID)
    known.unwatch("w0", "must", Watch(tuple(known.places(ANY_PAID, "deal", {}))))
    assert set(known.file(event("paid", 1), None)) == {"w1"}
    known.unwatch("w0", "must", Watch(tuple(known.places(ANY_PAID, "deal", {}))))  # once more: nothing to do


@given(st.lists(values.events(), max_size=6), values.patterns(), st.integers(0, 11))
def test_looking_back_misses_nothing(happened: list[values.Event], pattern: Pattern, since: int) -> None:  # type: ignore[name-defined]
    known = memory(pattern)
    happened.sort(key=lambda one: (one.at, one.id))
    told = [one for one in happened if "w0" in known.file(one, None)]
    matching = [one for one in happened if fits(pattern, one, WORDS)]
    assert [one for one in told if fits(pattern, one, WORDS)] == matching
    found = known.events(known.places(pattern, "deal", {}), since)
    assert [one for one in found if fits(pattern, one, WORDS)] == [one for one in matching if one.at >= since]
    assert found == sorted(found, key=lambda one: (one.at, one.id))
    assert len(found) == len({id(one) for one in found})


def test_an_event_of_a_day_is_found_from_inside_its_day() -> None:
    known = memory(ANY_PAID)
    coarse, exact = event("paid", 3, coarse=True), event("paid", 3)
    for one in (exact, coarse):
        known.file(one, None)
    assert known.events(known.places(ANY_PAID, "deal", {}), day(3.5)) == [coarse]
    assert known.events(known.places(ANY_PAID, "deal", {}), day(4)) == []


def test_an_event_of_a_month_is_found_to_its_end() -> None:
    known = memory(ANY_PAID)
    month = values.Event("m", "paid", day(1), day(32) - 1)  # type: ignore[attr-defined]
    known.file(month, None)
    assert known.events(known.places(ANY_PAID, "deal", {}), day(31)) == [month]


def test_an_event_is_filed_once_under_several_keys() -> None:
    known = memory(Pattern("paid", (("actor", OneOf(("ann", "north"))),)))
    one = event("paid", 1, actor="ann")
    assert list(known.file(one, None)) == ["w0"]
    pattern = Pattern("paid", (("actor", OneOf(("ann", "north"))),))
    assert known.events(known.places(pattern, "deal", {}), 0) == [one]


def test_who_listens() -> None:
    known = Memory(WORDS)
    topic: Topic = ("commitment", "deal/fee")
    known.watch("a", "if", Watch((), (topic,)))
    known.watch("b", "if", Watch((), (topic, ("state", "deal/peace"))))
    assert known.listeners(topic) == ("a", "b")
    known.unwatch("a", "if", Watch((), (topic,)))
    assert known.listeners(topic) == ("b",)
    assert known.listeners(("agreement", "deal")) == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9))), st.integers(0, 9))
def test_calls_come_in_order_and_once(asked: list[tuple[str, int]], now: int) -> None:
    known = Memory(WORDS)
    for name, at in asked:
        known.call(name, at)
    assert known.soonest() == min((at for _, at in asked), default=NEVER)
    assert set(known.calls(now)) == {name for name, at in asked if at <= now}
    assert known.soonest() == min((at for _, at in asked if at > now), default=NEVER)
    assert known.calls(now) == {}


def test_a_derived_event_stays_in_its_agreement() -> None:
    known = Memory(WORDS)
    known.declare(ANY_PAID)
    known.derivable = {"deal": frozenset({"paid"}), "other": frozenset({"paid"})}
    for agreement in ("deal", "other"):
        known.watch(agreement, "must", Watch(tuple(known.places(ANY_PAID, agreement, {}))))
    assert set(known.file(event("paid", 1), "deal")) == {"deal"}
    assert set(known.file(event("paid", 2), None)) == {"deal", "other"}
    assert [one.at // DAY for one in known.events(known.places(ANY_PAID, "deal", {}), 0)] == [1, 2]
    assert [one.at // DAY for one in known.events(known.places(ANY_PAID, "other", {}), 0)] == [2]
    assert [(scope, one.id) for scope, one in known.derived] == [("deal", "paid 1")]
    assert isinstance(PAID, Occurs)
