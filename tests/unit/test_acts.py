from __future__ import annotations

from dataclasses import replace

import pytest

from rules.acts import NEEDED, lifted, moved_role, new_limit, without
from rules.calendar import Duration
from rules.engine import Engine
from rules.instants import DAY
from rules.program import Clause
from rules.promise import Pause
from rules.vocabulary import Closures
from tests.unit.small import FEE, NO_WORDS, PAID, SECRET, day, days, deal, event, run, story, within

WORDS = Closures({}, {"dan": ("ann",)})
BY_ANN, BY_BOB, BY_NOBODY = Pause(("ann",), False), Pause(("bob",), False), Pause((), False)  # noqa: FBT003
BOTH = Pause(("ann", "bob"), True)  # noqa: FBT003


def resume(*actors: str) -> object:
    return event("resume", 5, on="fee", actor=" ".join(actors))


@pytest.mark.parametrize(
    ("actor", "ended"),
    [
        ("ann", (BY_ANN, BY_NOBODY, BOTH)),
        ("dan", (BY_ANN, BY_NOBODY, BOTH)),
        ("bob", (BY_BOB, BY_NOBODY, BOTH)),
        ("ann bob", (BY_ANN, BY_BOB, BY_NOBODY, BOTH)),
        ("", (BY_ANN, BY_BOB, BY_NOBODY, BOTH)),
        ("eve", (BY_NOBODY,)),
    ],
)
def test_each_lifts_its_own_suspension(actor: str, ended: tuple[Pause, ...]) -> None:
    act = event("resume", 5, actor=actor)
    assert lifted((BY_ANN, BY_BOB, BY_NOBODY, BOTH), act, WORDS, empowered=False) == ended


def test_whom_the_text_lets_resume_lifts_all() -> None:
    pauses = (BY_ANN, BY_BOB)
    assert lifted(pauses, event("resume", 5, actor="un"), WORDS, empowered=True) == pauses
    assert without(BY_ANN, event("resume", 5, actor="un"), WORDS, empowered=True) is None


def test_of_a_joint_suspension_the_others_part_stays() -> None:
    left = without(BOTH, event("resume", 5, actor="ann"), WORDS, empowered=False)
    assert left == Pause(("bob",), moves_limits=True)
    assert without(BOTH, event("resume", 5), WORDS, empowered=False) is None
    assert without(BOTH, event("resume", 5, actor="ann bob"), WORDS, empowered=False) is None


@pytest.mark.parametrize(
    ("by", "span", "current", "limit"),
    [
        (20, None, 10, 20),
        (20, days(3), 10, 20),
        (None, days(3), 10, 13),
        (None, days(3), None, 8),
        (None, None, 10, None),
        (None, Duration(micros=DAY // 2), 10, 10.5),
    ],
)
def test_where_an_extension_leads(
    by: float | None, span: Duration | None, current: float | None, limit: float | None
) -> None:
    act = event("extend", 5, by=by, span=span)
    found = new_limit(act, None if current is None else day(current), "UTC")
    assert found == (None if limit is None else day(limit))


def test_an_extension_of_a_day_without_a_limit_ends_with_a_day() -> None:
    assert new_limit(event("extend", 5, span=days(3), coarse=True), None, "UTC") == day(9) - 1


def test_whose_limit_it_moves() -> None:
    both = replace(FEE, must_not=SECRET.must_not)
    promises = [run(clause).world.promises[f"deal/{clause.name}"] for clause in (FEE, SECRET, both)]
    assert [moved_role(promise) for promise in promises] == ["must", "must-not", "must"]


# --- tried on a commitment -------------------------------------------------------------------------------------------


def why_not(clause: Clause, *events: object) -> str:
    """Return the one reason why an act was ineffective."""
    engine = run(deal(clause), events)  # type: ignore[arg-type]
    (reason,) = [report.reason for report in engine.act_reports if not report.effective]
    return str(reason)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (event("release", 2, on="fee", actor="ann"), "ann may not release deal/fee"),
        (event("cancel", 2, on="fee", actor="bob eve"), "bob, eve may not cancel deal/fee"),
        (event("extend", 2, on="fee", actor="bob"), "it does not say until when (data: by or for)"),
        (event("extend", 2, on="fee", actor="bob", by=5), "bob may not extend deal/fee"),
        (event("resume", 2, on="fee", actor="bob"), "no suspension of deal/fee that it could end"),
        (event("waive", 2, on="fee", actor="bob"), f"deal/fee was detached: {NEEDED['waive']}"),
        (event("recommit", 2, on="fee", actor="ann"), f"deal/fee was detached: {NEEDED['recommit']}"),
        (event("release", 12, on="fee", actor="bob"), f"deal/fee was violated: {NEEDED['release']}"),
        (event("suspend", 12, on="fee", actor="bob"), f"deal/fee was violated: {NEEDED['suspend']}"),
        (event("cancel", 12, on="fee", actor="ann"), f"deal/fee was violated: {NEEDED['cancel']}"),
    ],
)
def test_why_an_act_was_ineffective(act: object, reason: str) -> None:
    assert why_not(FEE, act) == reason


@pytest.mark.parametrize("kind", ["delegate", "assign", "assess"])
def test_nothing_can_be_done_to_what_is_closed_for_good(kind: str) -> None:
    act = event(kind, 5, on="fee", target="eve")
    assert why_not(FEE, event("paid", 3), act) == f"deal/fee was satisfied: {NEEDED[kind]}"


def test_an_act_is_tried_throughout_its_instant() -> None:
    """The waiver stands before the limit's failure takes effect, and finds it at the end of the instant."""
    engine = run(FEE, [event("waive", 10, on="fee", actor="bob")])
    assert story(engine) == [(0, "detached"), (10, "violated"), (10, "released")]
    assert engine.ineffective() == set()


def test_acts_of_one_instant_are_tried_in_order() -> None:
    def result(first: str, second: str) -> str:
        acts = [event("suspend", 2, name=first, on="fee"), event("resume", 2, name=second, on="fee")]
        return story(run(FEE, acts, as_of=3))[-1][1]

    assert result("a", "b") == "detached"
    assert result("b", "a") == "detached"  # tried again once there is something to resume


def test_an_act_names_one_instance_or_all() -> None:
    clause = replace(FEE, each=(("who", ("x", "y")),))
    engine = run(clause, [event("release", 2, on="fee[x]", actor="bob")], as_of=3)
    assert {name: row.status for name, row in rows(engine).items()} == {  # type: ignore[attr-defined]
        "deal/fee[x]": "released",
        "deal/fee[y]": "detached",
    }
    engine = run(clause, [event("release", 2, on="fee", actor="bob")], as_of=3)
    assert {row.status for row in rows(engine).values()} == {"released"}  # type: ignore[attr-defined]
    assert [report.target for report in engine.act_reports] == ["deal/fee[x]", "deal/fee[y]"]


def rows(engine: Engine) -> dict[str, object]:
    return {row.name: row for row in engine.standings()}


def test_an_act_on_nothing() -> None:
    engine = run(FEE, [event("release", 2, on="rent", actor="bob")])
    assert [(report.target, report.effective) for report in engine.act_reports] == [("deal/rent", False)]
    assert engine.ineffective() == {"release 2"}


def test_other_events_that_name_a_commitment_are_no_acts() -> None:
    engine = run(FEE, [event("demand", 2, on="fee", actor="bob")], as_of=3)
    assert engine.act_reports == []
    assert story(engine) == [(0, "detached")]


def test_an_extension_to_an_earlier_limit_takes_both() -> None:
    assert why_not(FEE, event("extend", 2, on="fee", actor="bob", by=5)) == "bob may not extend deal/fee"
    engine = run(FEE, [event("extend", 2, on="fee", actor="ann bob", by=5)])
    assert story(engine) == [(0, "detached"), (5, "violated")]
    assert run(replace(FEE, must=PAID, must_limit=within(10)), []).act_reports == []
    assert NO_WORDS.names(("ann",)) == ("ann",)
