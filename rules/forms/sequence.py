"""`then`: each step in order, anchored where the one before was met. Source: semantics.md, sections 4 and 10."""

from __future__ import annotations

from msgspec.structs import replace

from rules.conditions import Then
from rules.instants import Instant, Moment
from rules.progression import begin, next_wake, progress, register
from rules.residue import Bounds, Fact, Past, Residue, Steps, Used, Verdict, use_up


def begin_then(form: Then, anchor: Moment, bounds: Bounds, past: Past, used: Used) -> Residue:
    """Anchor the first step."""
    current = begin(form.parts[0], anchor, bounds, past, used)
    return step_on(form, Steps(bounds, 0, current, (), ()), past, used)


def progress_then(form: Then, residue: Steps, fact: Fact, past: Past, used: Used) -> Residue:
    """Take the current step further."""
    used = use_up(used, residue.events)
    current = progress(form.parts[residue.place], residue.current, fact, past, used)
    return step_on(form, replace(residue, current=current), past, used)


def step_on(form: Then, residue: Steps, past: Past, used: Used) -> Residue:
    """Go on to the next step for as long as the current one is met; it is anchored where that was met."""
    while type(residue.current) is Verdict:
        verdict: Verdict = residue.current
        events = (*residue.events, *verdict.events)
        follows = (*residue.follows, *verdict.follows)
        if not verdict.met or residue.place + 1 == len(form.parts):
            return replace(verdict, events=events, follows=follows)
        anchor = Moment(verdict.at, verdict.day)
        start = anchor if anchor.at >= residue.bounds.start.at else residue.bounds.start
        current = begin(
            form.parts[residue.place + 1], anchor, Bounds(start, residue.bounds.limit), past, use_up(used, events)
        )
        residue = Steps(residue.bounds, residue.place + 1, current, events, follows)
    return residue


def wake_then(form: Then, residue: Steps, past: Past) -> Instant | None:
    """Wake for the current step."""
    return next_wake(form.parts[residue.place], residue.current, past)


register(Then, begin_then, progress_then, wake_then)
