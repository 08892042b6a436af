"""When a commitment can begin, be owed and be met at all, as far as its text tells. Source: semantics.md, section 4."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from commitments.checking.wordings import Text, Wording
from commitments.text.times import parse_duration, parse_limit, parse_moment
from rules.calendar import Duration, shift, span_end
from rules.instants import LAST, Instant, Moment

#: Texts repeat their dates and spans: each is read once.
moment_of = lru_cache(maxsize=4096)(parse_moment)
limit_of = lru_cache(maxsize=4096)(parse_limit)
duration_of = lru_cache(maxsize=4096)(parse_duration)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of an interval: nothing in it is before ``first`` or after ``last``.

    ``anchor``: from where its spans run, when that is known for certain; else it is no earlier than ``first``.
    ``spans``: it lasts no longer than these, from that anchor or one before.
    """

    zone: str
    first: Instant
    last: Instant = LAST
    anchor: Moment | None = None
    spans: tuple[Duration, ...] = ()

    def after(self, span: Duration) -> Instant:
        """Return the earliest instant that can be a span after the anchor."""
        return shift(self.first if self.anchor is None else self.anchor.at, span, self.zone)

    def end(self, span: Duration) -> Instant:
        """Return the latest instant that can be within a span of the anchor."""
        return LAST if self.anchor is None else span_end(self.anchor, span, self.zone)

    def ending(self, last: Instant) -> Frame:
        """Return the part up to an instant."""
        return self if last >= self.last else replace(self, last=last)

    def lasting(self, span: Duration) -> Frame:
        """Return the part within a span of the anchor."""
        return replace(self, last=min(self.last, self.end(span)), spans=(*self.spans, span))


def made_of(text: Text) -> Moment:
    """Return when an agreement was made."""
    return moment_of(text.record.made, text.zone)


def start_of(wording: Wording) -> Frame:
    """Return the frame of `if`, `unless` and `while`: from the commitment's start on.

    With `for-each` and `every` each instance has a start of its own, no earlier than the first there can be.
    """
    terms, text = wording.terms, wording.text
    start = made_of(text) if terms.from_ is None else moment_of(terms.from_, text.zone)
    many = terms.for_each is not None or terms.every is not None
    known = not many and (terms.from_ is not None or text.record.in_force is None)
    return Frame(text.zone, start.at, LAST, start if known else None)


def begin_of(wording: Wording) -> Instant:
    """Return the earliest instant at which a commitment leaves `proposed`: it has started and is in force."""
    return max(start_of(wording).first, made_of(wording.text).at)


def owed_of(wording: Wording, antecedent: Instant) -> Frame:
    """Return the frame of `must` and `must-not`, given the earliest instant at which `if` can be met."""
    start = start_of(wording)
    if wording.terms.if_ is None:
        return start
    return Frame(start.zone, max(start.first, antecedent))
