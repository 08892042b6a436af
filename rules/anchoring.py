"""Anchors: where the conditions of a commitment begin to count. Source: semantics.md, sections 4 and 10 (Start)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.deadlines import NO_DEADLINES
from rules.evaluation import anchor_role, taken
from rules.instants import FIRST
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.residue import FAILED, Verdict, use_up
from rules.situation import begun, passed

if TYPE_CHECKING:
    from rules.instants import Instant, Moment
    from rules.world import World


def set_out(world: World, promise: Promise) -> None:
    """Anchor what runs from the start, once that has come, and see whether the limit has passed already."""
    start = promise.start or promise.pact.forced
    closed = promise.pact.ended != "no" and not promise.clause.survives
    if promise.set_out or start is None or closed or not begun(world, promise):
        return
    promise.set_out = True
    promise.start = start
    at_start(world, promise, start)
    if missed(world, promise):
        promise.missed = True


def at_start(world: World, promise: Promise, start: Moment) -> None:
    """Anchor `if` and `unless`; without `if` it is owed from its start."""
    promise.run_span(IF, start, promise.clause.antecedent_limit.within)
    anchor_role(world, promise, UNLESS, start)
    anchor_role(world, promise, IF, start)
    if promise.clause.antecedent is None:
        owe(world, promise, start)
    elif promise.clause.early:
        anchor_role(world, promise, MUST, start)


def owe(world: World, promise: Promise, moment: Moment) -> None:
    """Anchor must and must-not where it becomes owed; what met `if` does not count for them again."""
    clause, antecedent = promise.clause, promise.antecedent
    early = not clause.plain and clause.early
    if type(antecedent) is Verdict and not early:
        promise.used = use_up(promise.used, antecedent.events)
    promise.detached = moment
    promise.run_span(MUST, moment, clause.must_limit.within)
    if not clause.plain:
        _prohibit(world, promise, moment)
    if not (early and clause.antecedent is not None):
        anchor_role(world, promise, MUST, moment)


def _prohibit(world: World, promise: Promise, moment: Moment) -> None:
    """Anchor must-not, if it has one."""
    promise.run_span(MUST_NOT, moment, promise.clause.must_not_limit.within)
    if promise.clause.must_not is not None:
        promise.prohibited_from = moment
        anchor_role(world, promise, MUST_NOT, moment)


def missed(world: World, promise: Promise) -> bool:
    """Whether the limit of a commitment has passed by now, when it begins: it is then expired (section 10, Start)."""
    if promise.deadlines is NO_DEADLINES:
        return False
    ends = [promise.limit(MUST), promise.limit("until"), promise.deadline(MUST_NOT).by]
    conditional = promise.clause.antecedent is not None
    if conditional:
        ends.append(promise.limit(IF))
    if conditional or promise.clause.must is None:
        ends.append(promise.limit(MUST_NOT))
    return any(has_passed(world, end) for end in ends)


def has_passed(world: World, end: Instant | None) -> bool:
    """Whether a limit has passed by now, its own instant not before it has taken effect."""
    return end is not None and (end < world.now or passed(end, FAILED, world))


def prohibit_again(world: World, promise: Promise) -> None:
    """Look for breaches again from the anchor that must-not has."""
    if promise.prohibited_from is not None:
        anchor_role(world, promise, MUST_NOT, promise.prohibited_from)


def look_again(world: World, promise: Promise, status: str) -> None:
    """Follow conditions that were no longer followed, from the anchors they had, now that it is reopened."""
    start = promise.start
    if start is None:
        return
    promise.outlives = promise.outlives or has_ended(world, promise)
    early = promise.clause.early and promise.clause.antecedent is not None
    anchor_role(world, promise, UNLESS, start)
    if status == "conditional":
        anchor_role(world, promise, IF, start)
        if early:
            anchor_role(world, promise, MUST, start)
    elif promise.detached is not None:
        if MUST in promise.bound_roles:  # while it slept, nobody told it what satisfied other periods
            promise.used = taken(world, promise, FIRST).union(promise.used)
        anchor_role(world, promise, MUST, start if early else promise.detached)
        prohibit_again(world, promise)


def begin_again(world: World, promise: Promise, moment: Moment) -> None:
    """Be as at its start, anchored at an act of recommitting."""
    promise.reset()
    promise.start = moment
    promise.set_out = True
    promise.outlives = has_ended(world, promise)
    at_start(world, promise, moment)
    promise.missed = missed(world, promise)


def has_ended(world: World, promise: Promise) -> bool:
    """Whether its agreement ended before this instant: what is taken up again after that is not closed by it."""
    return promise.pact.ended != "no" and promise.pact.since.at < world.now
