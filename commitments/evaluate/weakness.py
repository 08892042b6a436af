"""Statuses that rest on one source only: without its word for some event, they would not follow."""

from __future__ import annotations

from commitments.evaluate.chains import Link, chain_of, last_change
from commitments.evaluate.evaluation import Evaluation
from rules.engine import Engine
from rules.trace import Transition


def rests_on(view: Evaluation, name: str) -> tuple[str, ...]:
    """Return the sources each of which alone reports an event that a status rests on, in the order of the events.

    What names no source is everybody's, and rests on nobody alone.
    """
    around = view.around(name)
    change = last_change(around, name)
    alone = () if change is None else _alone(around, chain_of(around, change))
    return tuple(source for source in alone if change is not None and not _stays(around, change, source))


def _stays(view: Evaluation, change: Transition, source: str) -> bool:
    """Whether a commitment has the same status without what a source alone reports."""
    engine = Engine(view.program)
    engine.run((event for event in view.visible.events if event.source != (source,)), view.as_of)
    found = engine.standing(change.name)
    return found is not None and found.status == change.after


def _alone(view: Evaluation, link: Link) -> tuple[str, ...]:
    events = [view.events[name] for name in link.all_events() if name in view.events]
    return tuple(dict.fromkeys(event.source[0] for event in events if len(event.source) == 1))
