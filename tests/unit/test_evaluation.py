from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import All, Not
from rules.evaluation import last_evidence, oldest_open
from rules.facts import Event
from rules.instants import Moment
from rules.patterns import OneOf, Pattern, Var
from rules.program import Clause
from tests.unit.small import FEE, LEAKED, OWED, PAID, SIGNED, day, days, event, run, status, story, until

RENT = replace(OWED, must=PAID, every=days(10), grace=days(15))


@pytest.mark.parametrize(
    ("paid", "word"),
    [
        (event("paid", 2), "satisfied"),
        (event("paid", 2, to="deal"), "satisfied"),
        (event("paid", 2, to="other"), "detached"),
        (event("paid", 2, on="fee"), "satisfied"),
        (event("paid", 2, on="rent"), "detached"),
    ],
)
def test_an_event_counts_where_it_says(paid: Event, word: str) -> None:
    """One that names a commitment counts only in that one's conditions."""
    assert status(run(FEE, [paid], as_of=3)) == word


def test_an_event_for_one_instance() -> None:
    clause = replace(FEE, each=(("who", ("x", "y")),))
    engine = run(clause, [event("paid", 2, on="fee[x]")], as_of=3)
    assert (status(engine, "fee[x]"), status(engine, "fee[y]")) == ("satisfied", "detached")
    engine = run(clause, [event("paid", 2, on="fee")], as_of=3)
    assert (status(engine, "fee[x]"), status(engine, "fee[y]")) == ("satisfied", "satisfied")


def test_the_parties_of_the_day() -> None:
    by_debtor = Pattern("paid", (("actor", OneOf((Var("debtor"),))), ("target", OneOf((Var("creditor"),)))))
    clause = replace(FEE, must=replace(PAID, pattern=by_debtor))
    assert status(run(clause, [event("paid", 2, actor="ann", target="bob")], as_of=3)) == "satisfied"
    assert status(run(clause, [event("paid", 2, actor="bob", target="ann")], as_of=3)) == "detached"
    assert status(run(clause, [event("paid", 2, actor="x ann", target="bob y")], as_of=3)) == "satisfied"


def test_parties_that_change_within_an_instant() -> None:
    by_debtor = Pattern("paid", (("actor", OneOf((Var("debtor"),))),))
    clause = replace(FEE, must=replace(PAID, pattern=by_debtor))
    handed = event("delegate", 2, on="fee", actor="ann", target="carol")
    assert status(run(clause, [handed, event("paid", 2.5, actor="carol")], as_of=3)) == "satisfied"


def test_several_conditions_at_once() -> None:
    clause = replace(OWED, must=All((PAID, Not(LEAKED, until(6)))), guard=SIGNED)
    assert story(run(clause, [event("paid", 2)])) == [(0, "detached"), (6, "satisfied")]
    assert story(run(clause, [event("paid", 2), event("leaked", 4)]))[-1] == (4, "violated")
    assert story(run(clause, [event("paid", 2), event("leaked", 4), event("signed", 3)]))[-1] == (3, "void")


def periods(*events: Event, as_of: float, clause: Clause = RENT) -> list[tuple[str, str | None]]:
    return [(row.status, row.instance) for row in run(clause, events, as_of).standings()]


def test_evidence_goes_to_the_oldest_open_period_in_its_grace() -> None:
    assert [word for word, _ in periods(event("paid", 12), as_of=13)] == ["satisfied", "detached"]
    assert [word for word, _ in periods(event("paid", 2), event("paid", 12), as_of=13)] == ["satisfied", "satisfied"]
    two = (event("paid", 21), event("paid", 22), event("paid", 23))
    assert [word for word, _ in periods(*two, as_of=24)] == ["satisfied"] * 3


def test_until_when_evidence_counts() -> None:
    world = run(RENT, as_of=13).world
    first, second = (world.promises[f"deal/fee[1970-01-{n}]"] for n in ("01", "11"))
    assert last_evidence(world, first) is None
    assert last_evidence(world, second) == day(20) - 1
    assert oldest_open(world, first)
    assert not oldest_open(world, second)


def test_looking_back_when_it_is_owed_late() -> None:
    clause = replace(OWED, start=Moment(day(1)), antecedent=SIGNED, must=All((PAID,)), early=True)
    assert story(run(clause, [event("paid", 2)]))[-1] == (2, "satisfied")
