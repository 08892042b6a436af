"""Whole documents: a vocabulary, an agreement and its events, as plain data. ``core`` has the spine of the language."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.forms import Scope, conditions, patterns
from tests.property.happenings import event_lists
from tests.property.promises import powers, promises
from tests.property.universe import (
    AGREEMENT,
    DERIVED,
    PART_OF,
    PARTIES,
    SOURCES,
    VOCABULARY,
    ZONES,
    Document,
    chance,
    moments,
    spans,
)  # fmt: skip

NAMES = ("c1", "c2", "c3", "c4")
STATES = ("calm", "war")


@st.composite
def core(draw: DrawFn) -> list[Document]:
    """Draw documents in the forms of the spine: no acts, no states, no counts-as, no terms."""
    return draw(documents(full=False))


@st.composite
def full(draw: DrawFn) -> list[Document]:
    """Draw documents in the whole language."""
    return draw(documents(full=True))


@st.composite
def documents(draw: DrawFn, *, full: bool) -> list[Document]:
    """Draw a vocabulary, an agreement, and events."""
    names = NAMES[: draw(st.integers(1, 3 if full else 4))]
    agreement = draw(agreements(names, full=full))
    mentioned = [f"{AGREEMENT}/{name}" for name in names]
    if full:
        mentioned += [f"{AGREEMENT}/{name}[ana]" for name in names if _by_value(agreement["commitments"][name])]
    return [VOCABULARY, agreement, {"events": draw(event_lists(mentioned, full=full))}]


def _by_value(commitment: Document) -> bool:
    return "each" in commitment and "every" not in commitment


@st.composite
def agreements(draw: DrawFn, names: tuple[str, ...], *, full: bool) -> Document:
    """Draw an agreement with these commitments."""
    made = "2022-03-25" if chance(draw, 70) else draw(moments())
    found: Document = {"agreement": AGREEMENT, "made": made}
    if chance(draw, 30):
        found["timezone"] = draw(st.sampled_from(ZONES))
    found["parties"] = {name: {"part-of": PART_OF[name]} if name in PART_OF else {} for name in PARTIES}
    found["sources"] = {name: {} for name in SOURCES}
    found["accounts"] = {"reds": ["red"], "blues": {"trusts": ["blue"], "reading": {"meaning": "wide"}}}
    found["readings"] = {"meaning": ["narrow", "wide"]}
    scope = Scope(full, commitments=names)
    if full:
        scope = _world(draw, scope, found)
        _term(draw, scope, found)
    elif chance(draw, 15):
        found["until"] = draw(moments())
    found["commitments"] = {name: draw(promises(scope)) for name in names}
    return found


def _world(draw: DrawFn, scope: Scope, found: Document) -> Scope:
    if chance(draw, 40):
        found["counts-as"] = {
            name: [draw(counts_as(scope)) for _ in range(draw(st.integers(1, 2)))] for name in DERIVED
        }
        scope = replace(scope, derived=True)
    if chance(draw, 50):
        found["states"] = {name: draw(states(scope)) for name in STATES}
        scope = replace(scope, states=STATES)
    return scope


@st.composite
def counts_as(draw: DrawFn, scope: Scope) -> Document:
    """Draw what counts as an institutional fact: one pattern, or several joined on variables."""
    if chance(draw, 50):
        found = draw(patterns(scope))
    else:
        parts = [draw(patterns(replace(scope, variables=("a",)))) for _ in range(2)]
        parts[0]["actor"] = "$a"
        found = {"all": parts}
        if chance(draw, 40):
            found["within"] = draw(spans)
        if chance(draw, 40):
            found["gives"] = {"actor": "$a"}
    if chance(draw, 15):
        found["reading"] = {"meaning": draw(st.sampled_from(("narrow", "wide")))}
    return found


@st.composite
def states(draw: DrawFn, scope: Scope) -> Document:
    """Draw a state."""
    simple = replace(scope, commitments=(), states=())
    found: Document = {"starts": draw(patterns(simple) if chance(draw, 70) else conditions(simple, 1))}
    if chance(draw, 80):
        found["ends"] = draw(patterns(simple) if chance(draw, 70) else conditions(simple, 1))
    if chance(draw, 30):
        found["initially"] = True
    return found


def _term(draw: DrawFn, scope: Scope, found: Document) -> None:
    if chance(draw, 20):
        found["in-force"] = draw(conditions(scope, 1))
    if chance(draw, 20):
        found["term"] = draw(spans)
        if chance(draw, 50):
            found["renews"] = draw(renewals(scope))
    elif chance(draw, 10):
        found["until"] = draw(moments())
    if chance(draw, 8):
        found["unless"] = draw(conditions(scope, 1))
    if chance(draw, 10):
        found["powers"] = draw(powers())


@st.composite
def renewals(draw: DrawFn, scope: Scope) -> object:
    """Draw how an agreement renews."""
    form = draw(st.integers(0, 3))
    if form == 0:
        return True
    if form == 1:
        return draw(st.integers(1, 2))
    found: Document = {"times": draw(st.integers(1, 3)), "unless": draw(conditions(scope, 1))}
    return found | ({"notice": draw(spans)} if chance(draw, 50) else {})


either = st.one_of(core(), full())
