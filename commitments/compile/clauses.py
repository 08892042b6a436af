"""A commitment, under one reading, as a clause. Source: semantics.md, sections 5 and 10."""

from __future__ import annotations

from collections.abc import Mapping

from commitments.compile.conditions import Place, maybe, optional, outer_limit, pattern, term, without_limit
from commitments.compile.errors import EndlessPeriodsError
from commitments.compile.names import full
from commitments.records.commitment import Commitment
from commitments.records.powers import Act
from commitments.text.times import parse_duration
from rules.calendar import Duration, shift
from rules.instants import Instant
from rules.program import NO_POWERS, Clause, Limit, Powers


def clause(name: str, written: Commitment, place: Place) -> Clause:
    """Return the clause of a commitment whose readings have been merged."""
    every = optional(parse_duration, written.every)
    until = optional(place.limit, written.until)
    ends = until if every is None else None
    if every is not None and every.is_zero:
        raise EndlessPeriodsError(f"{place.agreement}/{name}")
    must_limit = Limit(optional(place.limit, written.by), optional(parse_duration, written.within))
    must_not_limit = Limit(ends if written.must_not is not None else None, optional(parse_duration, written.for_))
    return Clause(
        agreement=place.agreement,
        name=name,
        debtors=tuple(map(term, written.debtor)),
        creditors=tuple(map(term, written.creditor)),
        strength=written.strength or "binding",
        start=optional(place.moment, written.from_),
        antecedent=maybe(without_limit(written.if_), place),
        antecedent_limit=outer_limit(written.if_, place),
        guard=maybe(written.unless, place),
        during=maybe(written.while_, place),
        must=maybe(without_limit(written.must), place),
        must_limit=tighter(must_limit, outer_limit(written.must, place)),
        must_not=maybe(without_limit(written.must_not), place),
        must_not_limit=tighter(must_not_limit, outer_limit(written.must_not, place)),
        until=ends,
        grace=optional(parse_duration, written.grace),
        early=bool(written.early),
        continuing=bool(written.continuing),
        survives=bool(written.survives),
        remedies=tuple(_remedied(name, place) for name in written.remedies or ()),
        powers=powers(written.powers),
        each=tuple((written.each or {}).items()),
        for_each=None if written.for_each is None else pattern(written.for_each, place.zone),
        key=written.key,
        every=every,
        every_until=None if every is None else until,
    )


def powers(written: Mapping[Act, tuple[str, ...]] | None) -> Powers:
    """Return who may do which act."""
    return {str(act): who for act, who in written.items()} if written else NO_POWERS


def _remedied(reference: str, place: Place) -> tuple[str, str | None]:
    named = full(reference, place.agreement)
    return named.commitment, named.instance


def tighter(first: Limit, second: Limit) -> Limit:
    """Return two limits as one: of two dates the earlier, of two spans the shorter."""
    return Limit(_earlier(first.by, second.by), _shorter(first.within, second.within))


def _earlier(first: Instant | None, second: Instant | None) -> Instant | None:
    return second if first is None or (second is not None and second < first) else first


def _shorter(first: Duration | None, second: Duration | None) -> Duration | None:
    """Return the shorter of two spans. A month is 31 days here, as in January; 24 hours are no longer than a day."""
    if first is None or second is None:
        return first or second
    return min(first, second, key=lambda span: (shift(0, span, "UTC"), span.counts_days))
