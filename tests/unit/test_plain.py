"""The short way to write a commitment, and what does not go it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import plain
from rules.codec import UnreadableError
from rules.conditions import Occurs
from rules.deadlines import NO_DEADLINES
from rules.instants import Moment
from rules.pact import Pact
from rules.patterns import Compare, OneOf, Pattern, Term, Var
from rules.program import Agreement, Clause, Limit
from rules.promise import Promise
from rules.snapshot import program_of, state_of
from tests.unit.small import FEE, PAID, SIGNED, day, days, event, happens, run

BRIEF = replace(FEE, antecedent=SIGNED, guard=happens("war"), grace=None)


def promise_of(clause: Clause) -> Promise:
    return Promise(clause.full_name, clause, Pact(Agreement(clause.agreement, "UTC", Moment(0))))


def once(*terms: Term, fields: tuple[str, ...] = (), where: tuple[str, ...] = ("sum",)) -> Occurs:
    """Return a condition that asks for one of these values in each of some fields."""
    tests = (tuple((name, OneOf(terms)) for name in names) for names in (fields, where))
    return Occurs(Pattern("paid", *tests))


PLAIN = {
    "as it is": BRIEF,
    "without conditions": replace(BRIEF, antecedent=None, guard=None),
    "two fields and data": replace(BRIEF, must=once("ann", fields=("target", "actor"), where=("z", "a"))),
    "no field": replace(BRIEF, must=Occurs(Pattern("paid"))),
    "a number as it is written": replace(BRIEF, must=once(Decimal("1.00"))),
    "a large number": replace(BRIEF, must=once(Decimal("-7.7E+50"))),
    "minus nought": replace(BRIEF, must=once(Decimal("-0"))),
    "digits as a text": replace(BRIEF, must=once("770")),
    "limits and a start": replace(
        BRIEF,
        start=Moment(day(2), day=True),
        must_limit=Limit(day(9), replace(days(3), business_days=2, calendar="FR")),
    ),
    "several parties": replace(BRIEF, debtors=("ann", "bob"), creditors=()),
}
NOT_PLAIN = {
    "grace": replace(BRIEF, grace=days(2)),
    "must-not": replace(BRIEF, must_not=happens("leaked")),
    "a limit of if": replace(BRIEF, antecedent_limit=Limit(day(9))),
    "powers": replace(BRIEF, powers={"cancel": ("ann",)}),
    "a variable": replace(BRIEF, must=once(Var("debtor"))),
    "a party that is to be bound": replace(BRIEF, debtors=(Var("each.id"),)),
    "several values": replace(BRIEF, must=once("a", "b")),
    "a date": replace(BRIEF, must=once("2030-01-01")),
    "yes": replace(BRIEF, must=once(True)),  # noqa: FBT003
    "a comparison": replace(BRIEF, must=Occurs(Pattern("paid", (), (("sum", Compare((("<", Decimal(1)),))),)))),
    "one as 1.0": replace(BRIEF, must=replace(PAID, at_least=Decimal("1.0"))),
    "twice": replace(BRIEF, must=replace(PAID, at_least=Decimal(2))),
}


@pytest.mark.parametrize("clause", PLAIN.values(), ids=PLAIN)
def test_a_plain_one_there_and_back(clause: Clause) -> None:
    promise = promise_of(clause)
    text = plain.said(promise)
    assert text is not None
    assert plain.is_written(text)
    assert program_of(promise) == text
    name, again, agreement = plain.read_said(text)
    assert (name, again, agreement) == (promise.name, clause, clause.agreement)
    assert repr(again) == repr(clause)  # 1.0 is not 1
    assert (again.plain, again.further, again.must_limit) == (clause.plain, clause.further, clause.must_limit)
    assert isinstance(again.must, Occurs)
    assert isinstance(clause.must, Occurs)
    assert again.must.count is clause.must.count


@pytest.mark.parametrize("clause", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_says_more_goes_the_long_way(clause: Clause) -> None:
    promise = promise_of(clause)
    assert plain.said(promise) is None
    assert not plain.is_written(program_of(promise))


@given(st.one_of(st.decimals(allow_nan=False, allow_infinity=False), st.text()))
def test_any_value(value: Term) -> None:
    clause = replace(BRIEF, must=once(value))
    text = plain.said(promise_of(clause))
    assert text is None or repr(plain.read_said(text)[1]) == repr(clause)


TOLD = [event("signed", 4, name="s"), event("paid", 5, name="p", actor="ann")]


@pytest.mark.parametrize("as_of", [-1, 1, 4, 5, 20])
def test_how_it_stands_there_and_back(as_of: float) -> None:
    before = run(BRIEF, TOLD, as_of).world.promises[BRIEF.full_name]
    text = plain.stand(before)
    assert text is not None
    assert state_of(before) == text
    again = promise_of(BRIEF)
    plain.take_up(again, text)
    assert plain.stand(again) == text
    assert again.deadlines == before.deadlines
    assert (again.deadlines is NO_DEADLINES) == (before.deadlines is NO_DEADLINES)  # the engine asks whether it is
    assert (again.antecedent, again.guard, again.must) == (before.antecedent, before.guard, before.must)
    assert again.used == before.used


def test_more_has_happened_than_it_can_hold() -> None:
    suspended = run(BRIEF, [event("suspend", 2, on="fee", actor="bob")], 3).world.promises[BRIEF.full_name]
    assert suspended.status == "suspended"
    assert plain.stand(suspended) is None
    before = run(BRIEF, TOLD, 1).world.promises[BRIEF.full_name]
    text = plain.stand(before)
    before.paused_at, before.must_not = None, None  # as they were
    assert plain.stand(before) == text
    before.degree = "half"
    assert plain.stand(before) is None


def test_values_that_have_counted_are_more_than_it_can_hold() -> None:
    twice = replace(BRIEF, antecedent=None, must=replace(PAID, at_least=Decimal(2), distinct="sum"))
    paid = event("paid", 2, actor="ann", data={"sum": Decimal(5)})
    assert plain.stand(run(twice, [], 3).world.promises[BRIEF.full_name]) is not None
    assert plain.stand(run(twice, [paid], 3).world.promises[BRIEF.full_name]) is None


WRONG = [
    "",
    "[]",
    "[1]",
    '["plain"]',
    '["plain",1]',
    '["plain",{}]',
    '["other","x"]',
    '["plain","a',
    '["verdict",true]',
]


@pytest.mark.parametrize("text", WRONG)
def test_only_what_was_written_is_read(text: str) -> None:
    with pytest.raises(UnreadableError):
        plain.read_said(text)
    with pytest.raises(UnreadableError):
        plain.take_up(promise_of(BRIEF), text)


def test_a_value_that_is_no_number() -> None:
    text = plain.said(promise_of(replace(BRIEF, must=once(Decimal(5)))))
    assert text is not None
    with pytest.raises(UnreadableError):
        plain.read_said(text.replace('["5"]', '["five"]'))
