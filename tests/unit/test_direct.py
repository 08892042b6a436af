"""The short way gives what the long way gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replace_fields

from rules.conditions import All, CommitmentIs, Condition, Not
from rules.direct import Direct
from rules.engine import Engine
from rules.facts import Event
from rules.program import NO_LIMIT, Clause, Program
from rules.snapshot import state_of
from tests.unit.small import FEE, LEAKED, OWED, PAID, SIGNED, by, day, days, deal, event, happens, run, story, within

GUARD = happens("war")
TRIPLE = replace(OWED, antecedent=SIGNED, guard=GUARD, must=PAID, must_limit=within(3))

CLAUSES = st.builds(
    lambda antecedent, guard, limit, strength, until: replace(
        OWED, antecedent=antecedent, guard=guard, must=PAID, must_limit=limit, strength=strength, until=until
    ),
    st.sampled_from([None, SIGNED]),
    st.sampled_from([None, GUARD]),
    st.sampled_from([NO_LIMIT, by(6), within(3), within(0)]),
    st.sampled_from(["binding", "goal", "right"]),
    st.sampled_from([None, day(5)]),
)
EVENTS = st.builds(
    lambda kind, at, coarse: event(kind, at, name=f"{kind} {at} {coarse}", coarse=coarse),
    st.sampled_from(["signed", "paid", "war", "unheard"]),
    st.sampled_from([1, 2, 2.5, 3, 4, 5, 5.25, 6, 7, 8]),
    st.booleans(),
)
ACTS = st.builds(
    lambda kind, at: event(kind, at, on="c1", actor="ann bob"),
    st.sampled_from(["suspend", "resume", "cancel", "release", "extend"]),
    st.sampled_from([1, 2, 3.5, 5, 7]),
)


def outcome(clauses: Sequence[Clause], events: Sequence[Event], *, short: bool) -> tuple[object, ...]:
    """Return everything that an engine tells and keeps."""
    named = [replace(clause, name=f"c{number}") for number, clause in enumerate(clauses)]
    engine = Engine(Program((deal(*named),)))
    engine.told = []
    with (
        patch.object(Direct, "take", Direct.take if short else _never),
        patch.object(Direct, "pass_limits", Direct.pass_limits if short else _never),
    ):
        engine.run(events, day(20))
    states = {name: state_of(unit) for name, unit in engine.units.items()}
    return engine.transitions, engine.told, engine.standings(), states


def _never(*_: object) -> bool:
    return False


@given(
    st.lists(CLAUSES, min_size=1, max_size=3),
    st.lists(EVENTS, max_size=8, unique_by=lambda one: one.id),
    st.lists(ACTS, max_size=2, unique_by=lambda one: one.id),
)
def test_the_short_way_gives_what_the_long_way_gives(
    clauses: list[Clause], events: list[Event], acts: list[Event]
) -> None:
    happened = [*events, *acts]
    assert outcome(clauses, happened, short=True) == outcome(clauses, happened, short=False)


def test_an_event_that_names_what_nobody_has_concerns_nobody() -> None:
    named = replace_fields(event("signed", 1), commitment="nobody")
    assert story(run(TRIPLE, [named]))[-1] == (0, "conditional")


def long_ways(clause: Clause, *events: Event, as_of: float = 20) -> int:
    """Return how many instants go the long way once everything has begun."""
    engine = run(clause, as_of=0.5)
    with patch.object(Engine, "settle", autospec=True, side_effect=Engine.settle) as settle:
        engine.run(events, day(as_of))
    return settle.call_count


def test_plain_commitments_go_the_short_way() -> None:
    assert long_ways(TRIPLE, event("signed", 1), event("paid", 2)) == 0
    assert long_ways(TRIPLE, event("signed", 1), event("paid", 9)) == 0
    assert long_ways(TRIPLE, event("war", 1), event("signed", 2)) == 0


@pytest.mark.parametrize(
    "clause",
    [
        replace(TRIPLE, early=True),
        replace(TRIPLE, grace=days(1)),
        replace(TRIPLE, must_not=LEAKED),
        replace(TRIPLE, must=All((PAID,))),
        replace(TRIPLE, must=replace(PAID, at_least=PAID.at_least + 1)),
        replace(TRIPLE, guard=Not(LEAKED)),
        replace(TRIPLE, remedies=(("deal/other", None),)),
        replace(TRIPLE, must_limit=within(0)),
    ],
)
def test_others_are_not_plain(clause: Clause) -> None:
    assert TRIPLE.plain
    assert not clause.plain
    assert long_ways(clause, event("signed", 1)) > 0


@pytest.mark.parametrize(
    "events",
    [
        (event("signed", 1, coarse=True),),
        (event("signed", 1, on="fee"),),
        (replace_fields(event("signed", 1), commitment="nobody"),),
        (event("signed", 1), event("war", 1)),
    ],
)
def test_some_events_go_the_long_way(events: tuple[Event, ...]) -> None:
    assert long_ways(TRIPLE, *events) > 0


def test_who_is_listened_to_goes_the_long_way() -> None:
    listening: Condition = CommitmentIs("deal/fee", None, frozenset({"satisfied"}))
    engine = run(deal(FEE, replace(OWED, name="other", must=listening)), [event("paid", 2)])
    assert story(engine, "other")[-1] == (2, "satisfied")
