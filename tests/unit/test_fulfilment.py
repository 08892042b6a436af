from __future__ import annotations

from dataclasses import replace

import pytest

from rules.conditions import CommitmentIs
from rules.facts import Event
from rules.instants import DAY
from rules.program import Clause
from rules.trace import Standing
from tests.unit.small import FEE, LEAKED, OWED, PAID, SECRET, SIGNED, by, day, days, deal, event, run, status, story

ON = replace(SECRET, continuing=True)
GRACE = replace(FEE, grace=days(5))


def row(clause: Clause, *events: Event, as_of: float = 50) -> Standing:
    found = run(clause, events, as_of).standing(f"deal/{clause.name}")
    assert found is not None
    return found


@pytest.mark.parametrize(("strength", "word"), [
    ("binding", "violated"), ("best-efforts", "lapsed"), ("in-principle", "lapsed"), ("goal", "lapsed"),
    ("right", "expired"),
])  # fmt: skip
def test_not_followed_through(strength: str, word: str) -> None:
    assert row(replace(FEE, strength=strength)).status == word
    assert row(replace(SECRET, strength=strength), event("leaked", 2)).status == word
    assert row(replace(FEE, strength=strength), event("cancel", 2, on="fee", actor="ann")).status == word


@pytest.mark.parametrize(
    ("paid", "word", "late_by"), [(10, "satisfied", None), (11, "satisfied", 1), (15, "satisfied", 5)]
)
def test_done_in_grace_is_satisfied_and_late(paid: float, word: str, late_by: float | None) -> None:
    found = row(GRACE, event("paid", paid))
    assert (found.status, found.late) == (word, late_by is not None)
    assert found.late_by == (None if late_by is None else late_by * DAY)


def test_done_after_all_is_remedied_and_late() -> None:
    found = row(GRACE, event("paid", 16))
    assert (found.status, found.late, found.late_by) == ("remedied", True, 6 * DAY)
    assert row(replace(FEE, strength="goal"), event("paid", 16)).status == "remedied"
    assert row(replace(FEE, strength="right"), event("paid", 16)).status == "expired"


def test_a_breach_is_not_mended_by_performance() -> None:
    both = replace(FEE, must_not=LEAKED)
    assert row(both, event("leaked", 3), event("paid", 4)).status == "violated"
    assert row(both, event("paid", 3), event("leaked", 4)).status == "satisfied"


def test_what_continues_counts_its_breaches_and_stays_live() -> None:
    found = row(ON, event("leaked", 2), event("leaked", 3), event("leaked", 3.5), as_of=5)
    assert (found.status, found.live, found.breaches) == ("violated", True, 3)
    over = row(ON, event("leaked", 2), event("leaked", 12))
    assert (over.status, over.live, over.breaches) == ("violated", False, 1)


def test_what_does_not_continue_counts_one() -> None:
    found = row(SECRET, event("leaked", 2), event("leaked", 3))
    assert (found.live, found.breaches) == (False, 1)


def test_what_continues_can_become_void_or_end() -> None:
    guarded = replace(ON, guard=SIGNED)
    assert story(run(guarded, [event("leaked", 2), event("signed", 3)]), "secret")[-1] == (3, "void")
    assert story(run(ON, [event("leaked", 2), event("terminate", 3, to="deal")]), "secret")[-1] == (3, "terminated")


@pytest.mark.parametrize(("strength", "word"), [("goal", "lapsed"), ("right", "expired")])
def test_what_continues_but_is_not_binding_is_owed_all_the_same(strength: str, word: str) -> None:
    """For them, section 5 reads lapsed or expired where it says violated."""
    found = row(replace(ON, strength=strength), event("leaked", 2), event("leaked", 3), as_of=4)
    assert (found.status, found.live, found.breaches) == (word, True, 2)


REPAIR = replace(
    OWED, name="repair", antecedent=CommitmentIs("deal/fee", None, frozenset({"violated"})), must=SIGNED,
    remedies=(("deal/fee", None),),
)  # fmt: skip


def test_a_remedy_amends() -> None:
    engine = run(deal(FEE, REPAIR), [event("signed", 12)])
    assert (status(engine, "repair"), status(engine)) == ("satisfied", "remedied")
    assert story(engine)[-1] == (12, "remedied")
    fee = engine.standing("deal/fee")
    assert fee is not None
    assert not fee.late  # compensated, not performed


def test_a_remedy_acts_on_what_is_violated_at_that_instant() -> None:
    early = replace(REPAIR, antecedent=None)
    engine = run(deal(FEE, early), [event("signed", 5)])
    assert (status(engine, "repair"), status(engine)) == ("satisfied", "violated")


def test_a_remedy_mends_a_breach_and_any_instance() -> None:
    breached = replace(SECRET, name="fee", each=(("who", ("x", "y")),))
    both = run(deal(breached, REPAIR), [event("leaked", 3), event("signed", 5)])
    assert [status(both, f"fee[{who}]") for who in "xy"] == ["remedied", "remedied"]
    one = replace(REPAIR, remedies=(("deal/fee", "x"),))
    single = run(deal(breached, one), [event("leaked", 3), event("signed", 5)])
    assert [status(single, f"fee[{who}]") for who in "xy"] == ["remedied", "violated"]


def test_what_satisfied_one_period_counts_for_no_other() -> None:
    rent = replace(OWED, must=PAID, every=days(10), start=None, grace=days(20))
    engine = run(rent, [event("paid", 12)], as_of=19)
    assert [status(engine, f"fee[1970-01-{n}]") for n in ("01", "11")] == ["satisfied", "detached"]
    engine = run(rent, [event("paid", 12), event("paid", 13)], as_of=19)
    assert [status(engine, f"fee[1970-01-{n}]") for n in ("01", "11")] == ["satisfied", "satisfied"]


def test_acts_leave_the_status_but_are_told() -> None:
    engine = run(FEE, [event("extend", 3, on="fee", actor="bob", by=20)], as_of=5)
    assert story(engine) == [(0, "detached")]
    assert [report.effective for report in engine.act_reports] == [True]
    assert by(10).by == day(10)
