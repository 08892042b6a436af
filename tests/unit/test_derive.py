from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from msgspec import structs

from rules.derive import Derivation
from rules.engine import Engine
from rules.facts import Event
from rules.patterns import OneOf, Pattern, Var
from rules.program import CountsAs, Program, Vocabulary
from tests.unit.small import OWED, day, days, deal, event, happens, run, status, story

A, T = OneOf((Var("a"),)), OneOf((Var("t"),))
MASSED = Pattern("massed", (("actor", A), ("place", OneOf(("border",)))))
CROSSED = Pattern("crossed", (("actor", A), ("target", T)))
INVASION = CountsAs("invasion", (MASSED, CROSSED), days(30), (("actor", Var("a")), ("target", Var("t"))))
GUARDED = replace(OWED, must=happens("paid"), guard=happens("invasion"))


def derived(entry: CountsAs, *events: Event, vocabulary: Vocabulary | None = None) -> list[Event]:
    """Return the institutional facts, in order."""
    program = replace(deal(GUARDED), counts_as=(entry,))
    engine = run(program, events, vocabulary=vocabulary)
    return [one for scope, one in engine.world.memory.derived if scope == "deal"]


def massed(at: float, actor: str = "russia", place: str = "border") -> Event:
    return event("massed", at, actor=actor, place=place)


def crossed(at: float, actor: str = "russia", target: str = "ukraine") -> Event:
    return event("crossed", at, actor=actor, target=target, source="kremlin", data={"n": Decimal(3)})


def test_joined_at_the_instant_of_the_last_part() -> None:
    (fact,) = derived(INVASION, massed(2), crossed(5))
    assert (fact.type, fact.id, fact.at, fact.actor, fact.target) == (
        "invasion", "crossed 5", day(5), ("russia",), ("ukraine",),
    )  # fmt: skip
    assert (fact.source, dict(fact.data)) == (("kremlin",), {"n": Decimal(3)})


def test_the_parts_may_come_in_any_order() -> None:
    (fact,) = derived(INVASION, crossed(2), massed(5))
    assert (fact.id, fact.target, fact.place) == ("massed 5", ("ukraine",), ("border",))
    for order in permutations([massed(2), crossed(5)]):
        assert [one.id for one in derived(INVASION, *order)] == ["crossed 5"]


def test_variables_join() -> None:
    assert derived(INVASION, massed(2, actor="belarus"), crossed(5)) == []
    assert derived(INVASION, massed(2, place="coast"), crossed(5)) == []
    part_of = Vocabulary(part_of={"wagner": ("russia",)})
    assert [one.actor for one in derived(INVASION, massed(2), crossed(5, "wagner"), vocabulary=part_of)] == [
        ("russia",)
    ]


@pytest.mark.parametrize(("at", "count"), [(32, 1), (32.001, 0), (2, 0)])
def test_within_from_the_first_part(at: float, count: int) -> None:
    assert len(derived(INVASION, massed(2), crossed(at, actor="russia" if at > 2 else "nobody"))) == count


def test_within_from_a_day_ends_with_a_day() -> None:
    coarse = structs.replace(massed(2), until=day(3) - 1)
    assert len(derived(INVASION, coarse, crossed(32.9))) == 1
    assert len(derived(INVASION, coarse, crossed(33))) == 0


def test_one_fact_for_each_last_event_and_distinct_outcome() -> None:
    assert [one.id for one in derived(INVASION, massed(2), massed(3), crossed(5))] == ["crossed 5"]
    assert [one.id for one in derived(INVASION, massed(2), crossed(5), crossed(6))] == ["crossed 5", "crossed 6"]
    both = derived(INVASION, massed(2, "russia belarus"), crossed(5, "russia belarus"))
    assert [one.actor for one in both] == [("russia",), ("belarus",)]


def test_the_parts_are_different_events() -> None:
    twice = CountsAs("pattern", (Pattern("crossed"), Pattern("crossed")))
    assert derived(twice, crossed(2)) == []
    assert [one.id for one in derived(twice, crossed(2), crossed(5))] == ["crossed 5"]


def test_at_one_instant_the_later_by_id_is_the_last() -> None:
    assert [one.id for one in derived(INVASION, crossed(5), massed(5))] == ["massed 5"]


def test_it_gives_what_it_is_told_to() -> None:
    entry = CountsAs("invasion", (Pattern("crossed"),), None, (("place", "border"), ("grave", True)))
    (fact,) = derived(entry, crossed(5))
    assert (fact.place, fact.data["grave"], fact.data["n"]) == (("border",), True, Decimal(3))


def test_a_fact_of_a_day_is_of_a_day() -> None:
    entry = CountsAs("invasion", (Pattern("crossed"),))
    (fact,) = derived(entry, structs.replace(crossed(5), until=day(6) - 1))
    assert fact.coarse


def test_it_counts_and_counts_once() -> None:
    twice = (
        CountsAs("invasion", (Pattern("crossed"),)),
        CountsAs("invasion", (Pattern("crossed"),), None, (("x", "y"),)),
    )
    counted = replace(GUARDED, guard=replace(happens("invasion"), at_least=Decimal(2)))
    program = replace(deal(counted), counts_as=twice)
    assert story(run(program, [crossed(3)], as_of=4)) == [(0, "detached")]
    assert story(run(program, [crossed(3), crossed(4)], as_of=5))[-1] == (4, "void")


def test_facts_count_as_others_in_turn() -> None:
    chain = (CountsAs("attack", (Pattern("crossed"),)), CountsAs("invasion", (Pattern("attack"),)))
    program = replace(deal(GUARDED), counts_as=chain)
    assert story(run(program, [crossed(3)]))[-1] == (3, "void")
    assert story(run(replace(program, counts_as=chain[::-1]), [crossed(3)]))[-1] == (3, "void")


def test_a_fact_is_a_type_of_others() -> None:
    program = replace(deal(replace(GUARDED, guard=happens("hostility"))), counts_as=(INVASION,))
    words = Vocabulary(is_a={"invasion": ("hostility",)})
    assert story(run(program, [massed(2), crossed(5)], vocabulary=words))[-1] == (5, "void")
    narrow = Vocabulary(is_a={"tank-crossing": ("crossed",)})
    tanks = structs.replace(crossed(5), type="tank-crossing")
    assert story(run(replace(deal(GUARDED), counts_as=(INVASION,)), [massed(2), tanks], vocabulary=narrow))[-1] == (
        5,
        "void",
    )


def test_it_belongs_to_its_agreement() -> None:
    other = replace(deal(replace(GUARDED, agreement="other")), name="other")
    engine = run(Program((replace(deal(GUARDED), counts_as=(INVASION,)), other)), [massed(2), crossed(5)])
    assert status(engine) == "void"
    row = engine.standing("other/fee")
    assert row is not None
    assert row.status == "detached"
    foreign = structs.replace(crossed(5), agreement="other")
    assert derived(INVASION, massed(2), foreign) == []
    assert derived(INVASION, structs.replace(massed(2), agreement="other"), crossed(5)) == []


def test_its_name() -> None:
    engine = Engine(Program((replace(deal(GUARDED), counts_as=(INVASION,)),)))
    (unit,) = [each for each in engine.units.values() if isinstance(each, Derivation)]
    assert unit.name == "deal/counts-as invasion 0"
