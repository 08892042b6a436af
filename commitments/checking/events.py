"""Which events a condition cannot be met without, and which are enough to meet it, in each instance."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product

from commitments.checking.subsuming import Bound, Seen, subsumes
from commitments.checking.wordings import Wording
from commitments.records.conditions import AllOf, AnyOf, Condition, Occurs, Sequence, SomeOf
from commitments.records.values import Scalar
from rules.vocabulary import Closures

#: How many instances of one commitment (one for each value of its `each`) are looked at.
MOST_INSTANCES = 32


def needed(condition: Condition | None) -> Iterator[Occurs]:
    """Yield the events without which a condition cannot be met."""
    if isinstance(condition, Occurs):
        yield condition
    elif isinstance(condition, AllOf | Sequence):
        for part in condition.all if isinstance(condition, AllOf) else condition.then:
            yield from needed(part)
    elif isinstance(condition, AnyOf | SomeOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.of
        if len(inner) == 1 or (isinstance(condition, SomeOf) and condition.at_least == len(inner)):
            for part in inner:
                yield from needed(part)


def enough(condition: Condition | None) -> Iterator[Occurs]:
    """Yield the events each of which meets a condition whenever it happens; a window leaves room for others."""
    if condition is None or not condition.from_ is condition.by is condition.within is condition.after is None:
        return
    if isinstance(condition, Occurs):
        yield condition
    elif isinstance(condition, AnyOf):
        for part in condition.any:
            yield from enough(part)


def outnumbers(given: Occurs, wanted: Occurs) -> bool:
    """Whether as many events as meet one condition are enough for the other, when each of them matches it."""
    one = Decimal(1)
    if wanted.total is not None or wanted.distinct is not None:
        alike = (given.total, given.distinct) == (wanted.total, wanted.distinct)
        return alike and (given.at_least or one) >= (wanted.at_least or one)
    counted = one if given.total is not None else given.at_least or one
    return counted >= (wanted.at_least or one)


def instances(wording: Wording) -> Iterator[Bound]:
    """Yield what the variables stand for in each instance of a commitment, as far as its text alone tells."""
    terms = wording.terms
    names = tuple(terms.each or ())
    for choice in islice(product(*(terms.each or {}).values()), MOST_INSTANCES):
        bound: dict[str, tuple[Scalar, ...]] = {name: (value,) for name, value in zip(names, choice, strict=True)}
        for role, parties in (("debtor", terms.debtor), ("creditor", terms.creditor)):
            known = _known(parties, bound)
            if known is not None:
                bound[role] = known
        yield bound


def _known(parties: tuple[str, ...], bound: Bound) -> tuple[Scalar, ...] | None:
    """Return parties with variables replaced by what they stand for; None when one of them is not known."""
    found: list[Scalar] = []
    for party in parties:
        values = bound.get(party[1:]) if party.startswith("$") else (party,)
        if values is None:
            return None
        found += values
    return tuple(found)


def covered(wanted: Condition | None, stops: Condition | None, wording: Wording, terms: Closures) -> bool:
    """Whether one of the events that a condition needs meets another one of the same commitment at once."""
    alternatives = list(enough(stops))
    if not alternatives:
        return False
    for bound in instances(wording):
        for event in needed(wanted):
            for other in alternatives:
                wide, narrow = (Seen(one, bound, wording.full_name) for one in (other, event))
                if outnumbers(event, other) and subsumes(wide, narrow, terms):
                    return True
    return False
