"""The evidence of a change: no more events than it takes, and what each of them counted as.

A count that was reached, or a sum, may have had more in it than it needed: each event is left out in turn, and stays
out when the same change follows from the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commitments.evaluate.evaluation import Evaluation
from rules.calendar import span_end
from rules.derive import Derivation
from rules.engine import Engine
from rules.facts import Event
from rules.instants import Moment
from rules.patterns import Bindings, Pattern, join
from rules.trace import Transition

#: Evidence of more events than this is told as it is.
MOST = 40


class Counted(NamedTuple):
    """An event that counted as one of another type, together with earlier ones."""

    event: str
    kind: str
    others: tuple[str, ...]


def evidence_of(view: Evaluation, change: Transition) -> tuple[str, ...]:
    """Return the events that a change rests on, none of which can be left out. ``view``: of what bears on it."""
    kept = change.cause.events
    if len(kept) == 1 or len(kept) > MOST:
        return kept
    gone: frozenset[str] = frozenset()
    for name in change.cause.events:
        if name in kept:
            kept, gone = _left_out(view, change, name, kept, gone)
    return kept


def _left_out(
    view: Evaluation, change: Transition, name: str, kept: tuple[str, ...], gone: frozenset[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the evidence without an event, and what is left out by then; as it was, where it takes the event.

    What steps into its place is left out as well: the change has to follow from what was cited before.
    """
    out = gone | {name}
    for _ in range(MOST):
        same = _without(view, change, out)
        if same is None:
            break
        news = set(same.cause.events) - set(kept)
        if not news:
            return same.cause.events, out
        out |= news
    return kept, gone


def _without(view: Evaluation, change: Transition, gone: frozenset[str]) -> Transition | None:
    """Return the same change as it follows without some events, if it does."""
    engine = Engine(view.program)
    engine.run((event for event in view.visible.events if event.id not in gone), change.moment.at)
    return next((other for other in engine.transitions if _alike(change, other)), None)


def _alike(change: Transition, other: Transition) -> bool:
    mine, its = change.cause, other.cause
    return (change.name, change.moment, change.after, mine.rule, mine.role) == (
        other.name, other.moment, other.after, its.rule, its.role,
    )  # fmt: skip


def counted(view: Evaluation, agreement: str, name: str) -> Iterator[Counted]:
    """Yield what an event counted as in an agreement, each type once."""
    last = view.events.get(name)
    told: set[str] = set()
    for unit in view.engine.units.values() if last is not None else ():
        if isinstance(unit, Derivation) and unit.pact.name == agreement and last is not None:
            kind = unit.program.yields
            if kind not in told and unit.derive(last):
                told.add(kind)
                yield Counted(name, kind, tuple(event.id for event in _others(view, unit, last)))


def _others(view: Evaluation, unit: Derivation, last: Event) -> tuple[Event, ...]:
    """Return the earlier events that a last one completed, in the order of the text."""
    parts = unit.program.parts
    for place, part in enumerate(parts):
        for bound in join(part, last, view.engine.world.vocabulary, {}):
            for used in _complete(view, unit, parts[:place] + parts[place + 1 :], (last,), bound):
                return used[1:]
    return ()


def _complete(
    view: Evaluation, unit: Derivation, parts: tuple[Pattern, ...], used: tuple[Event, ...], bound: Bindings
) -> Iterator[tuple[Event, ...]]:
    if not parts:
        first = min(used, key=lambda event: (event.at, event.id))
        span, start = unit.program.within, Moment(first.at, first.coarse)
        if span is None or used[0].at <= span_end(start, span, unit.pact.zone):
            yield used
        return
    for event in view.visible.events:
        if (event.at, event.id) >= (used[0].at, used[0].id):
            return
        if event in used or event.agreement not in {None, unit.pact.name}:
            continue
        for wider in join(parts[0], event, view.engine.world.vocabulary, bound):
            yield from _complete(view, unit, parts[1:], (*used, event), wider)
