"""Making instances as their events and periods come. Source: semantics.md, sections 5 and 10 (Instances)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.evaluation import spent
from rules.instances import PerEvent, PerPeriod
from rules.instants import Moment
from rules.past import Outlook

if TYPE_CHECKING:
    from rules.engine import Engine
    from rules.facts import Event


def activate(engine: Engine, source: PerEvent | PerPeriod) -> None:
    """Let a source of instances begin, its agreement being in force."""
    if isinstance(source, PerPeriod):
        _skip_what_is_over(source)
        open_periods(engine, source)
        return
    start = source.start
    if start is None or source.active:
        return
    if start.at > engine.world.now:
        source.wake = start.at
        engine.world.memory.call(source.name, start.at)
        return
    source.active = True
    source.since = Moment(engine.world.now, start.day and start.at == engine.world.now)
    past = Outlook(engine.world, source.pact)
    for event in past.events(source.pattern, start.at):
        make(engine, source, event)
    engine.touched[source.name] = source


def _skip_what_is_over(source: PerPeriod) -> None:
    forced = source.pact.forced
    while forced is not None and source.start_of(source.number + 1) - 1 < forced.at:
        source.number += 1


def make(engine: Engine, source: PerEvent, event: Event) -> None:
    """Make the instance that an event calls for, if there is none yet."""
    start = source.start
    past = Outlook(engine.world, source.pact)
    if not source.active or start is None or source.over:
        return
    if not past.fits(source.pattern, event) or not _concerns(source, event):
        return
    moment = Moment(event.at, event.coarse) if event.at >= start.at else Moment(start.at, day=True)
    for promise in source.instances(event, moment):
        if not engine.covenants.has_left(promise):
            engine.admit(promise)


def _concerns(source: PerEvent, event: Event) -> bool:
    """Whether an event may make an instance: it names no other commitment (section 10, What counts)."""
    named = event.commitment
    return named is None or named == source.clause.full_name or named.startswith(f"{source.clause.full_name}[")


def open_periods(engine: Engine, source: PerPeriod) -> None:
    """Make the instances of the periods that have begun, and ask to be called when the next one begins."""
    if source.pact.forced is None or source.pact.ended != "no":
        return
    while source.exists(source.number):
        start = source.start_of(source.number)
        if start > engine.world.now:
            source.wake = start
            engine.world.memory.call(source.name, start)
            return
        promise = source.instance(source.number)
        promise.used = frozenset(promise.used) | spent(engine.world, promise)
        source.number += 1
        known = engine.world.promises.find(promise.name)
        if known is not None:
            engine.touch(known.name, known)
        elif not engine.covenants.has_left(promise):
            engine.admit(promise)
