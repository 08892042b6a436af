from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.upkeep.rows import standing_after, standing_of, standing_row, transition_of, transition_row
from rules.instants import Moment
from rules.trace import Cause, Progress, Standing, Transition

TEXTS = st.text(max_size=8)
INSTANTS = st.integers(-(2**60), 2**60)
MAYBE = st.one_of(st.none(), INSTANTS)
NAMES = st.lists(TEXTS, max_size=2).map(tuple)
STANDINGS = st.builds(
    Standing,
    name=TEXTS, agreement=TEXTS, commitment=TEXTS, instance=st.one_of(st.none(), TEXTS), status=TEXTS,
    live=st.booleans(), late=st.booleans(), late_by=MAYBE,
    since=st.one_of(st.none(), st.builds(Moment, INSTANTS, st.booleans())), due=MAYBE,
    debtors=NAMES, creditors=NAMES, strength=TEXTS,
    progress=st.one_of(st.none(), st.builds(Progress, TEXTS, TEXTS)), breaches=st.integers(0, 9),
    degree=st.one_of(st.none(), TEXTS), before=st.one_of(st.none(), st.tuples(NAMES, NAMES)),
)  # fmt: skip
CAUSES = st.builds(
    Cause, st.integers(0, 10), TEXTS, NAMES, st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple), MAYBE
)
MOMENTS = st.builds(Moment, INSTANTS, st.booleans())
TRANSITIONS = st.builds(Transition, TEXTS, MOMENTS, st.integers(0, 3), TEXTS, TEXTS, CAUSES)


@given(STANDINGS, st.one_of(st.none(), TEXTS), TEXTS)
def test_where_it_stands_there_and_back(standing: Standing, words: str | None, zone: str) -> None:
    row = standing_row(standing, words, zone)
    assert standing_of(row) == (standing, words, zone)
    assert (row.name, row.status, row.live, row.due) == (standing.name, standing.status, standing.live, standing.due)
    json.loads(row.row)


@given(TRANSITIONS, st.one_of(st.none(), STANDINGS))
def test_a_change_there_and_back(transition: Transition, standing: Standing | None) -> None:
    row = transition_row(transition, standing, 3, 4)
    assert transition_of(row) == transition
    assert (row.seq, row.recorded, row.at) == (3, 4, transition.moment.at)
    json.loads(row.cause)


@given(TRANSITIONS, STANDINGS)
def test_where_it_stood_after_a_change(transition: Transition, standing: Standing) -> None:
    row = transition_row(transition, standing, 3, 4)
    after = standing_after(row)
    assert after is not None
    assert (after.status, after.due, after.progress) == (transition.after, standing.due, standing.progress)
    assert (after.name, after.debtors, after.since) == (transition.name, standing.debtors, standing.since)


def test_what_is_in_the_chain_stays_as_it_is_written() -> None:
    cause = Cause(6, "must", ('e "1"',), (("a/b", "void"),), 7)
    standing = Standing(
        name="d/f[x]", agreement="d", commitment="f", instance="x", status="satisfied", live=False, late=True,
        late_by=5, since=Moment(9, day=True), due=None, debtors=("ann", "bo\n"), creditors=(), strength="binding",
        progress=Progress("1", "2"), breaches=3, degree="1/2", before=(("ann",), ("éve", "\x7f")),
    )  # fmt: skip
    row = transition_row(Transition("d/f[x]", Moment(9, day=True), 0, "detached", "satisfied", cause), standing, 1, 1)
    stands = (
        r'["t",false,true,9,null,"f","x",5,["t","ann","bo\n"],["t"],"binding",3,"1/2",["t",["t","ann"],["t","éve",'
        '"\x7f"]],["t","1","2"],true]'
    )
    assert row.cause == r'["t",6,"must",["t","e \"1\""],["t",["t","a/b","void"]],7,true,' + stands + "]"


@pytest.mark.parametrize(("name", "agreement"), [("deal/fee[x]", "deal"), ("deal", "deal")])
def test_to_which_agreement_it_belongs(name: str, agreement: str) -> None:
    row = transition_row(Transition(name, Moment(0), 0, "a", "b", Cause(0, "start")), None, 1, 1)
    assert row.agreement == agreement
    assert standing_after(row) is None
