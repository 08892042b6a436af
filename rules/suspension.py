"""Clocks under suspension: spans stop and go on, dates stay unless the act says so. Source: semantics.md, section 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.anchoring import prohibit_again

if TYPE_CHECKING:
    from rules.promise import Promise
    from rules.world import World


def moves_dates(promise: Promise) -> bool:
    """Whether a suspension that lasts moves the limits given as dates as well."""
    if any(pause.moves_limits for pause in promise.pauses):
        return True
    return promise.pact.status == "suspended" and any(pause.moves_limits for pause in promise.pact.pauses)


def move_dates(world: World, promise: Promise) -> None:
    """Move the dates as far as a suspension that moves them has come, once it is over; note when one begins."""
    moving = promise.status == "suspended" and moves_dates(promise)
    if moving and promise.moves_since is None:
        promise.moves_since = world.now
    elif not moving and promise.moves_since is not None:
        since, promise.moves_since = promise.moves_since, None
        for role, deadline in promise.deadlines.items():
            promise.set_deadline(role, deadline.moved(world.now, since))


def pause(world: World, promise: Promise, before: str) -> None:
    """Stop the clocks of a commitment that has just been suspended."""
    promise.left = before
    promise.paused_at = world.now
    promise.suspensions += ((world.now, None),)
    prohibit_again(world, promise)
    move_dates(world, promise)


def go_on(world: World, promise: Promise) -> None:
    """Let the clocks of a commitment go on that has just ceased to be suspended."""
    now = world.now
    paused = promise.paused_at if promise.paused_at is not None else now
    move_dates(world, promise)
    for role, deadline in promise.deadlines.items():
        promise.set_deadline(role, deadline.resumed(now, paused))
    promise.suspensions = (*promise.suspensions[:-1], (paused, now))
    promise.paused_at, promise.resumed_at = None, now
    prohibit_again(world, promise)
