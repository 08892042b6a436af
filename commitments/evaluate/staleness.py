"""Since when nobody has reported on a commitment."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.evaluate.evaluation import Evaluation
from rules.evaluation import View
from rules.instants import Instant
from rules.memory import patterns
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.trace import Standing

ROLES = (IF, UNLESS, MUST, MUST_NOT)


def last_report(view: Evaluation, standing: Standing) -> Instant | None:
    """Return when the last event was that bears on a commitment: it matches one of its conditions, or names it.

    Where there is none, nobody has reported since it began; None: it has not begun.
    """
    promise = view.engine.find(standing.name)
    names = {standing.name, f"{standing.agreement}/{standing.commitment}"}
    times = [event.at for event in view.visible.events if event.commitment in names]
    times += [] if promise is None else [*_matching(view, promise), (promise.start or promise.pact.since).at]
    return max(times, default=None)


def _matching(view: Evaluation, promise: Promise) -> Iterator[Instant]:
    """Yield when events were that match a condition of a commitment, since its start."""
    start = promise.start or promise.pact.since
    for role in ROLES:
        form = promise.form(role)
        for pattern in () if form is None else patterns(form):
            yield from (event.at for event in View(view.engine.world, promise, role).events(pattern, start.at))
