from __future__ import annotations

from dataclasses import replace

import pytest

from rules.engine import Engine
from rules.facts import Event
from rules.program import Renewal, Vocabulary
from rules.trace import Cause
from tests.unit.small import (
    FEE,
    OWED,
    PAID,
    SECRET,
    SIGNED,
    changes,
    day,
    days,
    deal,
    event,
    happens,
    run,
    status,
    story,
)

OPEN_FEE = replace(FEE, must_limit=FEE.antecedent_limit)  # without a limit
TERM = replace(deal(OPEN_FEE, replace(SECRET, must_not_limit=FEE.antecedent_limit)), term=days(20))


def own(engine: Engine) -> list[tuple[float, str]]:
    """Return what became of the agreement."""
    return story(engine, "deal")


def act(kind: str, at: float, actor: str = "", **keys: object) -> Event:
    return event(kind, at, to="deal", actor=actor, **keys)  # type: ignore[arg-type]


def test_in_force_when_made() -> None:
    assert own(run(FEE)) == [(0, "in-force")]


def test_in_force_on_a_condition() -> None:
    assert own(run(replace(deal(FEE), in_force=SIGNED), [event("signed", 3)])) == [(3, "in-force")]
    never = replace(deal(FEE), in_force=replace(SIGNED, window=replace(SIGNED.window, by=day(5))))
    engine = run(never)
    assert own(engine) == [(5, "ended")]
    assert story(engine) == [(5, "terminated")]


def test_a_guard_ends_it_also_while_pending() -> None:
    guarded = replace(deal(FEE), guard=happens("war"))
    assert own(run(guarded, [event("war", 3)])) == [(0, "in-force"), (3, "ended")]
    pending = replace(guarded, in_force=SIGNED)
    assert own(run(pending, [event("war", 3), event("signed", 4)])) == [(3, "ended")]


@pytest.mark.parametrize("coarse", [True, False])
def test_what_happens_the_instant_it_was_made(coarse: bool) -> None:  # noqa: FBT001
    """Conditions count what happens at or after their anchor."""
    signed = event("signed", 0, coarse=coarse)
    assert own(run(replace(deal(FEE), in_force=SIGNED), [signed])) == [(0, "in-force")]
    assert own(run(replace(deal(FEE), guard=SIGNED), [signed]))[-1] == (0, "ended")


# --- terms -----------------------------------------------------------------------------------------------------------


def test_at_the_end_of_its_term() -> None:
    """Rule 3: an open must-not is satisfied, everything else live is terminated."""
    engine = run(TERM)
    assert own(engine) == [(0, "in-force"), (20, "ended")]
    assert (story(engine)[-1], story(engine, "secret")[-1]) == ((20, "terminated"), (20, "satisfied"))
    assert changes(engine)[-1].step == 3


def test_before_its_term() -> None:
    engine = run(TERM, [act("terminate", 5, "ann bob")])
    assert (story(engine)[-1], story(engine, "secret")[-1]) == ((5, "terminated"), (5, "terminated"))


def test_survivors_live_on() -> None:
    engine = run(replace(TERM, clauses=(replace(OPEN_FEE, survives=True),)), [event("paid", 30)])
    assert story(engine) == [(0, "detached"), (30, "satisfied")]


def test_until_a_date() -> None:
    assert own(run(replace(deal(FEE), until=day(7)))) == [(0, "in-force"), (7, "ended")]
    assert own(run(replace(TERM, until=day(7))))[-1] == (7, "ended")
    assert own(run(replace(TERM, until=day(27))))[-1] == (20, "ended")


def test_what_happens_at_the_last_instant_is_in_time() -> None:
    assert story(run(TERM, [event("paid", 20)]))[-1] == (20, "satisfied")


@pytest.mark.parametrize(
    ("renewal", "ends"), [(Renewal(times=0), 20), (Renewal(times=1), 40), (Renewal(times=3), 80), (Renewal(), None)]
)
def test_renewals(renewal: Renewal, ends: float | None) -> None:
    engine = run(replace(TERM, renewal=renewal))
    assert own(engine)[1:] == ([] if ends is None else [(ends, "ended")])


@pytest.mark.parametrize(("noticed", "ends"), [(15, 20), (16, 40), (30, 40), (35, 40), (36, 60), (17, 40)])
def test_notice_counts_in_its_own_term(noticed: float, ends: float) -> None:
    renewal = Renewal(unless=happens("notice"), notice=days(5))
    engine = run(replace(TERM, renewal=renewal), [event("notice", noticed)], as_of=ends)
    ended = [at for at, word in own(engine) if word == "ended"]
    assert ended == ([ends] if noticed in {15, 30, 35} else [])


def test_an_extension_moves_the_end_of_the_current_term() -> None:
    assert own(run(TERM, [act("extend", 5, "ann bob", by=30)]))[-1] == (30, "ended")
    assert own(run(TERM, [act("extend", 5, "ann bob", span=days(3))]))[-1] == (23, "ended")
    refused = run(TERM, [act("extend", 5, "bob", by=30)])
    assert own(refused)[-1] == (20, "ended")
    assert refused.ineffective() == {"extend 5"}


# --- suspending ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resumed", [5, 8])
def test_what_ends_a_suspension_is_named(resumed: int) -> None:
    """Also where it comes in the instant in which the agreement was suspended."""
    engine = run(TERM, [act("suspend", 5, "ann"), act("resume", resumed, "ann")])
    (change,) = [each for each in engine.transitions if (each.name, each.before) == ("deal", "suspended")][:1]
    assert change.cause == Cause(4, "act", (f"resume {resumed}",))


def test_suspended_and_resumed() -> None:
    engine = run(TERM, [act("suspend", 5, "ann"), act("resume", 8, "ann")])
    assert own(engine) == [(0, "in-force"), (5, "suspended"), (8, "in-force"), (20, "ended")]
    assert story(engine)[:3] == [(0, "detached"), (5, "suspended"), (8, "detached")]


def test_each_party_lifts_its_own() -> None:
    acts = [act("suspend", 5, "ann"), act("suspend", 6, "bob"), act("resume", 8, "ann")]
    assert own(run(TERM, acts, as_of=9))[-1] == (5, "suspended")
    assert own(run(TERM, [*acts, act("resume", 9, "bob")], as_of=9))[-1] == (9, "in-force")
    assert own(run(TERM, [*acts, act("resume", 9)], as_of=9))[-1] == (9, "in-force")


def test_a_term_never_moves() -> None:
    assert own(run(TERM, [act("suspend", 5), act("resume", 15)]))[-1] == (20, "ended")
    assert own(run(TERM, [act("suspend", 5, data={"moves-limits": True}), act("resume", 15)]))[-1] == (20, "ended")
    assert own(run(TERM, [act("suspend", 5)]))[-1] == (20, "ended")


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([act("terminate", 3, "ann")], "ann may not terminate deal"),
        ([act("suspend", 3, "eve")], "eve may not suspend deal"),
        ([act("resume", 3, "ann")], "deal was in-force"),
        ([act("terminate", 3), act("suspend", 4)], "deal was ended"),
    ],
)
def test_why_an_act_on_an_agreement_was_ineffective(events: list[Event], reason: str) -> None:
    reports = [report for report in run(TERM, events).act_reports if not report.effective]
    assert [(report.target, report.reason) for report in reports] == [("deal", reason)]


# --- parties ---------------------------------------------------------------------------------------------------------

PACT = deal(
    replace(OWED, name="mine", must=PAID),
    replace(OWED, name="yours", debtors=("bob",), creditors=("ann",), must=PAID),
    replace(OWED, name="ours", debtors=("ann", "bob"), creditors=("eve",), must=PAID),
)


def test_who_withdraws_owes_no_more() -> None:
    engine = run(PACT, [act("withdraw", 3, "ann")], as_of=4)
    assert [status(engine, name) for name in ("mine", "yours", "ours")] == ["terminated", "detached", "detached"]
    joint = engine.standing("deal/ours")
    assert joint is not None
    assert (joint.debtors, joint.before) == (("bob",), (("ann", "bob"), ("eve",)))
    assert own(engine) == [(0, "in-force")]


def test_who_accedes_owes_again() -> None:
    engine = run(PACT, [act("withdraw", 3, "ann"), act("accede", 5, "ann")], as_of=6)
    assert story(engine, "mine") == [(0, "detached"), (3, "terminated"), (5, "detached")]
    joint = engine.standing("deal/ours")
    assert joint is not None
    assert set(joint.debtors) == {"ann", "bob"}


def test_when_all_have_withdrawn_the_joint_one_ends() -> None:
    engine = run(PACT, [act("withdraw", 3, "ann"), act("withdraw", 4, "bob")], as_of=5)
    assert story(engine, "ours")[-1] == (4, "terminated")


def test_a_part_withdraws_for_its_whole_only_when_it_is_the_party() -> None:
    words = Vocabulary(part_of={"dan": ("ann",)})
    engine = run(PACT, [act("withdraw", 3, "dan")], 4, words)
    assert status(engine, "mine") == "terminated"


def test_who_has_left_owes_nothing_new() -> None:
    request = replace(OWED, must=PAID, for_each=happens("request").pattern)
    engine = run(deal(request), [event("request", 2), act("withdraw", 3, "ann"), event("request", 4)], as_of=5)
    assert status(engine, "fee[request 2]") == "terminated"
    assert engine.standing("deal/fee[request 4]") is None


def test_powers_on_the_agreement() -> None:
    powered = replace(TERM, powers={"suspend": ("un",), "terminate": ("any",)})
    assert own(run(powered, [act("suspend", 3, "un")], as_of=4))[-1] == (3, "suspended")
    assert own(run(powered, [act("suspend", 3, "ann")], as_of=4))[-1] == (0, "in-force")
    assert own(run(powered, [act("terminate", 3, "bob")], as_of=4))[-1] == (3, "ended")
    assert own(run(powered, [act("terminate", 3, "eve")], as_of=4))[-1] == (0, "in-force")
