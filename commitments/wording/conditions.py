"""Conditions in words, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from commitments.wording.spans import span_words
from commitments.wording.times import when
from rules.conditions import (
    AgreementIs,
    All,
    AtLeast,
    CommitmentIs,
    Condition,
    Delay,
    Not,
    Occurs,
    StateHolds,
    Then,
    TimeArrives,
    Window,
)
from rules.facts import Scalar
from rules.patterns import Compare, OneOf, Pattern, Term, Var
from rules.residue import Later, Negation, Parts, Residue, Steps, Tally, Verdict
from rules.values import undated

#: What stands before the value of a field.
BEFORE = {"actor": "by", "target": "of", "object": "on", "place": "at", "source": "reported by"}
COMPARED = {"=": "", "!=": "not ", "<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}


@dataclass(frozen=True, slots=True)
class Wording:
    """Where words are said: the zone of times, who ``$debtor`` and ``$creditor`` are, and the own agreement."""

    zone: str = "UTC"
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agreement: str = ""

    def condition(self, form: Condition) -> str:
        """Return a condition in words."""
        return _core(form, self) + self.window(form.window)

    def window(self, window: Window) -> str:
        """Return in words when a condition counts."""
        parts = [f"from {when(window.start.at, self.zone)}"] if window.start is not None else []
        parts += [f"later than {span_words(window.after)}"] if window.after is not None else []
        parts += [f"within {span_words(window.within)}"] if window.within is not None else []
        parts += [f"by {when(window.by, self.zone)}"] if window.by is not None else []
        return f" ({', '.join(parts)})" if parts else ""

    def pattern(self, pattern: Pattern) -> str:
        """Return what an event must look like, in words."""
        words = [pattern.type]
        words += [f"{BEFORE[field]} {self._test(test)}" for field, test in pattern.fields]
        where = [f"{field} {self._test(test)}" for field, test in pattern.where]
        return " ".join([*words, *([f"with {' and '.join(where)}"] if where else [])])

    def name(self, commitment: str, instance: str | None = None) -> str:
        """Return the name of a commitment, short inside its own agreement."""
        short = commitment.removeprefix(f"{self.agreement}/")
        return short if instance is None else f"{short}[{instance}]"

    def _test(self, test: OneOf | Compare) -> str:
        if isinstance(test, OneOf):
            return " or ".join(self._term(term) for term in test.terms)
        return " and ".join(f"{COMPARED[operator]}{self._term(term)}" for operator, term in test.tests)

    def _term(self, term: Term) -> str:
        if isinstance(term, Var):
            names = self.bound.get(term.name)
            return " or ".join(names) if names else f"the same {term.name}"
        return value_words(term)


def value_words(value: Scalar) -> str:
    """Return a value as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else undated(value)[0]


def either(words: Iterator[str] | list[str], joint: str = "or") -> str:
    """Return several wordings as one: a, b or c."""
    listed = list(words)
    return "".join(listed) if len(listed) < 2 else f"{', '.join(listed[:-1])} {joint} {listed[-1]}"  # noqa: PLR2004


def _core(form: Condition, say: Wording) -> str:  # noqa: C901, PLR0911 - one line for each form
    match form:
        case Occurs():
            return _occurs(form, say)
        case All(parts=parts):
            return either([_inner(part, say) for part in parts], "and")
        case AtLeast(count=1, parts=parts):
            return either([_inner(part, say) for part in parts])
        case AtLeast(count=count, parts=parts):
            return f"at least {count} of these: {'; '.join(say.condition(part) for part in parts)}"
        case Then(parts=parts):
            return ", then ".join(_inner(part, say) for part in parts)
        case Not(part=part):
            return f"no {_inner(part, say)}"
        case StateHolds(state=state, span=span):
            return f"{state} holds" + (f" for {span_words(span)}" if span is not None else "")
        case CommitmentIs(commitment=commitment, instance=instance, statuses=statuses):
            return f"{say.name(commitment, instance)} is {either(sorted(statuses))}"
        case AgreementIs(agreement=agreement, statuses=statuses):
            return f"the agreement {agreement} is {either(sorted(statuses))}"
        case TimeArrives(moment=moment):
            return f"{when(moment.at, say.zone)} has come"
        case Delay(span=span):
            return f"{span_words(span)} later"


def _inner(form: Condition, say: Wording) -> str:
    """Return a part of a condition in words, in brackets where it is made of parts itself."""
    words = say.condition(form)
    return f"({words})" if isinstance(form, All | AtLeast | Then) and len(form.parts) > 1 else words


def _occurs(form: Occurs, say: Wording) -> str:
    words = say.pattern(form.pattern)
    if form.total is not None:
        return f"{words} with {form.total} adding up to {form.at_least:f}"
    if form.distinct is not None:
        return f"{words} with {form.at_least:f} different values of {form.distinct}"
    return words if form.at_least == 1 else f"{words}, {form.at_least:f} times"


def remaining(form: Condition, residue: Residue, say: Wording) -> str:
    """Return in words what is still needed for a condition to be met; nothing once it is decided."""
    if isinstance(residue, Verdict):
        return ""
    if isinstance(residue, Later):
        return f"{say.condition(form)}: certain, at {when(residue.verdict.at, say.zone)}"
    if isinstance(form, All | AtLeast) and isinstance(residue, Parts):
        return _parts_left(form, residue, say)
    if isinstance(form, Then) and isinstance(residue, Steps):
        first = remaining(form.parts[residue.place], residue.current, say)
        return ", then ".join([first, *(_inner(part, say) for part in form.parts[residue.place + 1 :])])
    if isinstance(form, Not) and isinstance(residue, Negation):
        limit = "" if residue.limit is None else f" until {when(residue.limit, say.zone)}"
        return f"{_core(form, say)}{limit}"
    return _left_of_count(form, residue, say)


def _parts_left(form: All | AtLeast, residue: Parts, say: Wording) -> str:
    pairs = list(zip(form.parts, residue.parts, strict=True))
    found = [(part, left) for part, left in pairs if not isinstance(left, Verdict)]
    words = [remaining(part, left, say) for part, left in found]
    if len(words) > 1:
        words = [f"({told})" if _several(part, left) else told for told, (part, left) in zip(words, found, strict=True)]
    if isinstance(form, All):
        return either(words, "and")
    need = form.count - sum(isinstance(left, Verdict) and left.met for left in residue.parts)
    return either(words) if need == 1 else f"{need} of these: {'; '.join(words)}"


def _several(form: Condition, residue: Residue) -> bool:
    """Whether what is left of a condition is made of several parts itself."""
    if isinstance(form, Then) and isinstance(residue, Steps):
        return residue.place + 1 < len(form.parts)
    left = residue.parts if isinstance(residue, Parts) else ()
    return sum(not isinstance(part, Verdict) for part in left) > 1


def _left_of_count(form: Condition, residue: Residue, say: Wording) -> str:
    words = say.condition(form)
    if not isinstance(form, Occurs) or not isinstance(residue, Tally) or form.at_least == 1:
        return words
    return f"{words} (so far {residue.number:f} of {form.at_least:f})"
