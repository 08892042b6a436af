"""Conditions in all their forms, nested, with windows."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.universe import (
    AGREEMENT,
    AMOUNTS,
    DERIVED,
    PARTIES,
    PLACES,
    SOURCES,
    TYPES,
    Document,
    chance,
    moments,
    some_of,
    spans,
)  # fmt: skip

STATUSES = (
    "satisfied", "violated", "detached", "conditional", "expired", "void", "overdue", "suspended", "remedied", "lapsed",
    "terminated", "released", "cancelled", "proposed",
)  # fmt: skip
LEAVES = ("event", "event", "event", "event", "commitment", "time")
MORE_LEAVES = (*LEAVES, "event", "state", "agreement", "delay")
BRANCHES = ("all", "any", "then", "not", "of")
MOST_PARTS = 3


@dataclass(frozen=True)
class Scope:
    """What a condition may speak of."""

    full: bool
    commitments: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    derived: bool = False
    variables: tuple[str, ...] = ()  # what may stand for an actor or a target
    period: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """The types of events that may be waited for."""
        return (*TYPES, *DERIVED) if self.derived else TYPES


@st.composite
def patterns(draw: DrawFn, scope: Scope) -> Document:
    """Draw a pattern, seldom with more than one test."""
    found: Document = {"event": draw(st.sampled_from(scope.types))}
    names = (*PARTIES, *(f"${name}" for name in scope.variables))
    for field in ("actor", "target"):
        if chance(draw, 20):
            found[field] = some_of(draw, names)
    if chance(draw, 8):
        found["place"] = draw(st.sampled_from(PLACES))
    if chance(draw, 5):
        found["source"] = draw(st.sampled_from(SOURCES))
    if scope.period and chance(draw, 20):
        found["where"] = {"for": "$period"}
    elif chance(draw, 10):
        amount = draw(st.sampled_from(AMOUNTS))
        found["where"] = {"amount": draw(st.sampled_from(({">=": amount}, amount, {"<": amount}, {"!=": amount})))}
    return found


@st.composite
def conditions(draw: DrawFn, scope: Scope, depth: int = 2) -> Document:
    """Draw a condition."""
    found = _branch(draw, scope, depth) if depth > 0 and chance(draw, 35) else _leaf(draw, scope)
    return found | draw(windows()) if chance(draw, 25) else found


@st.composite
def windows(draw: DrawFn) -> Document:
    """Draw what bounds a condition; one or two keys."""
    found: Document = {}
    for key in draw(st.lists(st.sampled_from(("within", "by", "from", "after")), min_size=1, max_size=2, unique=True)):
        found[key] = draw(spans if key in {"within", "after"} else moments())
    return found


def _branch(draw: DrawFn, scope: Scope, depth: int) -> Document:
    form = draw(st.sampled_from(BRANCHES))
    if form == "not":
        inner = draw(conditions(scope, depth - 1))
        return {"not": inner} | ({} if "within" in inner or "by" in inner else {"within": draw(spans)})
    parts = draw(st.lists(conditions(scope, depth - 1), min_size=1, max_size=MOST_PARTS))
    if form == "of":
        return {"at-least": draw(st.integers(1, len(parts))), "of": parts}
    return {form: parts}


def _leaf(draw: DrawFn, scope: Scope) -> Document:
    form = draw(st.sampled_from(MORE_LEAVES if scope.full else LEAVES))
    if form == "commitment" and scope.commitments:
        return {"commitment": draw(st.sampled_from(scope.commitments)), "is": some_of(draw, STATUSES, 3)}
    if form == "time":
        return {"time": draw(moments())}
    if form == "delay":
        return {"delay": draw(spans)}
    if form == "agreement":
        return {"agreement": AGREEMENT, "is": draw(st.sampled_from(("in-force", "ended")))}
    if form == "state" and scope.states:
        lasting = {"for": draw(spans)} if chance(draw, 40) else {}
        return {"state": draw(st.sampled_from(scope.states)), **lasting}
    return draw(occurrences(scope))


@st.composite
def occurrences(draw: DrawFn, scope: Scope) -> Document:
    """Draw a condition on events: one, several, different ones, or a total."""
    found = draw(patterns(scope))
    counting = draw(st.sampled_from(("", "", "", "", "at-least", "distinct", "total")))
    if counting == "at-least":
        found["at-least"] = draw(st.integers(1, 3))
    elif counting == "distinct":
        found |= {"at-least": 2, "distinct": draw(st.sampled_from(("actor", "amount")))}
    elif counting == "total":
        found |= {"total": "amount", "at-least": draw(st.sampled_from((2, 3, AMOUNTS[-1])))}
    return found
