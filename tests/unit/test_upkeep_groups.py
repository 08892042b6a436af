from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from commitments.upkeep.groups import interests, joined, mentioned, watched_patterns
from rules.conditions import AgreementIs, CommitmentIs
from rules.patterns import OneOf, Pattern, Var
from rules.program import CountsAs, State
from tests.unit.small import FEE, LEAKED, OWED, PAID, SIGNED, deal, happens

NAMES = st.sampled_from("abcdef")


def test_whom_an_agreement_names() -> None:
    done = frozenset({"satisfied"})
    clause = replace(FEE, antecedent=CommitmentIs("other/fee", None, done), guard=AgreementIs("third", done))
    own = replace(FEE, name="own", antecedent=CommitmentIs("deal/fee", None, done), remedies=(("fourth/fee", None),))
    assert mentioned(deal(clause, own)) == {"other", "third", "fourth"}
    assert mentioned(deal(FEE)) == frozenset()
    assert mentioned(replace(deal(), in_force=AgreementIs("frame", done))) == {"frame"}


def test_every_pattern_of_an_agreement() -> None:
    agreement = replace(
        deal(replace(OWED, must=PAID, guard=LEAKED, for_each=Pattern("requested"))),
        states=(State("peace", SIGNED, None),),
        counts_as=(CountsAs("x", (Pattern("shot"), Pattern("burnt"))),),
    )
    kinds = [pattern.type for pattern in watched_patterns(agreement)]
    assert sorted(kinds) == ["burnt", "leaked", "paid", "requested", "shot", "signed"]


def test_what_they_may_wait_for() -> None:
    fixed = happens("paid", actor="ann bob", target="x")
    amount = (("n", OneOf((Decimal("1.0"),))),)
    open_ = replace(PAID, pattern=Pattern("paid", (("actor", OneOf((Var("debtor"),))),), amount))
    assert set(interests([deal(replace(OWED, must=fixed))])) == {
        ("paid", ("actor", "target"), ("ann", "x")), ("paid", ("actor", "target"), ("bob", "x")),
    }  # fmt: skip
    assert set(interests([deal(replace(OWED, must=open_))])) == {("paid", ("data.n",), (Decimal(1),))}


def test_those_that_hang_together() -> None:
    assert joined([("a", frozenset({"b"})), ("c", frozenset()), ("d", frozenset({"b"}))]) == {
        "a": "a", "b": "a", "c": "c", "d": "a",
    }  # fmt: skip


@given(st.lists(st.tuples(NAMES, st.frozensets(NAMES, max_size=2)), max_size=8))
def test_groups_are_the_connected_ones(links: list[tuple[str, frozenset[str]]]) -> None:
    found = joined(links)
    assert found == joined(reversed(links))
    together: dict[str, set[str]] = {name: {name} for name in found}
    for name, others in links * len(found):
        for other in others:
            union = together[name] | together[other]
            for member in union:
                together[member] = union
    assert {name: min(who) for name, who in together.items()} == found
