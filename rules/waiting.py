"""What units wait for: places where events are filed, topics, and the next instant at which time may change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.calendar import shift
from rules.conditions import AgreementIs, CommitmentIs, Condition, StateHolds
from rules.evaluation import outlook
from rules.instances import PerEvent, PerPeriod
from rules.memory import Place, Topic, leaves, patterns
from rules.pact import Pact
from rules.past import Outlook
from rules.patterns import NO_BINDINGS, Bindings
from rules.progression import next_wake
from rules.promise import IF, MUST, MUST_NOT, Promise
from rules.residue import Residue, earlier
from rules.switch import Switch

if TYPE_CHECKING:
    from rules.instants import Instant
    from rules.world import World

#: The places, the topics, and the next call of a unit.
Wants = tuple[tuple[Place, ...], tuple[Topic, ...], "Instant | None"]

#: The limits that may pass, by status.
LIMITS = {"conditional": (IF, "until", MUST, MUST_NOT), "detached": (MUST, MUST_NOT), "overdue": ("grace",)}

RUNNING = frozenset({"conditional", "detached", "overdue", "suspended"})


def wants(world: World, unit: Promise | Pact | Switch | PerEvent | PerPeriod) -> Wants:
    """Return what a unit waits for now."""
    if isinstance(unit, Promise):
        return (*_watched(world, unit), _call_of(world, unit))
    if isinstance(unit, Pact):
        return _of_agreement(world, unit)
    if isinstance(unit, Switch):
        form, residue = unit.form, unit.residue
        if form is None or residue is None:
            return (), (), unit.wake
        return _open(world, unit.pact, [(form, residue)])
    if isinstance(unit, PerEvent) and unit.active and unit.pact.ended == "no":
        return tuple(world.memory.places(unit.pattern, unit.pact.name, NO_BINDINGS)), (), unit.wake
    return (), (), unit.wake


def _watched(world: World, promise: Promise) -> tuple[tuple[Place, ...], tuple[Topic, ...]]:
    bound = {"debtor": promise.debtors, "creditor": promise.creditors}
    places: dict[Place, None] = {}
    topics: dict[Topic, None] = {}
    for role in promise.open_roles():
        _note(world, promise.pact.name, promise.condition(role), bound, places, topics)
    if promise.clause.during is not None and promise.status in RUNNING:
        topics.update(dict.fromkeys(topics_of(promise.clause.during, promise.pact.name)))
    return tuple(places), tuple(topics)


def _note(
    world: World, agreement: str, form: Condition, bound: Bindings, places: dict[Place, None], topics: dict[Topic, None]
) -> None:
    for pattern in patterns(form):
        places.update(dict.fromkeys(world.memory.places(pattern, agreement, bound)))
    topics.update(dict.fromkeys(topics_of(form, agreement)))


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


def _call_of(world: World, promise: Promise) -> Instant | None:
    now = world.now
    wake: Instant | None = None
    if promise.status == "proposed":
        start = promise.start
        return start.at if start is not None and start.at > now and promise.pact.forced is not None else None
    for role in promise.open_roles():
        found = next_wake(promise.condition(role), promise.residues[role], outlook(world, promise, role))
        wake = earlier(wake, found if found is not None and found > now else None)
    for role in LIMITS.get(promise.status, (MUST_NOT,) if promise.continuing else ()):
        limit = promise.limit(role)
        if limit is not None and limit > now:
            wake = earlier(wake, limit)
    return earlier(wake, _while_call(world, promise))


def _while_call(world: World, promise: Promise) -> Instant | None:
    during = promise.clause.during
    if during is None or promise.status not in RUNNING:
        return None
    wake: Instant | None = None
    for leaf in leaves(during):
        if isinstance(leaf, StateHolds) and leaf.span is not None:
            switch = world.switches[f"{promise.pact.name}/{leaf.state}"]
            ready = shift(switch.since.at, leaf.span, promise.pact.zone)
            if switch.on and ready > world.now:
                wake = earlier(wake, ready)
    return wake


def _of_agreement(world: World, pact: Pact) -> Wants:
    conditions = [(pact.form(role), pact.residues[role]) for role in pact.open_roles()]
    places, topics, call = _open(world, pact, [(form, residue) for form, residue in conditions if form is not None])
    for instant in (pact.deadline if pact.status != "ended" else None, pact.program.made.at):
        if instant is not None and instant > world.now:
            call = earlier(call, instant)
    return places, topics, call


def _open(world: World, pact: Pact, conditions: list[tuple[Condition, Residue]]) -> Wants:
    places: dict[Place, None] = {}
    topics: dict[Topic, None] = {}
    call: Instant | None = None
    past = Outlook(world, pact.name, pact.zone)
    for form, residue in conditions:
        _note(world, pact.name, form, NO_BINDINGS, places, topics)
        found = next_wake(form, residue, past)
        call = earlier(call, found if found is not None and found > world.now else None)
    return tuple(places), tuple(topics), call
