"""Commitments with all their keys."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.forms import Scope, conditions, occurrences, patterns
from tests.property.universe import PARTIES, SOURCES, Document, chance, moments, some_of, spans

STRENGTHS = ("binding", "best-efforts", "in-principle", "goal", "right")
ACTS = ("release", "cancel", "suspend", "resume", "extend", "waive", "recommit", "delegate", "assign")


@st.composite
def promises(draw: DrawFn, scope: Scope) -> Document:
    """Draw a commitment."""
    found: Document = {}
    scope = _instances(draw, scope, found) if chance(draw, 30 if scope.full else 15) else scope
    who = tuple(f"${name}" for name in scope.variables if name == "who")
    found["debtor"] = some_of(draw, (*who, *PARTIES))
    found["creditor"] = some_of(draw, PARTIES[::-1])
    inside = replace(scope, variables=(*scope.variables, "debtor", "creditor"))
    if chance(draw, 40):
        found["if"] = draw(conditions(inside))
    if chance(draw, 30):
        found["unless"] = draw(conditions(inside))
    if scope.states and chance(draw, 35):
        found["while"] = _states(draw, scope)
    _duties(draw, inside, found)
    _rest(draw, scope, found)
    return found


def _instances(draw: DrawFn, scope: Scope, found: Document) -> Scope:
    variables = scope.variables
    kind = draw(st.sampled_from(("each", "for-each", "every", "each+every"))) if scope.full else "each"
    if "each" in kind.split("+"):
        found["each"] = {"who": ["ana", "bo"]}
        variables = (*variables, "who")
    if kind == "for-each":
        found["for-each"] = draw(patterns(replace(scope, variables=())))
        if chance(draw, 50):
            found["key"] = draw(st.sampled_from(("actor", "amount")))
        variables = (*variables, "each.actor")
    if "every" in kind:
        found |= {"every": draw(st.sampled_from(("2d", "1d", "36h", "1 week"))), "from": draw(moments())}
        found["until"] = draw(moments())
    return replace(scope, variables=variables, period="every" in kind)


def _states(draw: DrawFn, scope: Scope) -> Document:
    parts = [{"state": name} for name in draw(st.lists(st.sampled_from(scope.states), min_size=1, max_size=2))]
    return parts[0] if len(parts) == 1 else {draw(st.sampled_from(("all", "any"))): parts}


def _duties(draw: DrawFn, scope: Scope, found: Document) -> None:
    kinds = draw(st.sampled_from(("must", "must", "must", "must-not", "both")))
    if kinds != "must-not":
        simple = chance(draw, 50)
        found["must"] = draw(occurrences(scope) if simple else conditions(scope))
        limit = draw(st.sampled_from(("by", "within", "", "both")))
        if limit in {"by", "both"}:
            found["by"] = draw(moments())
        if limit in {"within", "both"}:
            found["within"] = draw(spans)
        if chance(draw, 25):
            found["grace"] = draw(spans.filter(lambda span: "T" not in span))
        if chance(draw, 15):
            found["early"] = True
    if kinds != "must":
        continuing = chance(draw, 20)  # only with events, until more than these can be counted
        simple = continuing or chance(draw, 60)
        found["must-not"] = draw(occurrences(scope) if simple else conditions(scope))
        if chance(draw, 40):
            found["for"] = draw(spans)
        if continuing:
            found["continuing"] = True


def _rest(draw: DrawFn, scope: Scope, found: Document) -> None:
    if chance(draw, 25) and "until" not in found and "if" in found:
        found["until"] = draw(moments())
    if chance(draw, 15) and "from" not in found:
        found["from"] = draw(moments())
    if chance(draw, 25):
        found["strength"] = draw(st.sampled_from(STRENGTHS))
    if chance(draw, 15):
        found["source"] = some_of(draw, SOURCES)
    if chance(draw, 15) and scope.commitments:
        found["remedies"] = draw(st.sampled_from(scope.commitments))
    if chance(draw, 15):
        found["survives"] = True
    if scope.full and chance(draw, 10):
        found["powers"] = draw(powers())
    if scope.full and chance(draw, 10):
        found["readings"] = {"meaning": {"wide": {"must": draw(occurrences(scope))}}}


@st.composite
def powers(draw: DrawFn) -> Document:
    """Draw who may do which act."""
    who = st.sampled_from(([], ["any"], ["ana"], ["bo", "cy"]))
    return draw(st.dictionaries(st.sampled_from(ACTS), who, min_size=1, max_size=2))
