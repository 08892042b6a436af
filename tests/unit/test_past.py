from __future__ import annotations

from dataclasses import replace

import pytest

from rules.engine import Engine
from rules.facts import Event
from rules.instants import DAY
from rules.past import Outlook
from rules.patterns import Pattern
from rules.program import CountsAs, Program, State
from rules.residue import TERMS
from tests.unit.small import FEE, OWED, PAID, day, days, deal, event, happens, run

PEACE = State("peace", happens("treaty"), happens("outbreak"))
RENT = replace(OWED, name="rent", every=days(10), must=PAID)


def look(engine: Engine, *, ordered: bool = False) -> Outlook:
    return Outlook(engine.world, engine.world.pacts["deal"], ordered=ordered)


def test_the_clock_of_the_evaluation() -> None:
    past = look(run(FEE, as_of=3))
    assert (past.now, past.step, past.zone, past.limit) == (day(3), TERMS, "UTC", None)


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        (event("paid", 2), True),
        (event("paid", 2, to="deal"), True),
        (event("paid", 2, to="other"), False),
        (event("paid", 2, on="secret"), True),  # in states, counts-as and the agreement's conditions
        (event("signed", 2), False),
    ],
)
def test_what_counts_for_an_agreement(told: Event, counts: bool) -> None:  # noqa: FBT001
    engine = run(FEE, [told], as_of=3)
    assert look(engine).fits(PAID.pattern, told) is counts
    assert list(look(engine).events(PAID.pattern, 0)) == ([told] if counts else [])


def test_events_in_order_from_an_instant_on() -> None:
    happened = [event("paid", 4), event("paid", 2), event("paid", 2, name="b", coarse=True)]
    engine = run(replace(OWED, must=replace(PAID, at_least=PAID.at_least * 9)), happened, as_of=5)
    assert [each.id for each in look(engine).events(PAID.pattern, 0)] == ["b", "paid 2", "paid 4"]
    assert [each.id for each in look(engine).events(PAID.pattern, day(2.5))] == ["b", "paid 4"]
    assert list(look(engine, ordered=True).events(PAID.pattern, 0)) == []


def test_institutional_facts_are_seen_in_their_agreement() -> None:
    entry = CountsAs("paid", (Pattern("wired"),))
    other = replace(deal(replace(FEE, agreement="other")), name="other")
    engine = run(Program((replace(deal(FEE), counts_as=(entry,)), other)), [event("wired", 2)], as_of=3)
    assert [each.id for each in look(engine).events(PAID.pattern, 0)] == ["wired 2"]
    assert list(Outlook(engine.world, engine.world.pacts["other"]).events(PAID.pattern, 0)) == []


def test_spells_of_a_commitment() -> None:
    engine = run(FEE, [event("suspend", 2, on="fee"), event("resume", 4, on="fee"), event("paid", 6)])
    spells = look(engine).spells("deal/fee", None, 0)
    assert [(each.status, each.start.at / DAY, each.end) for each in spells] == [
        ("detached", 0, day(2)), ("suspended", 2, day(4)), ("detached", 4, day(6)), ("satisfied", 6, None),
    ]  # fmt: skip
    assert [each.status for each in look(engine).spells("deal/fee", None, day(4))] == ["detached", "satisfied"]
    assert look(engine).spells("deal/nothing", None, 0) == []


def test_spells_of_one_instance_and_of_all() -> None:
    clause = replace(FEE, each=(("who", ("x", "y")),))
    engine = run(clause, [event("release", 2, on="fee[y]", actor="bob")], as_of=3)
    assert [(each.name, each.status) for each in look(engine).spells("deal/fee", None, day(2))] == [
        ("deal/fee[x]", "detached"), ("deal/fee[y]", "released"),
    ]  # fmt: skip
    assert [each.status for each in look(engine).spells("deal/fee", "y", 0)] == ["detached", "released"]


def test_spells_of_an_agreement_and_of_a_state() -> None:
    program = replace(deal(FEE), states=(PEACE,))
    engine = run(program, [event("treaty", 2), event("outbreak", 4), event("terminate", 5, to="deal")])
    assert [each.status for each in look(engine).agreement_spells("deal", 0)][-2:] == ["in-force", "ended"]
    assert look(engine).agreement_spells("other", 0) == []
    assert [(each.start.at, each.end) for each in look(engine).state_spells("peace", 0)] == [(day(2), day(4))]


def test_where_all_that_is_named_stands() -> None:
    clause = replace(FEE, each=(("who", ("x", "y")),))
    engine = run(deal(clause, RENT), [event("release", 2, on="fee[y]", actor="bob")], as_of=3)
    past = look(engine)
    assert past.standings("deal/fee", None) == ("detached", "released")
    assert past.standings("deal/fee", "y") == ("released",)
    assert past.standings("deal/rent", None) is None  # others may come
    assert past.standings("deal/rent", "1970-01-01") == ("detached",)
    assert past.standings("deal/nothing", None) is None  # not in this account
