from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.conditions import CommitmentIs
from rules.engine import Engine
from rules.facts import Event
from rules.filing import Told
from rules.pact import agreement_of
from rules.program import Program, Vocabulary
from tests.unit.small import (
    FEE,
    LEAKED,
    OWED,
    PAID,
    SECRET,
    SIGNED,
    day,
    days,
    deal,
    event,
    happens,
    run,
    status,
    story,
)

PLAN = deal(
    replace(FEE, antecedent=SIGNED, guard=happens("war"), grace=days(3)),
    replace(SECRET, continuing=True),
    replace(OWED, name="next", antecedent=CommitmentIs("deal/fee", None, frozenset({"satisfied"})), must=LEAKED),
    replace(OWED, name="rent", every=days(7), must=PAID, grace=days(2)),
    replace(OWED, name="answer", for_each=happens("signed").pattern, must=PAID),
)
KINDS = st.sampled_from(["paid", "signed", "leaked", "war", "unheard"])
EVENTS = st.lists(st.tuples(KINDS, st.integers(1, 20), st.booleans()), max_size=7)


def happened(drawn: list[tuple[str, int, bool]]) -> list[Event]:
    return [event(kind, at, name=f"e{n}", coarse=coarse) for n, (kind, at, coarse) in enumerate(drawn)]


def outcome(engine: Engine) -> tuple[object, ...]:
    return engine.standings(), engine.transitions, engine.act_reports


@given(EVENTS, st.randoms())
def test_any_order_of_arrival(drawn: list[tuple[str, int, bool]], random: st.DataObject) -> None:
    events = happened(drawn)
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(run(PLAN, shuffled, as_of=25)) == outcome(run(PLAN, events, as_of=25))


@given(EVENTS, st.integers(0, 21))
def test_in_two_runs_or_one(drawn: list[tuple[str, int, bool]], cut: int) -> None:
    events = happened(drawn)
    engine = run(PLAN, [each for each in events if each.at <= day(cut)], as_of=cut)
    engine.run([each for each in events if each.at > day(cut)], day(25))
    assert outcome(engine) == outcome(run(PLAN, events, as_of=25))


@given(EVENTS, st.integers(0, 21))
def test_nothing_after_as_of_matters(drawn: list[tuple[str, int, bool]], as_of: int) -> None:
    events = happened(drawn)
    known = [each for each in events if each.at <= day(as_of)]
    assert outcome(run(PLAN, events, as_of)) == outcome(run(PLAN, known, as_of))


@given(EVENTS)
def test_transitions_hang_together(drawn: list[tuple[str, int, bool]]) -> None:
    engine = run(PLAN, happened(drawn), as_of=25)
    last: dict[str, str] = {}
    for each in engine.transitions:
        assert last.get(each.name, each.before) == each.before
        last[each.name] = each.after
    for row in engine.standings():
        assert last.get(row.name, row.status) == row.status
    times = [(each.moment.at, each.step) for each in engine.transitions]
    assert times == sorted(times)


def test_as_of_is_inclusive() -> None:
    assert status(run(FEE, as_of=10)) == "violated"
    assert status(run(FEE, [event("paid", 10)], as_of=10)) == "satisfied"
    engine = Engine(Program((deal(FEE),)))
    engine.run([], day(10) - 1)
    assert status(engine) == "detached"


def test_rows_in_order_of_full_names() -> None:
    rows = [row.name for row in run(PLAN, [event("signed", 2, name="s")], as_of=8).standings()]
    assert rows == sorted(rows)
    assert rows == [
        "deal/answer[s]",
        "deal/fee",
        "deal/next",
        "deal/rent[1970-01-01]",
        "deal/rent[1970-01-08]",
        "deal/secret",
    ]


@pytest.mark.parametrize(
    "name", ["deal/nothing", "nothing", "", "deal/rent[1970-01-02]", "deal/fee[x]", "x/y[1970-01-01]"]
)
def test_what_is_not_there_is_absent(name: str) -> None:
    assert run(PLAN, as_of=3).standing(name) is None


def test_a_vocabulary() -> None:
    words = Vocabulary(is_a={"wired": ("transferred",), "transferred": ("paid",)}, part_of={"dan": ("ann",)})
    assert status(run(FEE, [event("wired", 2)], 3, words)) == "satisfied"
    by_ann = replace(FEE, must=happens("paid", actor="ann"))
    assert status(run(by_ann, [event("wired", 2, actor="dan")], 3, words)) == "satisfied"
    assert status(run(by_ann, [event("wired", 2, actor="eve")], 3, words)) == "detached"


def test_agreements_that_depend_on_one_another() -> None:
    other = replace(
        OWED, agreement="other", antecedent=CommitmentIs("deal/fee", None, frozenset({"violated"})), must=SIGNED
    )
    engine = run(Program((deal(FEE), replace(deal(other), name="other"))), [event("signed", 12)])
    assert story(engine, "other/fee") == [(0, "conditional"), (10, "detached"), (12, "satisfied")]


def test_an_event_touches_only_what_watches_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two thousand commitments, an event that concerns one is handed to one."""
    clauses = [replace(OWED, name=f"c{n}", must=happens("paid", target=f"t{n}")) for n in range(2_000)]
    engine = run(deal(*clauses), as_of=1)
    concerned: list[str] = []
    filing = engine.world.memory.filing

    def counting(kind: str) -> Callable[[Event], Told]:
        def file(event: Event) -> Told:
            told = filing(kind)(event)
            concerned.extend(told)
            return told

        return file

    monkeypatch.setattr(engine.world.memory, "filing", counting)
    engine.run([event("paid", 2, target="t7"), event("paid", 3, target="nobody"), event("unheard", 4)], day(5))
    assert concerned == ["deal/c7"]
    assert status(engine, "c7") == "satisfied"


def test_an_act_that_could_not_apply_is_ineffective() -> None:
    engine = run(FEE, [event("waive", 2, on="fee"), event("release", 3, on="fee", actor="bob")])
    assert engine.ineffective() == {"waive 2"}


def test_to_which_agreement_a_unit_belongs() -> None:
    engine = run(PLAN, as_of=3)
    assert {agreement_of(unit) for unit in engine.units.values()} == {"deal"}
