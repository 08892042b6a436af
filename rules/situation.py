"""The situation that a commitment is in: what the lifecycle is asked with, in its closed vocabulary.

Source: semantics.md, sections 5 and 10.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rules.calendar import end_after, shift
from rules.conditions import All, AtLeast, Condition, Not, StateHolds
from rules.deadlines import NO_DEADLINES
from rules.lifecycle import ASKED, PAUSE, Situation
from rules.promise import IF, MUST, MUST_NOT, Promise
from rules.residue import ACHIEVED, FAILED, Verdict

if TYPE_CHECKING:
    from rules.inference import Outcome
    from rules.instants import Instant
    from rules.world import World


#: The statuses in which must has to be met in time.
IN_TIME = frozenset({"conditional", "detached", "overdue"})


def passed(limit: Instant | None, step: int, world: World) -> bool:
    """Whether a limit has passed, now that it is the step of this instant in which limits take effect."""
    return limit is not None and limit <= world.now and world.step >= step


def begun(world: World, promise: Promise) -> bool:
    """Whether a commitment's start has come and its agreement has come into force."""
    forced = promise.pact.forced
    start = promise.start or forced
    return forced is not None and start is not None and start.at <= world.now


def holds(world: World, agreement: str, form: Condition, zone: str) -> bool:
    """Whether what stands in a `while` holds now."""
    if isinstance(form, StateHolds):
        switch = world.switches[f"{agreement}/{form.state}"]
        return switch.on and (form.span is None or shift(switch.since.at, form.span, zone) <= world.now)
    if isinstance(form, Not):
        return not holds(world, agreement, form.part, zone)
    if isinstance(form, (All, AtLeast)):
        count = sum(holds(world, agreement, part, zone) for part in form.parts)
        return count >= (len(form.parts) if isinstance(form, All) else form.count)
    return True


def paused(world: World, promise: Promise) -> bool:
    """Whether any cause of suspension lasts: its own act, the agreement's, or its `while`."""
    if promise.pauses or promise.pact.status == "suspended":
        return True
    during = promise.clause.during
    return during is not None and not holds(world, promise.pact.name, during, promise.pact.zone)


def grace_of(world: World, promise: Promise) -> str:
    """Return whether there is grace, and whether it is over."""
    if promise.clause.grace is None:
        return "none"
    end = promise.limit("grace") if promise.status == "overdue" else grace_end(promise)
    return "over" if passed(end, FAILED, world) else "running"


def grace_end(promise: Promise) -> Instant | None:
    """Return when grace is over, counted from the limit (or the resumption, when the limit passed meanwhile)."""
    limit = promise.limit(MUST)
    if limit is None or promise.clause.grace is None:
        return None
    return end_after(max(limit, promise.resumed_at or limit), promise.clause.grace, promise.pact.zone)


def word_of_must(promise: Promise) -> str:
    """Return how far must is: none, open, met or failed; while it is owed, met too late is open."""
    if promise.clause.must is None:
        return "none"
    verdict = promise.verdict(MUST)
    if verdict is None:
        return "open"
    if not verdict.met:
        return "failed"
    if promise.status in IN_TIME:
        limit = promise.limit("grace") if promise.status == "overdue" else limit_in_force(promise)
        if limit is not None and (verdict.at, verdict.step) >= (limit, FAILED):
            return "open"
    return "met"


def limit_in_force(promise: Promise, role: str = MUST) -> Instant | None:
    """Return the limit of a role; one that passed during a suspension takes effect at the resumption."""
    limit = promise.limit(role)
    for start, end in promise.suspensions if limit is not None else ():
        if limit is not None and end is not None and start <= limit < end:
            limit = end
    return limit


def word_of_antecedent(promise: Promise) -> str:
    """Return how far `if` is; met after its own limit is failed."""
    if promise.clause.antecedent is None:
        return "none"
    verdict = promise.verdict(IF)
    if verdict is None:
        return "open"
    limit = limit_in_force(promise, IF)
    in_time = limit is None or (verdict.at, verdict.step) < (limit, FAILED)
    return "met" if verdict.met and in_time else "failed"


def broken(promise: Promise) -> bool:
    """Whether must-not was met before its period was over."""
    verdict = promise.verdict(MUST_NOT)
    limit = promise.limit(MUST_NOT)
    return verdict is not None and verdict.met and (limit is None or (verdict.at, verdict.step) < (limit, ACHIEVED))


def cannot_detach(world: World, promise: Promise) -> bool:
    """Whether the latest instant at which it could still detach has passed."""
    return promise.deadlines is not NO_DEADLINES and (
        passed(promise.limit("until"), FAILED, world)
        or passed(promise.limit(MUST_NOT), FAILED, world)
        or (promise.verdict(IF) is None and passed(promise.limit(IF), FAILED, world))
    )


def situation(world: World, promise: Promise) -> Situation | None:
    """Return what ``rules.lifecycle`` asks to know in the status that a commitment has; None: no rule can fire."""
    told = TOLD.get(promise.status)
    return None if told is None else told(world, promise)


def _ended(promise: Promise) -> str:
    """How its agreement ended; survivors never hear of it."""
    ended = promise.pact.ended
    return "no" if ended == "no" or promise.clause.survives or promise.outlives else ended


def _guard(promise: Promise) -> int:
    verdict = promise.guard
    return 1 if type(verdict) is Verdict and verdict.met else 0


def _surroundings(world: World, promise: Promise) -> tuple[int, str, int]:
    """Return guard, ended and paused: what may befall it in any status."""
    ended = _ended(promise)
    return _guard(promise), ended, int(ended == "no" and paused(world, promise))


def _over(world: World, promise: Promise) -> int:
    return int(promise.clause.must_not is not None and passed(promise.limit(MUST_NOT), ACHIEVED, world))


def _late(world: World, promise: Promise) -> int:
    return int(passed(promise.limit(MUST), FAILED, world))


def _proposed(world: World, promise: Promise) -> Situation:
    began, missed = int(begun(world, promise)), int(promise.missed)
    return "proposed", began, missed, _ended(promise), word_of_antecedent(promise)


def _conditional(world: World, promise: Promise) -> Situation:
    return (
        "conditional",
        int(promise.missed),
        *_surroundings(world, promise),
        word_of_must(promise),
        _late(world, promise),
        int(promise.clause.early),
        word_of_antecedent(promise),
        int(cannot_detach(world, promise)),
    )


def _detached(world: World, promise: Promise) -> Situation:
    return (
        "detached",
        int(promise.missed),
        *_surroundings(world, promise),
        int(broken(promise)),
        word_of_must(promise),
        _late(world, promise),
        grace_of(world, promise),
        _over(world, promise),
        int(promise.clause.must_not is not None),
        promise.strength,
    )


def _overdue(world: World, promise: Promise) -> Situation:
    surroundings, breach = _surroundings(world, promise), int(broken(promise))
    return "overdue", *surroundings, breach, word_of_must(promise), grace_of(world, promise), promise.strength


def _suspended(world: World, promise: Promise) -> Situation:
    return "suspended", *_surroundings(world, promise), promise.left


def _violated(world: World, promise: Promise) -> Situation | None:
    continuing, mendable = promise.continuing, promise.mendable
    if not (continuing or mendable):
        return None
    return (
        promise.status, *_surroundings(world, promise), word_of_must(promise), int(continuing), int(mendable),
    )  # fmt: skip


def _expired(world: World, promise: Promise) -> Situation | None:
    return ("expired", *_surroundings(world, promise), 1) if promise.continuing else None


#: What is told in each status: the words of ``rules.lifecycle.ASKED``, in that order. In other statuses none is asked.
TOLD: dict[str, Callable[[World, Promise], Situation | None]] = {
    "proposed": _proposed,
    "conditional": _conditional,
    "detached": _detached,
    "overdue": _overdue,
    "suspended": _suspended,
    "violated": _violated,
    "lapsed": _violated,
    "expired": _expired,
}


#: What a rule that has fired to one status in this instant is asked without: (property, word) by rule.
WITHOUT: dict[int, tuple[tuple[str, str | int], ...]] = {
    2: (("guard", 0),),
    3: (("ended", "no"),),
    5: (("broken", 0),),
    6: (("must", "open"),),
    7: (("limit", 0), ("must", "open"), ("grace", "running")),
    8: (("over", 0),),
    9: (("antecedent", "open"), ("until", 0)),
    10: (("antecedent", "open"),),
}


def masked(outcome: Outcome, facts: Situation) -> Situation:
    """Return a situation without what made a rule fire, so that the next most urgent one can be found."""
    status = str(facts[0])
    changes: dict[str, str | int] = dict(WITHOUT.get(outcome.number, ()))
    if outcome.number == PAUSE:
        changes = {"paused": int(status == "suspended")}
    return status, *(changes.get(name, word) for name, word in zip(ASKED[status], facts[1:], strict=True))
