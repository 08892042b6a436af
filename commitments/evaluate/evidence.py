"""The evidence of a change: no more events than it takes.

A count that was reached, or a sum, may have had more in it than it needed: each event is left out in turn, and stays
out when the same change follows from the others.
"""

from __future__ import annotations

from commitments.evaluate.asking import asked_by
from commitments.evaluate.evaluation import Evaluation
from rules.conditions import Occurs
from rules.engine import Engine
from rules.trace import Transition

#: Evidence of more events than this is told as it is; also where trying would be to work through so many events.
MOST, WORK = 40, 400_000


def evidence_of(view: Evaluation, change: Transition) -> tuple[str, ...]:
    """Return the events that a change rests on, none of which can be left out. ``view``: of what bears on it."""
    kept = change.cause.events
    if not kept or len(kept) > MOST or len(kept) * len(view.visible.events) > WORK:
        return kept
    if len(kept) == 1 and _takes_an_event(view, change):
        return kept
    gone: frozenset[str] = frozenset()
    for name in change.cause.events:
        if name in kept:
            kept, gone = _left_out(view, change, name, kept, gone)
    return kept


def _takes_an_event(view: Evaluation, change: Transition) -> bool:
    """Whether nothing but an event can have decided a change: no time, no state, no other commitment."""
    asked = asked_by(view, change)
    return asked is None or isinstance(asked.form, Occurs)


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
