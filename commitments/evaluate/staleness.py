"""Since when nobody has reported on a commitment."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.evaluate.evaluation import Evaluation
from rules.evaluation import View
from rules.facts import Event
from rules.instants import Instant
from rules.memory import patterns
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.trace import Standing

ROLES = (IF, UNLESS, MUST, MUST_NOT)


def last_report(view: Evaluation, standing: Standing) -> Instant | None:
    """Return when the last event was that bears on a commitment.

    Where there is none, nobody has reported since it began; None: it has not begun.
    """
    event, promise = last_event(view, standing), view.engine.find(standing.name)
    times = [] if event is None else [event.at]
    times += [] if promise is None else [(promise.start or promise.pact.since).at]
    return max(times, default=None)


def last_event(view: Evaluation, standing: Standing) -> Event | None:
    """Return the last event that bears on a commitment: it matches one of its conditions, or names it."""
    promise = view.engine.find(standing.name)
    names = {standing.name, f"{standing.agreement}/{standing.commitment}"}
    events = [event for event in view.visible.events if event.commitment in names]
    events += [] if promise is None else _matching(view, promise)
    last = max(events, key=lambda event: (event.at, event.id), default=None)
    return None if last is None else view.events.get(last.id, last)  # as it was told, not what it counted as


def _matching(view: Evaluation, promise: Promise) -> Iterator[Event]:
    """Yield the events that match a condition of a commitment, since its start."""
    start = promise.start or promise.pact.since
    for role in ROLES:
        form = promise.form(role)
        for pattern in () if form is None else patterns(form):
            yield from View(view.engine.world, promise, role).events(pattern, start.at)
