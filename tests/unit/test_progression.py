from __future__ import annotations

from typing import get_args

import pytest

from rules import forms
from rules.conditions import (
    AgreementIs,
    All,
    AtLeast,
    CommitmentIs,
    Condition,
    Delay,
    Not,
    Occurs,
    StateHolds,
    Then,
    TimeArrives,
    Window,
)
from rules.instants import Moment
from rules.progression import FORMS, begin, next_wake, progress
from rules.residue import ACHIEVED, FAILED, Bounds, Later, Verdict
from tests.unit.small import PAID, SIGNED, Fake, day, days, event, until

HERE = Bounds(Moment(0), None)
LIMIT = day(10)
DONE = frozenset({"satisfied"})

#: Each form with a window that closes after ten days, and how it then ends in silence.
ALL_FORMS: list[tuple[Condition, Verdict]] = [
    (Occurs(PAID.pattern, window=until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (All((PAID, SIGNED), until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (AtLeast(1, (PAID, SIGNED), until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (Then((PAID, SIGNED), until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (Not(PAID, until(10)), Verdict(met=True, at=LIMIT, step=ACHIEVED)),
    (StateHolds("peace", window=until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (CommitmentIs("deal/fee", None, DONE, until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (AgreementIs("deal", DONE, until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (TimeArrives(Moment(day(20)), until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
    (Delay(days(20), until(10)), Verdict(met=False, at=LIMIT, step=FAILED)),
]


def test_every_form_is_registered() -> None:
    assert set(FORMS) == set(get_args(Condition)) == {type(form) for form, _ in ALL_FORMS}
    assert len(forms.__all__) == 7


@pytest.mark.parametrize(("form", "verdict"), ALL_FORMS)
def test_a_window_that_passes_in_silence(form: Condition, verdict: Verdict) -> None:
    past = Fake()
    residue = begin(form, Moment(0), HERE, past, frozenset())
    assert not isinstance(residue, Verdict)
    assert next_wake(form, residue, past) == LIMIT
    before = progress(form, residue, None, past.go(10, verdict.step - 1), frozenset())
    assert not isinstance(before, Verdict)
    residue = progress(form, before, None, past.go(10, verdict.step), frozenset())
    assert isinstance(residue, Verdict)
    assert (residue.met, residue.at, residue.step) == (verdict.met, verdict.at, verdict.step)


@pytest.mark.parametrize(("form", "verdict"), ALL_FORMS)
def test_a_verdict_is_final(form: Condition, verdict: Verdict) -> None:
    past = Fake().go(50)
    assert progress(form, verdict, event("paid", 50), past, frozenset()) is verdict
    assert next_wake(form, verdict, past) is None


def test_what_is_certain_waits_for_its_time() -> None:
    form = TimeArrives(Moment(day(5)))
    residue = begin(form, Moment(0), HERE, Fake(), frozenset())
    assert isinstance(residue, Later)
    assert next_wake(form, residue, Fake()) == day(5)
    assert progress(form, residue, None, Fake().go(4), frozenset()) == residue
    assert progress(form, residue, None, Fake().go(5, ACHIEVED), frozenset()) == residue.verdict


def test_an_inner_window_cannot_outlast_the_one_around_it() -> None:
    form = All((Occurs(PAID.pattern, window=until(10)),), Window(by=day(3)))
    residue = begin(form, Moment(0), HERE, Fake(), frozenset())
    assert next_wake(form, residue, Fake()) == day(3)
