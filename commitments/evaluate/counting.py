"""What an event counted as where that made a difference: the institutional facts (counts-as) that a change rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commitments.evaluate.asking import asked_by
from commitments.evaluate.evaluation import Evaluation
from rules.calendar import span_end
from rules.derive import BEFORE_ALL, Derivation
from rules.facts import Event
from rules.instants import Moment
from rules.memory import patterns
from rules.patterns import NO_BINDINGS, Bindings, Pattern, join
from rules.trace import Transition


class Counted(NamedTuple):
    """An event that counted as one of another type, together with earlier ones."""

    event: str
    kind: str
    others: tuple[str, ...]


def counted(view: Evaluation, change: Transition, name: str) -> Iterator[Counted]:
    """Yield what an event counted as for a change, each type once; nothing where its own type was asked for.

    What it counted together with, and what that counted as, follows.
    """
    event, asked = view.events.get(name), asked_by(view, change)
    if event is None or asked is None:
        return
    fitting = {pattern.type for pattern in patterns(asked.form) if asked.past.fits(pattern, event)}
    if fitting:
        yield from (Counted(name, kind, ()) for kind in sorted(fitting) if event.type not in fitting)
        return
    pact = asked.past.agreement
    units = [unit for unit in view.engine.units.values() if isinstance(unit, Derivation) and unit.pact.name == pact]
    yield from _counted(view, units, event, {pattern.type for pattern in patterns(asked.form)})


def _counted(view: Evaluation, units: list[Derivation], event: Event, wanted: set[str]) -> Iterator[Counted]:
    leading = _leading(view, units, wanted)
    told: set[str] = set()
    for unit in units:
        kind = unit.program.yields
        if kind in leading and kind not in told and unit.derive(event):
            told.add(kind)
            others = _others(view, unit, event)
            yield Counted(event.id, kind, tuple(other.id for other in others))
            for other in others:
                if other != view.events[other.id]:
                    yield from _counted(view, units, view.events[other.id], {other.type})


def _leading(view: Evaluation, units: list[Derivation], wanted: set[str]) -> set[str]:
    """Return the types that count as a type that is wanted, or as a part of what does."""
    above = view.engine.world.vocabulary.types
    found: set[str] = set()
    waiting = set(wanted)
    while waiting:
        new = {unit.program.yields for unit in units if not waiting.isdisjoint(above(unit.program.yields))} - found
        found |= new
        waiting = {part.type for unit in units if unit.program.yields in new for part in unit.program.parts}
    return found


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
    memory, ids = view.engine.world.memory, {event.id for event in used}
    for event in memory.events(memory.places(parts[0], unit.pact.name, NO_BINDINGS), BEFORE_ALL):
        earlier = (event.at, event.id) < (used[0].at, used[0].id)
        if earlier and event.id not in ids and event.agreement in {None, unit.pact.name}:
            for wider in join(parts[0], event, view.engine.world.vocabulary, bound):
                yield from _complete(view, unit, parts[1:], (*used, event), wider)
