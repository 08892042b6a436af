from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rules.conditions import All, AtLeast, Condition, Not, Occurs, Then
from rules.facts import Event
from rules.instants import Moment
from rules.program import Clause
from rules.trace import Progress, Standing
from tests.unit.small import FEE, LEAKED, OWED, PAID, SECRET, SIGNED, by, day, days, event, run, until, within

THRICE = replace(PAID, at_least=Decimal(3))
SUM = replace(PAID, at_least=Decimal(500), total="mw")


def row(clause: Clause, *events: Event, as_of: float = 5) -> Standing:
    (found,) = run(clause, events, as_of).standings()
    return found


def test_a_row() -> None:
    found = row(replace(FEE, strength="goal"))
    assert (found.name, found.agreement, found.commitment, found.instance) == ("deal/fee", "deal", "fee", None)
    assert (found.debtors, found.creditors, found.strength) == (("ann",), ("bob",), "goal")
    assert (found.status, found.live, found.since) == ("detached", True, Moment(0))
    assert (found.late, found.late_by, found.breaches, found.degree, found.before) == (False, None, 0, None, None)


@pytest.mark.parametrize(
    ("clause", "events", "due"),
    [
        (FEE, (), 10),
        (replace(OWED, must=PAID), (), None),
        (SECRET, (), 10),
        (replace(OWED, antecedent=SIGNED, must=PAID, must_limit=within(10)), (event("signed", 2),), 12),
        (replace(FEE, antecedent=SIGNED), (), 10),
        (FEE, (event("suspend", 2, on="fee"),), 10),
        (FEE, (event("paid", 2),), None),
        (replace(SECRET, continuing=True), (event("leaked", 2),), 10),
    ],
)
def test_the_next_limit_of_what_is_live(clause: Clause, events: tuple[Event, ...], due: float | None) -> None:
    assert row(clause, *events).due == (None if due is None else day(due))


@pytest.mark.parametrize(
    ("form", "events", "done", "needed"),
    [
        (PAID, (), "0", "1"),
        (THRICE, (event("paid", 1), event("paid", 2)), "2", "3"),
        (SUM, (event("paid", 1, data={"mw": Decimal("120.5")}),), "120.5", "500"),
        (replace(THRICE, distinct="actor"), (event("paid", 1, actor="x"), event("paid", 2, actor="x")), "1", "3"),
        (All((PAID, SIGNED, LEAKED)), (event("paid", 1), event("leaked", 2)), "2", "3"),
        (AtLeast(2, (PAID, SIGNED, LEAKED)), (event("paid", 1),), "1", "2"),
        (Then((PAID, SIGNED, LEAKED)), (event("paid", 1), event("signed", 2)), "2", "3"),
        (All((THRICE,)), (event("paid", 1),), "1", "3"),
        (THRICE, tuple(event("paid", n) for n in (1, 2, 3)), "3", "3"),
    ],
)
def test_progress(form: Condition, events: tuple[Event, ...], done: str, needed: str) -> None:
    assert row(replace(OWED, must=form), *events).progress == Progress(done, needed)


def test_no_progress_where_there_is_nothing_to_count() -> None:
    assert row(SECRET).progress is None
    assert row(replace(OWED, must=Not(PAID, until(9)))).progress is None
    assert row(replace(OWED, antecedent=SIGNED, must=THRICE)).progress is None
    early = replace(OWED, antecedent=SIGNED, must=THRICE, early=True)
    assert row(early, event("paid", 1)).progress == Progress("1", "3")


def test_progress_keeps_its_exact_digits() -> None:
    tenths = [event("paid", n, data={"mw": Decimal("0.1")}) for n in (1, 2, 3)]
    assert row(replace(OWED, must=SUM), *tenths).progress == Progress("0.3", "500")
    assert isinstance(PAID, Occurs)
    assert (by(1).by, days(1).days) == (day(1), 1)
