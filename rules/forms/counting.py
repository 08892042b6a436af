"""`event`: so many matching events, so many different values, or a sum. Source: semantics.md, sections 4 and 10."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from rules.conditions import Occurs
from rules.facts import NAME_FIELDS, Event
from rules.instants import Instant, Moment
from rules.patterns import event_values
from rules.progression import register
from rules.residue import EVENTS, NOTHING, Bounds, Fact, Past, Residue, Tally, Used, Verdict, close, earlier
from rules.values import EXACT, index_key

ZERO = Decimal(0)


def nothing_yet(bounds: Bounds, anchor: Instant) -> Tally:
    """Return the tally of a pattern of which nothing has counted."""
    return Tally(bounds, anchor, ZERO, NOTHING, (), ())


#: The same tally for all that begin together, as the commitments of an agreement do.
nothing_yet_together = lru_cache(maxsize=1024)(nothing_yet)


def begin_tally(form: Occurs, anchor: Moment, bounds: Bounds, past: Past, used: Used) -> Residue:
    """Count what has happened since the window opened."""
    tally: Residue = nothing_yet_together(bounds, anchor.at)
    for event in past.events(form.pattern, bounds.start.at):
        if event.id not in used:
            tally = count(form, tally, event, past)  # type: ignore[arg-type]
            if type(tally) is Verdict:
                return tally
    return time_tally(form, tally, past)  # type: ignore[arg-type]


def progress_tally(form: Occurs, tally: Tally, fact: Fact, past: Past, used: Used) -> Residue:
    """Count an event that matches."""
    if isinstance(fact, Event):
        if fact.id in used or not past.fits(form.pattern, fact):
            return tally
        return count(form, tally, fact, past)
    return time_tally(form, tally, past)


def count(form: Occurs, tally: Tally, event: Event, past: Past) -> Residue:
    """Count one matching event, if its time lies in the window; one of a day that the window cuts waits for it."""
    start, limit = tally.bounds.start, tally.bounds.limit
    if event.at >= start.at:
        moment = Moment(event.at, event.coarse)
    elif event.until >= start.at:
        moment = Moment(start.at, day=True)
    else:
        return tally
    if limit is not None and moment.at > limit:
        return tally
    if moment.at > past.now:
        return replace(tally, waiting=(*tally.waiting, event))
    return _counted(form, tally, event, moment)


def _counted(form: Occurs, tally: Tally, event: Event, moment: Moment) -> Residue:
    if event.id in tally.ids:
        return tally
    values, number = tally.values, tally.number
    if form.distinct is not None:
        found = event_values(event, form.distinct, named=form.distinct in NAME_FIELDS)
        if not found:
            return tally
        values = values | {index_key(value) for value in found}
        number = Decimal(len(values))
    elif form.total is not None:
        amount = event.data.get(form.total)
        if not isinstance(amount, Decimal):
            return tally
        number = EXACT.add(number, amount)
    else:
        number += 1
    ids = (*tally.ids, event.id)
    if number >= form.at_least:
        return Verdict(met=True, at=moment.at, step=EVENTS, day=moment.day, events=ids)
    return replace(tally, number=number, values=values, ids=ids)


def time_tally(form: Occurs, tally: Tally, past: Past) -> Residue:
    """Let the window open for what waits for it, or close."""
    if tally.waiting and tally.bounds.start.at <= past.now:
        opened: Residue = replace(tally, waiting=())
        for event in tally.waiting:
            opened = _counted(form, opened, event, Moment(tally.bounds.start.at, day=True))  # type: ignore[arg-type]
            if type(opened) is Verdict:
                return opened
        tally = opened  # type: ignore[assignment]
    return close(tally.bounds.limit, tally.anchor, past) or tally


def wake_tally(_form: Occurs, tally: Tally, past: Past) -> Instant | None:
    """Wake when the window opens for what waits, and when it closes."""
    opens = tally.bounds.start.at if tally.waiting and tally.bounds.start.at > past.now else None
    return earlier(opens, None if tally.bounds.limit is None else max(tally.bounds.limit, tally.anchor))


register(Occurs, begin_tally, progress_tally, wake_tally)
