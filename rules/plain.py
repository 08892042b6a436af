"""A plain commitment as JSON, and back, the short way: what most of them say, and how most of them stand.

Most are between parties that are named, and each of their conditions is one event with fixed values; and most of what
may happen to a commitment has not happened to them. Then what is written is an array of known parts, which msgspec
writes and reads in C. Whatever is not so goes the long way (``rules.codec``).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import msgspec
from msgspec import Struct

from rules.calendar import Duration
from rules.codec import UnreadableError
from rules.conditions import Condition, Occurs, met_by, one_event
from rules.deadlines import Deadlines
from rules.instants import Instant, Moment
from rules.program import NO_LIMIT, NOTHING_FURTHER, Clause, Limit, plain_clause
from rules.promise import Promise, dates_of
from rules.residue import NOTHING, Bounds, Residue, Tally, Verdict

#: How what is written here begins.
BEGIN = '["plain",'

Span = tuple[int, int, int, int, str | None]

#: A value of a pattern: a text, or a number as it is written.
Written = str | tuple[str]


class Event(Struct, frozen=True, array_like=True, gc=False):
    """A condition that one event meets: its type, which fields and which of its data are fixed, and the values."""

    type: str
    fields: tuple[str, ...]
    where: tuple[str, ...]
    values: tuple[Written, ...]


class Said(Struct, frozen=True, array_like=True, gc=False, tag="plain"):
    """What a commitment says."""

    name: str
    agreement: str
    commitment: str
    debtors: tuple[str, ...]
    creditors: tuple[str, ...]
    strength: str
    start: Moment | None
    by: Instant | None
    within: Span | None
    antecedent: Event | None
    guard: Event | None
    must: Event | None


class Open(Struct, frozen=True, array_like=True, gc=False, tag="open"):
    """A condition that is not met yet: from when until when events count, its anchor, and what has counted."""

    start: Moment
    limit: Instant | None
    anchor: Instant
    number: str
    ids: tuple[str, ...]


Left = Open | Verdict | None


class Stand(Struct, frozen=True, array_like=True, gc=False, tag="plain"):
    """How a commitment stands. ``deadlines``: None where they are the dates of its text."""

    status: str
    spells: tuple[tuple[str, Moment], ...]
    start: Moment | None
    set_out: bool
    detached: Moment | None
    antecedent: Left
    guard: Left
    must: Left
    deadlines: Deadlines | None
    used: tuple[str, ...]
    closed: str
    origin: str
    late_by: Instant | None
    watching: tuple[str, ...]
    wake: Instant | None


#: All that makes this form.
FORM = (Event, Said, Open, Stand)

_write = msgspec.json.Encoder().encode
_read_said = msgspec.json.Decoder(Said).decode
_read_stand = msgspec.json.Decoder(Stand).decode


def is_written(text: str) -> bool:
    """Whether a text was written here."""
    return text.startswith(BEGIN)


# --- what it says ----------------------------------------------------------------------------------------------------


def said(promise: Promise) -> str | None:
    """Return what a commitment says, which never changes; None where that is more than this form can hold."""
    clause = promise.clause
    forms, parties = (clause.antecedent, clause.guard, clause.must), (*clause.debtors, *clause.creditors)
    if not (clause.plain and clause.further is NOTHING_FURTHER and all(map(_is_one_event, forms))):
        return None
    if not all(isinstance(party, str) for party in parties):
        return None
    limit = clause.must_limit
    written = Said(
        promise.name,
        clause.agreement,
        clause.name,
        clause.debtors,  # type: ignore[arg-type]  # all are texts
        clause.creditors,  # type: ignore[arg-type]
        clause.strength,
        clause.start,
        limit.by,
        None if limit.within is None else _span(limit.within),
        _event(clause.antecedent),
        _event(clause.guard),
        _event(clause.must),
    )
    return _write(written).decode()


def read_said(text: str) -> tuple[str, Clause, str]:
    """Return the name of a commitment, its clause and its agreement. Raises UnreadableError."""
    try:
        told = _read_said(text)
        conditions = _condition(told.antecedent), _condition(told.guard), _condition(told.must)
    except (msgspec.DecodeError, ArithmeticError) as error:
        raise UnreadableError(f"not what a commitment says: {text[:80]}") from error
    clause = plain_clause(
        told.agreement,
        told.commitment,
        (told.debtors, told.creditors),
        told.strength,
        told.start,
        conditions,
        _limit(told.by, told.within),
    )
    return told.name, clause, told.agreement


def _is_one_event(form: Condition | None) -> bool:
    """Whether a condition is none, or an event under the only key that it has, and that counts as 1."""
    return form is None or (isinstance(form, Occurs) and form.mould.keyed and str(form.at_least) == "1")


def _span(span: Duration) -> Span:
    return span.months, span.days, span.micros, span.business_days, span.calendar


@lru_cache(maxsize=256)
def _limit(by: Instant | None, within: Span | None) -> Limit:
    """Return a limit: the same object for all that have it."""
    return NO_LIMIT if by is None and within is None else Limit(by, None if within is None else Duration(*within))


def _event(form: Condition | None) -> Event | None:
    if not isinstance(form, Occurs):
        return None
    mould = form.mould
    fields, where = (tuple([blank.name for blank in blanks]) for blanks in (mould.fields, mould.where))
    return Event(mould.type, fields, where, tuple(map(_written, form.terms)))


def _written(term: object) -> Written:
    return (str(term),) if isinstance(term, Decimal) else str(term)


def _condition(event: Event | None) -> Occurs | None:
    if event is None:
        return None
    values = tuple([value if type(value) is str else Decimal(value[0]) for value in event.values])
    return met_by(_counted(event.type, event.fields, event.where), values)


_counted = lru_cache(maxsize=1024)(one_event)


# --- how it stands ---------------------------------------------------------------------------------------------------


def stand(promise: Promise) -> str | None:
    """Return how a commitment stands; None where more has happened to it than this form can hold."""
    conditions, used, deadlines = (promise.antecedent, promise.guard, promise.must), promise.used, promise.deadlines
    if _is_special(promise) or not (type(used) is tuple or used == NOTHING) or not all(map(_is_told, conditions)):
        return None
    written = Stand(
        promise.status,
        promise.spells,
        promise.start,
        promise.set_out,
        promise.detached,
        _left(promise.antecedent),
        _left(promise.guard),
        _left(promise.must),
        None if deadlines == dates_of(promise.clause) else deadlines,
        tuple(used),
        promise.closed,
        promise.origin,
        promise.late_by,
        promise.watching,
        promise.wake,
    )
    return _write(written).decode()


def take_up(promise: Promise, text: str) -> None:
    """Let a commitment that is as at first stand as was written. Raises UnreadableError."""
    try:
        told = _read_stand(text)
        promise.antecedent, promise.guard, promise.must = map(_residue, (told.antecedent, told.guard, told.must))
    except (msgspec.DecodeError, ArithmeticError) as error:
        raise UnreadableError(f"not how a commitment stands: {text[:80]}") from error
    promise.status, promise.spells = told.status, told.spells
    promise.start, promise.set_out, promise.detached = told.start, told.set_out, told.detached
    promise.deadlines = told.deadlines or promise.deadlines
    promise.used = told.used or NOTHING
    promise.closed, promise.origin, promise.late_by = told.closed, told.origin, told.late_by
    promise.watching, promise.wake = told.watching, told.wake


def _is_special(promise: Promise) -> bool:
    """Whether anything of what happens to few is not as it is until it happens."""
    return any(value != getattr(Promise, name) for name, value in promise.__dict__.items())


def _is_told(residue: Residue | None) -> bool:
    """Whether this form can hold what is left of a condition."""
    if isinstance(residue, Tally):
        return not (residue.values or residue.waiting)
    return residue is None or isinstance(residue, Verdict)


def _left(residue: Residue | None) -> Left:
    if not isinstance(residue, Tally):
        return residue  # type: ignore[return-value]  # one that `_is_told`
    return Open(residue.bounds.start, residue.bounds.limit, residue.anchor, str(residue.number), residue.ids)


def _residue(left: Left) -> Verdict | Tally | None:
    return _tally(left.start, left.limit, left.anchor, left.number, left.ids) if isinstance(left, Open) else left


@lru_cache(maxsize=256)
def _tally(start: Moment, limit: Instant | None, anchor: Instant, number: str, ids: tuple[str, ...]) -> Tally:
    """Return what is left of a condition: the same object for all that wait for one since the same instant."""
    return Tally(Bounds(start, limit), anchor, Decimal(number), NOTHING, ids, ())
