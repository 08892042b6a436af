"""Evaluation: the conditions of units taken further, and the situation that a commitment is in. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.conditions import AgreementIs, All, AtLeast, CommitmentIs, Condition, Not, StateHolds, Then
from rules.instants import Instant, Moment
from rules.memory import Topic, leaves, patterns
from rules.past import Outlook
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.calendar import shift
from rules.residue import ACHIEVED, FAILED, Bounds, Fact, Residue, begin, earlier, next_wake, progress

if TYPE_CHECKING:
    from rules.lifecycle import Outcome
    from rules.memory import Place
    from rules.world import World


def outlook(world: World, promise: Promise, role: str) -> Outlook:
    """Return the past as a condition of a commitment sees it."""
    return Outlook(
        world,
        promise.pact.name,
        promise.pact.zone,
        name=promise.name,
        commitment=promise.clause.full_name,
        bound={"debtor": promise.debtors, "creditor": promise.creditors},
        limit=promise.limit(role),
        gaps=promise.suspensions if role == MUST_NOT else (),
        last=last_evidence(world, promise, role),
    )


def last_evidence(world: World, promise: Promise, role: str) -> Instant | None:
    """Return until when evidence counts for an instance of `every`: the end of its period.

    In its grace, it goes on to count for the oldest open period (section 5, `every`).
    """
    if role not in promise.bound_roles:
        return None
    return None if promise.status == "overdue" and oldest_open(world, promise) else promise.period_end


def oldest_open(world: World, promise: Promise) -> bool:
    """Whether no earlier period of the same commitment, for the same values, is still open."""
    for other in world.families[promise.clause.full_name].promises:
        if other is promise:
            return True
        if other.status in {"detached", "overdue"} and same_source(other, promise):
            return False
    return True


def same_source(first: Promise, second: Promise) -> bool:
    """Whether two instances are periods of one commitment, for the same values."""
    return (first.instance or "").rpartition(",")[0] == (second.instance or "").rpartition(",")[0]


def anchor_role(world: World, promise: Promise, role: str, anchor: Moment) -> None:
    """Begin the condition of a role at an anchor, looking back where that lies in the past."""
    if promise.forms[role] is None:
        return
    used = promise.used if role in {MUST, MUST_NOT} else frozenset()
    past = outlook(world, promise, role)
    promise.residues[role] = begin(promise.condition(role), anchor, Bounds(anchor, None), past, used)


def advance(world: World, promise: Promise, fact: Fact) -> None:
    """Take the open conditions of a commitment further by a fact, or by time alone."""
    for role in promise.open_roles():
        if role == MUST_NOT and promise.status == "suspended":
            continue
        used = promise.used if role in {MUST, MUST_NOT} else frozenset()
        residue = promise.residues[role]
        promise.residues[role] = progress(
            promise.condition(role), residue, fact, outlook(world, promise, role), used
        )


def passed(limit: Instant | None, step: int, world: World) -> bool:
    """Whether a limit has passed, as far as the step in which it takes effect."""
    return limit is not None and (limit < world.now or (limit == world.now and world.step >= step))


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
    end = promise.end_of_grace() if promise.status == "overdue" else grace_end(promise)
    return "over" if passed(end, FAILED, world) else "running"


def grace_end(promise: Promise) -> Instant | None:
    """Return when grace is over, counted from the limit (or the resumption, when the limit passed meanwhile)."""
    limit = promise.limit(MUST)
    if limit is None or promise.clause.grace is None:
        return None
    return shift(max(limit, promise.resumed_at or limit), promise.clause.grace, promise.pact.zone)


def word_of_must(promise: Promise) -> str:
    """Return how far must is: none, open, met or failed."""
    if promise.clause.must is None:
        return "none"
    verdict = promise.verdict(MUST)
    if verdict is None:
        return "open"
    return "met" if verdict.met else "failed"


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


def situation(world: World, promise: Promise) -> tuple[str | int, ...]:
    """Return what ``rules.lifecycle`` asks to know, in the order of its properties."""
    guard = promise.verdict(UNLESS)
    ended = "no" if promise.clause.survives or promise.outlives else promise.pact.ended
    status = promise.status
    return (
        status,
        int(status == "proposed" and begun(world, promise)),
        int(promise.missed),
        int(guard is not None and guard.met),
        ended,
        int(ended == "no" and paused(world, promise)),
        promise.left if status == "suspended" else "none",
        int(broken(promise)),
        word_of_must(promise),
        int(passed(promise.limit(MUST), FAILED, world)),
        grace_of(world, promise),
        int(promise.clause.must_not is not None and passed(promise.limit(MUST_NOT), ACHIEVED, world)),
        int(promise.clause.must_not is not None),
        int(promise.clause.early),
        word_of_antecedent(promise),
        int(status == "conditional" and cannot_detach(world, promise)),
        promise.strength,
        int(promise.continuing),
        int(promise.mendable),
    )


#: What a rule that has fired to one status in this instant is asked without: (property, word) by rule.
WITHOUT: dict[int, tuple[tuple[str, str | int], ...]] = {
    0: (("begun", 0),),
    2: (("guard", 0),),
    3: (("ended", "no"),),
    5: (("broken", 0),),
    6: (("must", "open"),),
    7: (("limit", 0), ("must", "open"), ("grace", "running")),
    8: (("over", 0),),
    9: (("antecedent", "open"), ("until", 0)),
    10: (("antecedent", "open"),),
}


def masked(outcome: Outcome, facts: tuple[str | int, ...], names: tuple[str, ...]) -> tuple[str | int, ...]:
    """Return a situation without what made a rule fire, so that the next most urgent one can be found."""
    changes: dict[str, str | int] = dict(WITHOUT.get(outcome.number, ()))
    if outcome.number == 4:
        changes = {"paused": int(facts[0] == "suspended")}
    return tuple(changes.get(name, word) for name, word in zip(names, facts, strict=True))


def watched(world: World, promise: Promise) -> tuple[tuple[Place, ...], tuple[Topic, ...]]:
    """Return where events are filed, and the topics, that a commitment's open conditions wait for."""
    bound = {"debtor": promise.debtors, "creditor": promise.creditors}
    places: dict[Place, None] = {}
    topics: dict[Topic, None] = {}
    for role in promise.open_roles():
        form = promise.condition(role)
        for pattern in patterns(form):
            places.update(dict.fromkeys(world.memory.places(pattern, promise.pact.name, bound)))
        topics.update(dict.fromkeys(topics_of(form, promise.pact.name)))
    if promise.clause.during is not None and promise.status in {"conditional", "detached", "overdue", "suspended"}:
        topics.update(dict.fromkeys(topics_of(promise.clause.during, promise.pact.name)))
    return tuple(places), tuple(topics)


def topics_of(form: Condition, agreement: str) -> list[Topic]:
    """Return the commitments, agreements and states that a condition listens to."""
    topics: list[Topic] = []
    for leaf in leaves(form):
        if isinstance(leaf, CommitmentIs):
            topics.append(("commitment", leaf.commitment))
        elif isinstance(leaf, AgreementIs):
            topics.append(("agreement", leaf.agreement))
        elif isinstance(leaf, StateHolds):
            topics.append(("state", f"{agreement}/{leaf.state}"))
    return topics


def wake_of(world: World, promise: Promise) -> Instant | None:
    """Return the next instant at which time alone may change a commitment."""
    now = world.now
    wake: Instant | None = None
    if promise.status == "proposed":
        start = promise.start
        return start.at if start is not None and start.at > now and promise.pact.forced is not None else None
    for role in promise.open_roles():
        found = next_wake(promise.condition(role), promise.residues[role], outlook(world, promise, role))
        wake = earlier(wake, found if found is not None and found > now else None)
    for role in _limits(promise):
        limit = promise.limit(role)
        if limit is not None and limit > now:
            wake = earlier(wake, limit)
    return earlier(wake, _while_wake(world, promise))


def _limits(promise: Promise) -> tuple[str, ...]:
    return {
        "conditional": (IF, "until", MUST, MUST_NOT),
        "detached": (MUST, MUST_NOT),
        "overdue": ("grace",),
    }.get(promise.status, (MUST_NOT,) if promise.continuing else ())


def _while_wake(world: World, promise: Promise) -> Instant | None:
    during = promise.clause.during
    if during is None or promise.status not in {"conditional", "detached", "overdue", "suspended"}:
        return None
    wake: Instant | None = None
    for leaf in leaves(during):
        if isinstance(leaf, StateHolds) and leaf.span is not None:
            switch = world.switches[f"{promise.pact.name}/{leaf.state}"]
            ready = shift(switch.since.at, leaf.span, promise.pact.zone)
            if switch.on and ready > world.now:
                wake = earlier(wake, ready)
    return wake


__all__ = ["Residue", "Then", "advance", "anchor_role", "begun", "broken", "masked", "situation", "wake_of", "watched"]
