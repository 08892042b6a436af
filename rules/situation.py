"""The situation that a commitment is in: what the lifecycle is asked with, in its closed vocabulary.

Source: semantics.md, sections 5 and 10.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rules.calendar import end_after, shift
from rules.conditions import All, AtLeast, Condition, Not, StateHolds
from rules.lifecycle import ASKED, BROKEN, PAUSE, Situation
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
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


def limit_in_force(promise: Promise) -> Instant | None:
    """Return the limit of must; one that passed during a suspension takes effect at the resumption."""
    limit = promise.limit(MUST)
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
    limit = promise.limit(IF)
    in_time = limit is None or (verdict.at, verdict.step) < (limit, FAILED)
    return "met" if verdict.met and in_time else "failed"


def broken(promise: Promise) -> bool:
    """Whether must-not was met before its period was over."""
    verdict = promise.verdict(MUST_NOT)
    limit = promise.limit(MUST_NOT)
    return verdict is not None and verdict.met and (limit is None or (verdict.at, verdict.step) < (limit, ACHIEVED))


def cannot_detach(world: World, promise: Promise) -> bool:
    """Whether the latest instant at which it could still detach has passed."""
    return (
        passed(promise.limit("until"), FAILED, world)
        or passed(promise.limit(MUST_NOT), FAILED, world)
        or (promise.verdict(IF) is None and passed(promise.limit(IF), FAILED, world))
    )


def situation(world: World, promise: Promise) -> Situation | None:
    """Return what ``rules.lifecycle`` asks to know in the status that a commitment has; None: no rule can fire."""
    asked = ASKED.get(promise.status)
    if asked is None or (promise.status in BROKEN and not (promise.continuing or promise.mendable)):
        return None
    return promise.status, *[WORDS[name](world, promise) for name in asked]


def _ended(_world: World, promise: Promise) -> str:
    """How its agreement ended; survivors never hear of it."""
    return "no" if promise.clause.survives or promise.outlives else promise.pact.ended


def _guard(_world: World, promise: Promise) -> int:
    verdict = promise.residues.get(UNLESS)
    return int(type(verdict) is Verdict and verdict.met)


def _paused(world: World, promise: Promise) -> int:
    return int(_ended(world, promise) == "no" and paused(world, promise))


def _over(world: World, promise: Promise) -> int:
    return int(promise.clause.must_not is not None and passed(promise.limit(MUST_NOT), ACHIEVED, world))


#: Each property of a situation, and how it is found.
WORDS: dict[str, Callable[[World, Promise], str | int]] = {
    "begun": lambda world, promise: int(begun(world, promise)),
    "missed": lambda _world, promise: int(promise.missed),
    "guard": _guard,
    "ended": _ended,
    "paused": _paused,
    "left": lambda _world, promise: promise.left,
    "broken": lambda _world, promise: int(broken(promise)),
    "must": lambda _world, promise: word_of_must(promise),
    "limit": lambda world, promise: int(passed(promise.limit(MUST), FAILED, world)),
    "grace": grace_of,
    "over": _over,
    "prohibits": lambda _world, promise: int(promise.clause.must_not is not None),
    "early": lambda _world, promise: int(promise.clause.early),
    "antecedent": lambda _world, promise: word_of_antecedent(promise),
    "until": lambda world, promise: int(cannot_detach(world, promise)),
    "strength": lambda _world, promise: promise.strength,
    "continuing": lambda _world, promise: int(promise.continuing),
    "mendable": lambda _world, promise: int(promise.mendable),
}


#: What a rule that has fired to one status in this instant is asked without: (property, word) by rule.
WITHOUT: dict[int, tuple[tuple[str, str | int], ...]] = {
    0: (("begun", 0), ("missed", 0)),
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
