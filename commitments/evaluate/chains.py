"""Why a commitment is in its status: its last change, its evidence, and the changes of others that it followed from.

The others are commitments, agreements and states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commitments.evaluate.counting import Counted, counted
from commitments.evaluate.evaluation import Evaluation
from commitments.evaluate.evidence import evidence_of
from commitments.evaluate.switched import NO_RULE, paused_by, switched
from rules.lifecycle import PAUSE
from rules.trace import Transition

#: How deep changes that follow from each other are told.
DEEPEST = 20
STATE = "state "


@dataclass(frozen=True)
class Link:
    """One change with the events that it rests on, what these counted as, and the changes that it followed from."""

    change: Transition
    events: tuple[str, ...]
    counted: tuple[Counted, ...]
    follows: tuple[Link, ...]

    def others(self) -> tuple[str, ...]:
        """Return the ids of earlier events together with which its events counted as something."""
        found = dict.fromkeys(name for each in self.counted for name in each.others)
        return tuple(name for name in found if name not in self.events)

    def all_events(self) -> dict[str, None]:
        """Return the ids of all events that it rests on, those that others rest on among them."""
        found = dict.fromkeys((*self.events, *self.others()))
        for link in self.follows:
            found.update(link.all_events())
        return found


def last_change(view: Evaluation, name: str) -> Transition | None:
    """Return the change by which a commitment came into its status; notes that leave it there are passed over."""
    own = [change for change in view.transitions() if change.name == name]
    moved = [change for change in own if change.before != change.after]
    return moved[-1] if moved else None


def chain_of(view: Evaluation, change: Transition, above: tuple[str, ...] = ()) -> Link:
    """Return a change with all that it followed from; ``view``: of what bears on it."""
    events = change.cause.events if change.cause.rule == NO_RULE else evidence_of(view, change)
    told = tuple(each for name in events for each in counted(view, change, name))
    path = (*above, change.name)
    others = _followed(view, change) if len(path) < DEEPEST else ()
    follows = tuple(chain_of(view, other, path) for other in others if other.name not in path)
    return Link(change, events, told, follows)


def _followed(view: Evaluation, change: Transition) -> Iterator[Transition]:
    """Yield the changes of other commitments, of agreements and of states that a change followed from."""
    if change.cause.rule == PAUSE and change.cause.role == "while":
        yield from paused_by(view, change)
    for name, status in change.cause.follows:
        other = _before(view, name, status, change)
        if other is not None:
            yield other


def _before(view: Evaluation, name: str, status: str, change: Transition) -> Transition | None:
    """Return the change by which another came into a status, at or before a change."""
    if name.startswith(STATE):
        return switched(view, change.name.partition("/")[0], name.removeprefix(STATE), change.moment.at)
    found = [
        other
        for other in view.transitions()
        if other.name == name and other.after == status and other.moment.at <= change.moment.at
    ]
    return found[-1] if found else None
