"""Conditions and patterns as the rules take them. Source: semantics.md, sections 2 and 4."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, assert_never

from commitments.compile.names import full
from commitments.records import conditions as written
from commitments.records import patterns
from commitments.text.times import parse_duration, parse_limit, parse_moment
from rules import conditions as rules
from rules.facts import Scalar
from rules.instants import Instant, Moment
from rules.patterns import Compare, OneOf, Pattern, Term, Test, Var
from rules.program import NO_LIMIT, Limit
from rules.values import UTC_ZONE, dated

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: in which agreement, whose zone is that of its bare dates."""

    agreement: str
    zone: str

    def moment(self, text: str) -> Moment:
        """Return a start."""
        return parse_moment(text, self.zone)

    def limit(self, text: str) -> Instant:
        """Return a limit."""
        return parse_limit(text, self.zone)


def optional(read: Callable[[str], T], text: str | None) -> T | None:
    """Return what a text says, when there is one."""
    return None if text is None else read(text)


def term(value: Scalar) -> Term:
    """Return a value, or the variable that it stands for."""
    return Var(value[1:]) if isinstance(value, str) and value.startswith("$") else value


def test(wanted: patterns.Test, zone: str) -> Test:
    """Return a test on one field; dates without offset are in ``zone``."""
    if isinstance(wanted, Mapping):
        return Compare(tuple((operator, _in_zone(term(value), zone)) for operator, value in wanted.items()))
    terms = tuple(map(term, wanted))
    if len(terms) == 1 and _in_zone(terms[0], zone) is not terms[0]:
        return Compare((("=", _in_zone(terms[0], zone)),))  # the index has no zones
    return OneOf(terms)


def _in_zone(value: Term, zone: str) -> Term:
    return dated(value, zone) if isinstance(value, str) else value


def pattern(wanted: patterns.Pattern, zone: str) -> Pattern:
    """Return what an event must look like; dates without offset are in ``zone``."""
    fields = tuple((field, test(value, UTC_ZONE)) for field, value in wanted.tests())
    return Pattern(wanted.event, fields, tuple((field, test(value, zone)) for field, value in wanted.where.items()))


def window(form: written.Windowed, place: Place) -> rules.Window:
    """Return the window of a condition."""
    if form.from_ is form.by is form.within is form.after is None:
        return rules.OPEN
    return rules.Window(
        optional(place.moment, form.from_),
        optional(place.limit, form.by),
        optional(parse_duration, form.within),
        optional(parse_duration, form.after),
    )


def outer_limit(form: written.Windowed | None, place: Place) -> Limit:
    """Return the limit on the outermost form of a condition."""
    if form is None or form.by is form.within is None:
        return NO_LIMIT
    return Limit(optional(place.limit, form.by), optional(parse_duration, form.within))


def without_limit(form: Any) -> Any:  # noqa: ANN401 - the same form as is given
    """Return a condition whose outermost form has no limit."""
    if form is None or form.by is form.within is None:
        return form
    return form.model_copy(update={"by": None, "within": None})


def condition(form: written.Condition, place: Place) -> rules.Condition:  # noqa: C901, PLR0911 - one line for each form
    """Return a condition."""
    around = window(form, place)
    match form:
        case written.Occurs():
            least = Decimal(1) if form.at_least is None else form.at_least
            return rules.Occurs(pattern(form, place.zone), least, form.distinct, form.total, around)
        case written.AllOf():
            return rules.All(_parts(form.all, place), around)
        case written.AnyOf():
            return rules.AtLeast(1, _parts(form.any, place), around)
        case written.SomeOf():
            return rules.AtLeast(form.at_least, _parts(form.of, place), around)
        case written.Sequence():
            return rules.Then(_parts(form.then, place), around)
        case written.Not():
            return rules.Not(condition(form.not_, place), around)
        case written.StateHolds():
            return rules.StateHolds(form.state, optional(parse_duration, form.for_), around)
        case written.CommitmentIs():
            named = full(form.commitment, place.agreement)
            return rules.CommitmentIs(named.commitment, named.instance, frozenset(form.is_), around)
        case written.AgreementIs():
            return rules.AgreementIs(form.agreement, frozenset(form.is_), around)
        case written.TimeArrives():
            return rules.TimeArrives(place.moment(form.time), around)
        case written.Delay():
            return rules.Delay(parse_duration(form.delay), around)
        case _:
            assert_never(form)


def maybe(form: written.Condition | None, place: Place) -> rules.Condition | None:
    """Return a condition, when there is one."""
    return None if form is None else condition(form, place)


def _parts(forms: tuple[written.Condition, ...], place: Place) -> tuple[rules.Condition, ...]:
    return tuple(condition(form, place) for form in forms)
