from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import All, Not
from rules.facts import Event
from rules.patterns import Compare, OneOf, Pattern, Var
from rules.program import Clause
from rules.promise import IF, MUST, MUST_NOT, STRENGTHS, UNLESS, Promise, names_of, names_period
from tests.unit.small import FEE, LEAKED, OWED, PAID, SECRET, SIGNED, day, days, event, run

FULL = replace(FEE, antecedent=SIGNED, guard=LEAKED, must_not=LEAKED, grace=days(5))


def promise(clause: Clause, *events: Event, as_of: float = 5) -> Promise:
    (found,) = run(clause, events, as_of).world.promises.values()
    return found


@pytest.mark.parametrize(
    ("clause", "events", "as_of", "roles"),
    [
        (FULL, (), 5, {IF, UNLESS}),
        (replace(FULL, early=True), (), 5, {IF, UNLESS, MUST}),
        (FULL, (event("signed", 2),), 5, {UNLESS, MUST, MUST_NOT}),
        (FULL, (event("signed", 2),), 12, {UNLESS, MUST, MUST_NOT}),
        (FULL, (event("signed", 2),), 20, {MUST}),
        (replace(FULL, strength="goal"), (event("signed", 2),), 20, {MUST}),
        (replace(FULL, strength="right"), (event("signed", 2),), 20, set()),
        (FULL, (event("signed", 2), event("paid", 3)), 5, set()),
        (SECRET, (event("leaked", 2),), 5, set()),
        (replace(SECRET, continuing=True), (event("leaked", 2),), 5, {MUST_NOT}),
        (FULL, (event("signed", 2), event("suspend", 3, on="fee")), 5, {UNLESS, MUST, MUST_NOT}),
    ],
)
def test_what_is_followed(clause: Clause, events: tuple[Event, ...], as_of: float, roles: set[str]) -> None:
    assert set(promise(clause, *events, as_of=as_of).open_roles()) == roles


def test_it_begins_as_proposed() -> None:
    found = promise(replace(FEE, strength="goal"), as_of=-1)
    assert (found.status, found.live, found.since, found.strength) == ("proposed", False, None, "soft")
    assert (found.debtors, found.creditors) == (("ann",), ("bob",))
    assert (found.limit(MUST), found.limit(MUST_NOT), found.limit("nothing")) == (day(10), None, None)
    assert set(STRENGTHS.values()) == {"binding", "soft", "right"}


@pytest.mark.parametrize(("strength", "word"), [("binding", "violated"), ("goal", "lapsed"), ("right", "expired")])
def test_the_word_for_a_breach(strength: str, word: str) -> None:
    assert promise(replace(FEE, strength=strength)).breach == word


def test_its_first_status() -> None:
    assert promise(FEE).first == "detached"
    assert promise(FULL).first == "conditional"


@pytest.mark.parametrize(
    ("events", "as_of", "mendable"),
    [((), 12, True), ((event("cancel", 3, on="fee", actor="ann"),), 5, True), ((event("leaked", 3),), 5, False)],
)
def test_what_performance_can_mend(events: tuple[Event, ...], as_of: float, mendable: bool) -> None:  # noqa: FBT001
    assert promise(replace(FEE, must_not=LEAKED), *events, as_of=as_of).mendable is mendable


def test_a_role_without_a_condition() -> None:
    with pytest.raises(KeyError):
        promise(FEE).condition(MUST_NOT)
    assert promise(FEE).condition(MUST) == PAID
    assert promise(FEE).verdict(MUST) is None


def test_names_among_terms() -> None:
    assert names_of(("ann", Var("who"), "bob")) == ("ann", "bob")


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        (Pattern("paid"), False),
        (Pattern("paid", (("object", OneOf((Var("period"),))),)), True),
        (Pattern("paid", (), (("for", OneOf(("x", Var("period")))),)), True),
        (Pattern("paid", (), (("for", Compare((("=", Var("period")),))),)), True),
        (Pattern("paid", (), (("for", OneOf((Var("who"),))),)), False),
    ],
)
def test_whether_a_period_is_named(pattern: Pattern, named: bool) -> None:  # noqa: FBT001
    form = replace(PAID, pattern=pattern)
    assert names_period(form) is named
    assert names_period(All((SIGNED, Not(form)))) is named
    assert not names_period(None)
    assert OWED.must is None
