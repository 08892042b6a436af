"""Statuses that rest on one source only: without its word for some event, they would not follow."""

from __future__ import annotations

from commitments.evaluate.chains import Link, chain_of, last_change
from commitments.evaluate.evaluation import Evaluation


def rests_on(view: Evaluation, name: str) -> tuple[str, ...]:
    """Return the sources each of which alone reports an event that a status rests on, in the order of the events.

    What names no source is everybody's, and rests on nobody alone.
    """
    around = view.around(name)
    change = last_change(around, name)
    return () if change is None else _alone(around, chain_of(around, change))


def _alone(view: Evaluation, link: Link) -> tuple[str, ...]:
    events = [view.events[name] for name in link.all_events() if name in view.events]
    return tuple(dict.fromkeys(event.source[0] for event in events if len(event.source) == 1))
