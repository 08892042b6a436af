from __future__ import annotations

from decimal import Decimal

import pytest

from rules.binding import bind, bind_condition, bind_pattern, scalar_text
from rules.calendar import Duration
from rules.conditions import All, AtLeast, CommitmentIs, Condition, Delay, Not, Occurs, Then, Window
from rules.facts import Event, Scalar
from rules.patterns import Compare, OneOf, Pattern, Var, matches
from rules.program import Clause
from rules.vocabulary import Closures

NO_WORDS = Closures({}, {})
WHO = {"who": ("ann",)}
PAID = Pattern("paid", (("actor", OneOf((Var("who"),))),))
PAID_BY_ANN = Pattern("paid", (("actor", OneOf(("ann",))),))


def test_a_clause_everywhere() -> None:
    bound = bind(
        Clause(
            "deal",
            "fee",
            (Var("who"), "bob"),
            (Var("debtor"),),
            antecedent=Occurs(PAID),
            guard=All((Occurs(PAID), Not(Occurs(PAID)))),
            during=Then((Occurs(PAID), Delay(Duration(days=1)))),
            must=CommitmentIs("deal/card", "$who,$period", frozenset({"void"})),
            must_not=AtLeast(1, (Occurs(PAID),), Window(by=3)),
            remedies=(("deal/rent", "$who"), ("deal/rent", None)),
            powers={"cancel": ("$who", "un")},
            for_each=PAID,
        ),
        {**WHO, "period": ("2030-01-01",)},
    )
    paid = Occurs(PAID_BY_ANN)
    assert bound == Clause(
        "deal",
        "fee",
        ("ann", "bob"),
        (Var("debtor"),),
        antecedent=paid,
        guard=All((paid, Not(paid))),
        during=Then((paid, Delay(Duration(days=1)))),
        must=CommitmentIs("deal/card", "ann,2030-01-01", frozenset({"void"})),
        must_not=AtLeast(1, (paid,), Window(by=3)),
        remedies=(("deal/rent", "ann"), ("deal/rent", None)),
        powers={"cancel": ("ann", "un")},
        for_each=PAID_BY_ANN,
    )


def test_nothing_to_bind_is_the_same_object() -> None:
    clause = Clause("deal", "fee", ("ann",), ("bob",))
    assert bind(clause, {}) is clause
    forms: list[Condition] = [Occurs(PAID), All((Occurs(PAID),)), Not(Occurs(PAID)), Delay(Duration(days=1))]
    for form in forms:
        assert bind_condition(form, {"other": ("x",)}) is form
    assert bind_pattern(PAID, {"other": ("x",)}) is PAID


def matching(test: OneOf | Compare, env: dict[str, tuple[Scalar, ...]]) -> list[int]:
    pattern = bind_pattern(Pattern("paid", (), (("x", test),)), env)
    return [x for x in (1, 2, 3) if matches(pattern, Event("e", "paid", 0, 0, data={"x": Decimal(x)}), NO_WORDS)]


@pytest.mark.parametrize(
    ("test", "values", "found"),
    [
        (OneOf((Var("v"), Decimal(3))), (1,), [1, 3]),
        (OneOf((Var("v"),)), (1, 2), [1, 2]),
        (OneOf((Var("v"),)), (), []),
        (Compare((("=", Var("v")),)), (1, 2), [1, 2]),
        (Compare((("=", Var("v")), ("<", Decimal(2)))), (1, 2), [1]),
        (Compare((("!=", Var("v")),)), (1, 2), [3]),
        (Compare(((">=", Var("v")),)), (1, 2), [2, 3]),
        (Compare(((">=", Var("v")), ("<", Decimal(3)))), (2,), [2]),
        (Compare(((">=", Var("v")), ("<", Decimal(3)))), (), []),
    ],
)
def test_one_several_and_no_values(test: OneOf | Compare, values: tuple[int, ...], found: list[int]) -> None:
    assert matching(test, {"v": tuple(map(Decimal, values))}) == found


def test_no_value_for_a_party_is_no_party() -> None:
    assert bind(Clause("deal", "fee", (Var("each.actor"),), ("bob",)), {"each.actor": ()}).debtors == ()


def test_any_of_several_instances_will_do() -> None:
    form = CommitmentIs("deal/fee", "$who,x", frozenset({"void"}), Window(by=3))
    parts = tuple(CommitmentIs("deal/fee", f"{who},x", frozenset({"void"})) for who in ("ann", "bob"))
    assert bind_condition(form, {"who": ("ann", "bob")}) == AtLeast(1, parts, Window(by=3))
    assert bind_condition(form, {"who": ()}) == form


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ann", "ann"),
        (Decimal(2030), "2030"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.50"), "0.50"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_values_in_names(value: Scalar, text: str) -> None:
    assert scalar_text(value) == text
