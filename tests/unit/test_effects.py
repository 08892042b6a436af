from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rules.calendar import Duration
from rules.facts import Event
from rules.instants import DAY
from rules.patterns import OneOf, Pattern, Var
from rules.program import Clause
from rules.trace import Standing
from tests.unit.small import (
    FEE,
    LEAKED,
    OWED,
    PAID,
    SECRET,
    SIGNED,
    by,
    day,
    days,
    event,
    happens,
    run,
    status,
    story,
    within,
)

GRACE = replace(FEE, grace=days(5))


def row(clause: Clause, *events: Event, as_of: float = 9) -> Standing:
    found = run(clause, events, as_of).standing(f"deal/{clause.name}")
    assert found is not None
    return found


# --- extend ----------------------------------------------------------------------------------------------------------


def test_it_moves_a_date_to_another() -> None:
    assert row(FEE, event("extend", 2, on="fee", actor="bob", by=20)).due == day(20)
    assert row(FEE, event("extend", 2, on="fee", actor="bob", span=days(3))).due == day(13)


def test_it_sets_a_limit_where_there_is_none() -> None:
    engine = run(replace(OWED, must=PAID), [event("extend", 2, on="fee", actor="bob", span=days(3))])
    assert story(engine) == [(0, "detached"), (5, "violated")]


def test_it_reopens_what_is_overdue() -> None:
    engine = run(GRACE, [event("extend", 12, on="fee", actor="bob", by=20), event("paid", 19)])
    assert story(engine) == [(0, "detached"), (10, "overdue"), (12, "detached"), (19, "satisfied")]
    assert not engine.standings()[0].late


@pytest.mark.parametrize(("strength", "word"), [("binding", "violated"), ("goal", "lapsed"), ("right", "expired")])
def test_it_reopens_what_the_limit_has_closed(strength: str, word: str) -> None:
    clause = replace(FEE, strength=strength)
    engine = run(clause, [event("extend", 12, on="fee", actor="bob", by=20), event("paid", 19)])
    assert story(engine) == [(0, "detached"), (10, word), (12, "detached"), (19, "satisfied")]


def test_what_was_done_before_it_was_reopened_counts() -> None:
    expired = replace(FEE, strength="right")
    engine = run(expired, [event("paid", 11), event("extend", 12, on="fee", actor="bob", by=20)])
    assert story(engine)[-1] == (12, "satisfied")


def test_it_reopens_what_expired_while_conditional() -> None:
    clause = replace(FEE, antecedent=SIGNED)
    engine = run(clause, [event("extend", 12, on="fee", actor="bob", by=20), event("signed", 13), event("paid", 14)])
    assert story(engine) == [
        (0, "conditional"), (10, "expired"), (12, "conditional"), (13, "detached"), (14, "satisfied"),
    ]  # fmt: skip


def test_it_does_not_reopen_what_must_not_or_cancel_closed() -> None:
    both = replace(FEE, must_not=LEAKED)
    extend = event("extend", 5, on="fee", actor="bob", by=20)
    assert story(run(both, [event("leaked", 3), extend])) == [(0, "detached"), (3, "violated")]
    assert story(run(FEE, [event("cancel", 3, on="fee", actor="ann"), extend]))[-1] == (3, "violated")


def test_it_moves_the_end_of_a_must_not_that_stands_alone() -> None:
    extend = event("extend", 2, on="secret", actor="bob", by=20)
    assert story(run(SECRET, [extend]), "secret") == [(0, "detached"), (20, "satisfied")]
    assert story(run(SECRET, [extend, event("leaked", 15)]), "secret") == [(0, "detached"), (15, "violated")]


def test_before_it_is_owed_a_date_moves_too() -> None:
    clause = replace(FEE, antecedent=SIGNED)
    engine = run(clause, [event("extend", 2, on="fee", actor="bob", by=20), event("signed", 15)], as_of=16)
    assert status(engine) == "detached"


def test_an_exact_span_moves_an_exact_limit() -> None:
    assert row(FEE, event("extend", 2, on="fee", actor="bob", span=Duration(micros=DAY // 2))).due == day(10.5)


def test_what_was_overdue_when_it_was_suspended_is_reopened_by_an_extension() -> None:
    """Section 3: an extension reopens an overdue one; section 10: it can be done to what is live."""
    acts = [
        event("suspend", 12, on="fee"),
        event("extend", 13, on="fee", actor="bob", by=30),
        event("resume", 14, on="fee"),
    ]
    engine = run(GRACE, [*acts, event("paid", 25)])
    assert story(engine)[-1] == (25, "satisfied")
    assert not engine.standings()[0].late


# --- recommit --------------------------------------------------------------------------------------------------------


def test_it_begins_again_at_the_act() -> None:
    clause = replace(OWED, must=PAID, must_limit=within(10))
    engine = run(clause, [event("paid", 11), event("recommit", 20, on="fee", actor="ann"), event("paid", 29)])
    assert story(engine) == [(0, "detached"), (10, "violated"), (11, "remedied")]
    engine = run(clause, [event("recommit", 20, on="fee", actor="ann"), event("paid", 30)])
    assert story(engine) == [(0, "detached"), (10, "violated"), (20, "detached"), (30, "satisfied")]
    assert not engine.standings()[0].late


def test_it_is_conditional_again() -> None:
    clause = replace(OWED, antecedent=SIGNED, must=PAID, must_limit=within(3))
    events = [event("signed", 1), event("recommit", 9, on="fee", actor="ann"), event("signed", 11), event("paid", 13)]
    assert story(run(clause, events)) == [
        (0, "conditional"), (1, "detached"), (4, "violated"), (9, "conditional"), (11, "detached"), (13, "satisfied"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "closed"),
    [
        (event("cancel", 3, on="fee", actor="ann"), "cancelled"),
        (event("terminate", 3, to="deal"), "terminated"),
    ],
)
def test_what_can_be_begun_again(before: Event, closed: str) -> None:
    clause = replace(FEE, antecedent=SIGNED)
    engine = run(clause, [before, event("recommit", 5, on="fee", actor="ann")], as_of=6)
    assert story(engine) == [(0, "conditional"), (3, closed), (5, "conditional")]


# --- delegate and assign ---------------------------------------------------------------------------------------------


def test_another_debtor() -> None:
    found = row(FEE, event("delegate", 2, on="fee", actor="ann", target="carol"))
    assert (found.debtors, found.creditors) == (("carol",), ("bob",))
    assert found.before == (("ann",), ("bob",))
    assert found.status == "detached"


def test_another_creditor() -> None:
    found = row(FEE, event("assign", 2, on="fee", actor="bob", target="carol"))
    assert (found.debtors, found.creditors) == (("ann",), ("carol",))


def test_of_joint_debtors_the_others_stay() -> None:
    joint = replace(FEE, debtors=("ann", "eve"))
    assert row(joint, event("delegate", 2, on="fee", actor="ann", target="carol")).debtors == ("eve", "carol")
    assert row(joint, event("delegate", 2, on="fee", target="carol")).debtors == ("carol",)


def test_the_new_one_has_the_power_from_then_on() -> None:
    delegate = event("delegate", 2, on="fee", actor="ann", target="carol")
    assert row(FEE, delegate, event("cancel", 3, on="fee", actor="ann")).status == "detached"
    assert row(FEE, delegate, event("cancel", 3, on="fee", actor="carol")).status == "violated"


def test_patterns_that_name_the_debtor_follow() -> None:
    paid = replace(happens("paid"), pattern=Pattern("paid", (("actor", OneOf((Var("debtor"),))),)))
    clause = replace(OWED, must=paid, must_limit=by(10))
    delegate = event("delegate", 2, on="fee", actor="ann", target="carol")
    assert row(clause, delegate, event("paid", 3, actor="ann")).status == "detached"
    assert row(clause, delegate, event("paid", 3, actor="carol")).status == "satisfied"


# --- assess, cancel, close -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "degree"), [({"score": Decimal(2)}, "2"), ({"done": Decimal(3), "of": Decimal(7)}, "3/7")]
)
def test_the_reported_degree(data: dict[str, Decimal], degree: str) -> None:
    found = row(FEE, event("assess", 2, on="fee", actor="un", data=data))
    assert (found.degree, found.status) == (degree, "detached")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"score": Decimal(4)},
        {"score": Decimal(-1)},
        {"score": "high"},
        {"done": Decimal(3)},
        {"done": Decimal(3), "of": Decimal(0)},
        {"done": Decimal(-1), "of": Decimal(7)},
    ],
)
def test_an_assessment_that_does_not_say_how_far_has_no_effect(data: dict[str, Decimal | str]) -> None:
    engine = run(FEE, [event("assess", 2, on="fee", actor="un", data=data)])
    assert engine.standings()[0].degree is None
    assert [report.reason for report in engine.act_reports] == [
        "it does not say how far (data: a score from 0 to 3, or done and of)"
    ]


def test_what_was_cancelled_is_remedied_by_performance() -> None:
    events = [event("cancel", 2, on="fee", actor="ann"), event("paid", 4)]
    assert story(run(FEE, events)) == [(0, "detached"), (2, "violated"), (4, "remedied")]


def test_what_continues_is_owed_no_longer_when_cancelled() -> None:
    clause = replace(SECRET, continuing=True)
    engine = run(
        clause, [event("leaked", 2), event("cancel", 4, on="secret", actor="ann"), event("leaked", 5)], as_of=6
    )
    found = engine.standing("deal/secret")
    assert found is not None
    assert (found.status, found.live, found.breaches) == ("violated", False, 1)


def test_a_released_one_is_no_longer_suspended() -> None:
    acts = [event("suspend", 2, on="fee"), event("release", 3, on="fee", actor="bob"), event("resume", 4, on="fee")]
    engine = run(FEE, acts)
    assert story(engine) == [(0, "detached"), (2, "suspended"), (3, "released")]
    assert engine.ineffective() == {"resume 4"}
