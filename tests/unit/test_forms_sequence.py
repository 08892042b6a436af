from __future__ import annotations

from rules.conditions import Delay, Not, Occurs, Then, Window
from rules.instants import Moment
from rules.residue import ACHIEVED, EVENTS, FAILED, Steps, Verdict
from tests.unit.small import PAID, SIGNED, day, days, event, judge, until, verdict

SIGN_THEN_PAY = Then((SIGNED, PAID))


def test_in_order() -> None:
    assert verdict(judge(SIGN_THEN_PAY, event("signed", 2), event("paid", 3))) == ("met", 3, EVENTS)
    assert verdict(judge(SIGN_THEN_PAY, event("paid", 2), event("signed", 3))) == "open"
    assert verdict(judge(SIGN_THEN_PAY, event("paid", 2), event("signed", 3), event("paid", 4))) == ("met", 4, EVENTS)


def test_the_next_is_anchored_where_the_one_before_was_met() -> None:
    quick = Then((SIGNED, Occurs(PAID.pattern, window=Window(within=days(3)))))
    assert verdict(judge(quick, event("signed", 10), event("paid", 13))) == ("met", 13, EVENTS)
    assert verdict(judge(quick, event("signed", 10), event("paid", 13.5))) == ("failed", 13, FAILED)
    assert verdict(judge(Then((SIGNED, Delay(days(3)))), event("signed", 10))) == ("met", 13, ACHIEVED)


def test_at_one_instant_in_either_order_of_ids() -> None:
    """A step is anchored at the instant of the one before; other events of that instant count."""
    for names in (("a", "b"), ("b", "a")):
        both = (event("signed", 2, name=names[0]), event("paid", 2, name=names[1]))
        assert verdict(judge(SIGN_THEN_PAY, *both)) == ("met", 2, EVENTS)


def test_one_event_meets_one_step() -> None:
    twice = Then((PAID, PAID))
    assert verdict(judge(twice, event("paid", 2))) == "open"
    found = judge(twice, event("paid", 2), event("paid", 3))
    assert found == Verdict(met=True, at=day(3), step=EVENTS, events=("paid 2", "paid 3"))


def test_one_step_that_fails_fails_all() -> None:
    form = Then((Occurs(SIGNED.pattern, window=until(4)), PAID))
    assert verdict(judge(form, event("paid", 5))) == ("failed", 4, FAILED)
    assert verdict(judge(Then((SIGNED, Not(PAID, until(9)))), event("signed", 2), event("paid", 5))) == (
        "failed",
        5,
        EVENTS,
    )
    assert verdict(judge(Then((SIGNED, Not(PAID, until(9)))), event("signed", 2))) == ("met", 9, ACHIEVED)


def test_a_window_around_all_steps() -> None:
    form = Then((SIGNED, PAID), Window(start=Moment(day(3)), by=day(6)))
    assert verdict(judge(form, event("signed", 2), event("paid", 4))) == ("failed", 6, FAILED)
    assert verdict(judge(form, event("signed", 3), event("paid", 6))) == ("met", 6, EVENTS)
    assert verdict(judge(form, event("signed", 3), event("paid", 7))) == ("failed", 6, FAILED)


def test_how_far_it_has_come() -> None:
    residue = judge(SIGN_THEN_PAY, event("signed", 2))
    assert isinstance(residue, Steps)
    assert (residue.place, residue.events) == (1, ("signed 2",))


def test_a_step_of_a_day_anchors_the_next_at_a_bare_date() -> None:
    form = Then((SIGNED, Occurs(PAID.pattern, window=Window(within=days(3)))))
    signed = event("signed", 10, coarse=True)
    assert verdict(judge(form, signed, event("paid", 13.9))) == ("met", 13.9, EVENTS)
    assert verdict(judge(form, signed, event("paid", 14))) == ("failed", 14, FAILED)
