from __future__ import annotations

import pytest

from rules.conditions import OPEN, AgreementIs, CommitmentIs, Window
from rules.instants import Moment
from rules.progression import begin, next_wake, progress
from rules.residue import ACHIEVED, EVENTS, FAILED, TERMS, Bounds, Residue, Spell, StatusChange, Verdict, Watching
from tests.unit.small import Fake, day, event, until, verdict

FEE = "deal/fee"
DONE = CommitmentIs(FEE, None, frozenset({"satisfied"}))


def spells(*begun: tuple[str, float], name: str = FEE) -> tuple[Spell, ...]:
    ends = [day(at) for _, at in begun[1:]]
    return tuple(
        Spell(name, status, Moment(day(at)), end) for (status, at), end in zip(begun, [*ends, None], strict=True)
    )


def look(form: CommitmentIs | AgreementIs, past: Fake, anchor: float = 0) -> Residue:
    return begin(form, Moment(day(anchor)), Bounds(Moment(day(anchor)), None), past, frozenset())


def test_met_when_it_comes_into_the_status() -> None:
    past = Fake(now=day(5), statuses={FEE: spells(("detached", 1), ("satisfied", 5))})
    assert look(DONE, past) == Verdict(met=True, at=day(5), step=EVENTS, follows=((FEE, "satisfied"),))
    assert look(DONE, past.go(5, TERMS)) == Verdict(met=True, at=day(5), step=TERMS, follows=((FEE, "satisfied"),))


def test_met_at_the_anchor_when_it_is_in_it() -> None:
    past = Fake(now=day(9), statuses={FEE: spells(("detached", 1), ("satisfied", 5))})
    assert verdict(look(DONE, past, anchor=7)) == ("met", 7, EVENTS)
    assert verdict(look(DONE, past, anchor=9)) == ("met", 9, EVENTS)


def test_a_spell_that_ended_before_the_anchor_does_not_count() -> None:
    owed = CommitmentIs(FEE, None, frozenset({"detached"}))
    past = Fake(now=day(9), statuses={FEE: spells(("detached", 1), ("suspended", 5))})
    assert verdict(look(owed, past, anchor=4)) == ("met", 4, EVENTS)
    assert verdict(look(owed, past, anchor=5)) == "open"


def test_a_spell_within_one_instant_counts() -> None:
    overdue = CommitmentIs(FEE, None, frozenset({"overdue"}))
    past = Fake(now=day(9), statuses={FEE: spells(("detached", 1), ("overdue", 6), ("detached", 6))})
    assert verdict(look(overdue, past, anchor=3)) == ("met", 6, EVENTS)
    assert verdict(look(overdue, past, anchor=6)) == ("met", 6, EVENTS)


@pytest.mark.parametrize("status", ["satisfied", "remedied", "expired", "void", "cancelled", "released", "terminated"])
def test_failed_when_it_has_closed_for_good_in_another(status: str) -> None:
    form = CommitmentIs(FEE, None, frozenset({"overdue"}))
    past = Fake(now=day(5), statuses={FEE: spells(("detached", 1), (status, 5))}, closed={FEE: (status,)})
    assert look(form, past) == Verdict(met=False, at=day(5), step=EVENTS, follows=((FEE, status),))


@pytest.mark.parametrize("status", ["violated", "lapsed", "detached", "suspended"])
def test_not_failed_by_what_is_not_for_good(status: str) -> None:
    form = CommitmentIs(FEE, None, frozenset({"overdue"}))
    past = Fake(now=day(5), statuses={FEE: spells((status, 1))}, closed={FEE: (status,)})
    assert verdict(look(form, past)) == "open"


def test_of_several_instances_all_have_to_close_for_good() -> None:
    past = Fake(now=day(5), closed={FEE: ("void", "detached")})
    assert verdict(look(DONE, past)) == "open"
    assert verdict(look(DONE, Fake(now=day(5), closed={FEE: ("void", "expired")}))) == ("failed", 5, EVENTS)


def test_pending_while_others_may_come_or_it_is_not_in_this_account() -> None:
    assert verdict(look(DONE, Fake(now=day(5)))) == "open"


def test_one_instance() -> None:
    form = CommitmentIs(FEE, "ann", frozenset({"satisfied"}))
    past = Fake(now=day(5), statuses={f"{FEE}[ann]": spells(("satisfied", 3)), FEE: spells(("satisfied", 1))})
    assert verdict(look(form, past)) == ("met", 3, EVENTS)
    closed = look(form, Fake(now=day(5), closed={f"{FEE}[ann]": ("void",)}))
    assert isinstance(closed, Verdict)
    assert closed.follows == ((f"{FEE}[ann]", "void"),)


def test_of_an_agreement() -> None:
    form = AgreementIs("deal", frozenset({"in-force"}))
    pending = Fake(now=day(5), statuses={"deal": spells(("pending", 1), name="deal")})
    assert verdict(look(form, pending)) == "open"
    past = Fake(now=day(5), statuses={"deal": spells(("pending", 1), ("ended", 4), name="deal")})
    assert look(form, past) == Verdict(met=False, at=day(5), step=EVENTS, follows=(("deal", "ended"),))
    ended = AgreementIs("deal", frozenset({"ended"}))
    assert verdict(look(ended, past)) == ("met", 4, EVENTS)


def test_a_window() -> None:
    form = CommitmentIs(FEE, None, DONE.statuses, Window(start=Moment(day(6)), by=day(8)))
    nothing = Fake(now=day(2))
    residue = look(form, nothing)
    assert isinstance(residue, Watching)
    assert next_wake(form, residue, nothing) == day(6)
    known = Fake(now=day(7), statuses={FEE: spells(("satisfied", 3))})
    change = StatusChange("commitment", FEE, None, "satisfied", Moment(day(3)))
    assert verdict(progress(form, residue, change, known, frozenset())) == ("met", 6, EVENTS)
    assert verdict(progress(form, residue, None, nothing.go(8, FAILED), frozenset())) == ("failed", 8, FAILED)
    assert verdict(progress(form, residue, None, nothing.go(8, ACHIEVED), frozenset())) == "open"


def test_too_late() -> None:
    form = CommitmentIs(FEE, None, DONE.statuses, until(4))
    past = Fake(now=day(5), statuses={FEE: spells(("satisfied", 5))})
    assert verdict(look(form, past)) == ("failed", 4, FAILED)


def test_an_event_is_not_what_it_waits_for() -> None:
    residue = look(DONE, Fake())
    past = Fake(now=day(5), statuses={FEE: spells(("satisfied", 5))})
    assert progress(DONE, residue, event("paid", 5), past, frozenset()) is residue
    assert DONE.window is OPEN
