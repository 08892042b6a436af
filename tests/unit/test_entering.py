from __future__ import annotations

from dataclasses import replace

from rules.calendar import Duration
from rules.conditions import Not
from rules.engine import Engine
from rules.entering import conditions, parties
from rules.instants import Moment
from rules.patterns import OneOf, Pattern, Var
from rules.program import CountsAs, Program, Renewal, State
from tests.unit.small import FEE, LEAKED, OWED, PAID, SIGNED, days, deal, happens


def test_every_condition_of_an_agreement() -> None:
    forms = [happens(kind) for kind in "abcdefghijk"]
    a, b, c, d, e, f, g, h, i, j, _ = forms
    clause = replace(OWED, antecedent=f, guard=g, during=h, must=i, must_not=j)
    agreement = replace(
        deal(clause, replace(OWED, name="other", must=PAID)),
        in_force=a,
        guard=b,
        renewal=Renewal(unless=c),
        states=(State("peace", d, e), State("war", Not(LEAKED), None)),
    )
    assert list(conditions(agreement)) == [a, b, c, d, e, Not(LEAKED), f, g, h, i, j, PAID]
    assert list(conditions(deal())) == []


def test_the_parties_of_all_instances() -> None:
    clause = replace(OWED, debtors=(Var("who"), "eve"), each=(("who", ("ann", "dan")),))
    assert set(parties(clause)) == {"ann", "dan", "eve", "bob"}
    later = replace(clause, name="later", every=Duration(days=1), start=Moment(0))
    engine = Engine(Program((deal(clause, later, FEE),)))
    assert engine.world.pacts["deal"].named == (("later", frozenset({"ann", "dan", "eve", "bob"})),)


def test_all_units_are_set_up() -> None:
    agreement = replace(
        deal(
            FEE,
            replace(OWED, name="each", each=(("who", ("x", "y")),), must=PAID),
            replace(OWED, name="answer", for_each=Pattern("requested"), must=PAID),
            replace(OWED, name="rent", every=days(10), must=PAID),
        ),
        states=(State("peace", SIGNED, None),),
        counts_as=(CountsAs("paid", (Pattern("wired"),)),),
    )
    engine = Engine(Program((agreement,)))
    assert set(engine.units) == {
        "agreement deal", "state deal/peace", "deal/counts-as paid 0", "deal/fee", "deal/each[x]", "deal/each[y]",
        "deal/answer?", "deal/rent?",
    }  # fmt: skip
    assert set(engine.world.promises) == {"deal/fee", "deal/each[x]", "deal/each[y]"}
    assert [unit.name for unit in engine.made_by["deal"]] == ["deal/answer?", "deal/rent?"]
    families = engine.world.families
    assert {name: families[name].dynamic for name in families} == {
        "deal/each": False, "deal/answer": True, "deal/rent": True,
    }  # fmt: skip
    assert families["deal/fee"].members() == [engine.world.promises["deal/fee"]]  # one alone is a family when asked for
    assert families.find("deal/nothing") is None


def test_places_are_made_for_all_patterns() -> None:
    by_ann = Pattern("paid", (("actor", OneOf(("ann",))), ("target", OneOf((Var("debtor"),)))))
    clause = replace(
        OWED, must=replace(PAID, pattern=by_ann), for_each=Pattern("requested", (("place", OneOf(("x",))),))
    )
    joined = CountsAs("war", (Pattern("shot", (("actor", OneOf((Var("a"),))), ("place", OneOf(("border",))))),))
    memory = Engine(Program((replace(deal(clause), counts_as=(joined,)),))).world.memory
    shapes = {kind: [tuple(shape) for shape in found] for kind, found in memory.declared().items()}
    assert shapes == {"paid": [("actor", "target")], "requested": [("place",)], "shot": [("place",)]}
