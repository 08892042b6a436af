"""`state`: a state holds, or has held for a span without a break. Source: semantics.md, sections 4 and 10."""

from __future__ import annotations

from rules.calendar import shift
from rules.conditions import StateHolds
from rules.instants import Instant, Moment
from rules.progression import register
from rules.residue import (
    ACHIEVED,
    EVENTS,
    FAILED,
    Bounds,
    Fact,
    Holding,
    Past,
    Residue,
    Spell,
    StatusChange,
    Used,
    Verdict,
    close,
    due,
    earlier,
    passed,
)


def begin_state(form: StateHolds, anchor: Moment, bounds: Bounds, past: Past, _used: Used) -> Residue:
    """Look at the times the state held; with a span, time before the anchor counts."""
    if bounds.limit is not None and bounds.limit < bounds.start.at:  # an empty window
        return due(Verdict(met=False, at=max(bounds.limit, anchor.at), step=FAILED), past)
    since: Moment | None = None
    for spell in past.state_spells(form.state, bounds.start.at):
        met = held(form, bounds, spell, past)
        if met is not None:
            return met
        since = spell.start if spell.end is None else None
    return time_state(form, Holding(bounds, since), past)


def held(form: StateHolds, bounds: Bounds, spell: Spell, past: Past) -> Residue | None:
    """Return the verdict that a spell gives, if it is certain: by now, or because the spell lasted to its instant."""
    ready = spell.start.at if form.span is None else shift(spell.start.at, form.span, past.zone)
    at = max(ready, bounds.start.at)
    exactly = form.span is not None and at == ready
    if spell.end is not None and (spell.end < at if exactly else spell.end <= at):  # an end at the span is enough
        return None
    if bounds.limit is not None and at > bounds.limit:
        return None
    step = EVENTS if form.span is None else ACHIEVED
    if spell.end is None and not passed(at, step, past):
        return None
    day = spell.start.day if form.span is None and at == spell.start.at else at == bounds.start.at and bounds.start.day
    return due(Verdict(met=True, at=at, step=step, day=day, follows=((f"state {form.state}", "holds"),)), past)


def progress_state(form: StateHolds, residue: Holding, fact: Fact, past: Past, used: Used) -> Residue:
    """Follow the state as it starts and ends."""
    if isinstance(fact, StatusChange) and fact.kind == "state":
        return begin_state(form, residue.bounds.start, residue.bounds, past, used)
    return time_state(form, residue, past)


def time_state(form: StateHolds, residue: Holding, past: Past) -> Residue:
    """See whether the state has held for long enough by now, or the window has closed."""
    if residue.since is not None:
        met = held(form, residue.bounds, Spell(form.state, "holds", residue.since, None), past)
        if met is not None:
            return met
    return close(residue.bounds.limit, residue.bounds.start.at, past) or residue


def wake_state(form: StateHolds, residue: Holding, past: Past) -> Instant | None:
    """Wake when the span is over, or the window opens or closes."""
    ready: Instant | None = None
    if residue.since is not None:
        ready = residue.since.at if form.span is None else shift(residue.since.at, form.span, past.zone)
        ready = max(ready, residue.bounds.start.at)
    return earlier(ready, residue.bounds.limit)


register(StateHolds, begin_state, progress_state, wake_state)
