"""What comes when nothing more is reported: time alone goes on, until each commitment is decided.

Source: semantics.md, section 5 (Lifecycle rules).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rules.engine import Engine
from rules.instants import NEVER, Instant
from rules.lifecycle import PERIOD
from rules.trace import Transition

#: How many changes of a commitment are told, and how many instants are waited for at most.
SILENT, PATIENCE = 3, 3_000


class Coming(NamedTuple):
    """A change that comes in silence: the status, when, and by which part of the text (``limit``, ``grace`` …)."""

    part: str
    status: str
    at: Instant


def silence(engine: Engine, names: Iterable[str]) -> dict[str, list[Coming]]:
    """Return the changes that come to commitments (full names) when nothing more happens, in order.

    ``engine`` has worked through what is known; it waits for all of them at once, and is of no other use afterwards.
    """
    found: dict[str, list[Coming]] = {name: [] for name in names}
    waiting = set(found)
    for _ in range(PATIENCE):
        call = engine.world.memory.soonest()
        if call == NEVER or not waiting:
            break
        for change in _last_changes(engine, call):
            if change.name in waiting:
                found[change.name].append(_coming(change))
                if len(found[change.name]) >= SILENT or not _goes_on(engine, change.name):
                    waiting.remove(change.name)
    return found


def _last_changes(engine: Engine, until: Instant) -> Iterable[Transition]:
    """Wait until an instant, and return the last change of each commitment on the way there."""
    known = len(engine.transitions)
    engine.run((), until)
    changes = [each for each in engine.transitions[known:] if each.before != each.after]
    return {change.name: change for change in changes}.values()


def _coming(change: Transition) -> Coming:
    cause = change.cause
    return Coming("period" if cause.rule == PERIOD else cause.role, change.after, change.moment.at)


def _goes_on(engine: Engine, name: str) -> bool:
    promise = engine.find(name)
    return promise is not None and promise.live
