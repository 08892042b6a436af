"""What units wait for: places where events are filed, topics, and the next instant at which time may change them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.calendar import shift
from rules.conditions import AgreementIs, CommitmentIs, Condition, StateHolds
from rules.evaluation import View
from rules.instances import PerEvent, PerPeriod
from rules.memory import Place, Topic, Watch, leaves, patterns
from rules.pact import Pact
from rules.past import Outlook
from rules.patterns import NO_BINDINGS, Bindings
from rules.progression import next_wake
from rules.promise import IF, MUST, MUST_NOT, Promise
from rules.switch import Switch

if TYPE_CHECKING:
    from rules.instants import Instant
    from rules.world import World

Unit = Promise | Pact | Switch | PerEvent | PerPeriod

#: The limits that may pass, by status.
LIMITS = {"conditional": (IF, "until", MUST, MUST_NOT), "detached": (MUST, MUST_NOT), "overdue": ("grace",)}

#: The roles of a unit that are no role of a commitment or an agreement.
WHILE, STARTS, ENDS, FOR_EACH = "while", "starts", "ends", "for-each"


def roles_of(unit: Unit) -> list[str]:
    """Return the roles in which a unit waits for something now."""
    if isinstance(unit, Promise):
        roles = unit.open_roles()
        if unit.clause.during is not None and unit.live:
            roles.append(WHILE)
        return roles
    if isinstance(unit, Pact):
        return unit.open_roles()
    if isinstance(unit, Switch):
        return [] if unit.residue is None else [ENDS if unit.on else STARTS]
    return [FOR_EACH] if isinstance(unit, PerEvent) and unit.active and not unit.over else []


def watch_of(world: World, unit: Unit, role: str) -> Watch:
    """Return what a unit waits for in a role."""
    if isinstance(unit, Promise):
        if role == WHILE and unit.clause.during is not None:
            return Watch((), tuple(topics_of(unit.clause.during, unit.pact.name)))
        bound = {"debtor": unit.debtors, "creditor": unit.creditors}
        return _watch(world, unit.pact.name, unit.form(role), bound)
    if isinstance(unit, Pact):
        return _watch(world, unit.name, unit.form(role), NO_BINDINGS)
    if isinstance(unit, Switch):
        return _watch(world, unit.pact.name, unit.form, NO_BINDINGS)
    if isinstance(unit, PerEvent):
        return Watch(tuple(world.memory.places(unit.pattern, unit.pact.name, NO_BINDINGS)))
    return Watch()


def _watch(world: World, agreement: str, form: Condition | None, bound: Bindings) -> Watch:
    if form is None:
        return Watch()
    places: dict[Place, None] = {}
    for pattern in patterns(form):
        places.update(dict.fromkeys(world.memory.places(pattern, agreement, bound)))
    return Watch(tuple(places), tuple(topics_of(form, agreement)))


def topics_of(form: Condition, agreement: str) -> list[Topic]:
    """Return the commitments, agreements and states that a condition listens to."""
    topics: dict[Topic, None] = {}
    for leaf in leaves(form):
        if isinstance(leaf, CommitmentIs):
            topics["commitment", leaf.commitment] = None
        elif isinstance(leaf, AgreementIs):
            topics["agreement", leaf.agreement] = None
        elif isinstance(leaf, StateHolds):
            topics["state", f"{agreement}/{leaf.state}"] = None
    return list(topics)


def calls(world: World, unit: Unit) -> Iterator[Instant]:
    """Yield the instants at which time alone may change a unit; some may lie behind."""
    if isinstance(unit, Promise):
        yield from _of_promise(world, unit)
    elif isinstance(unit, Pact):
        yield from _of_agreement(world, unit)
    elif isinstance(unit, Switch):
        form, residue = unit.form, unit.residue
        call = unit.wake if form is None or residue is None else next_wake(form, residue, Outlook(world, unit.pact))
        if call is not None:
            yield call
    elif isinstance(unit, PerEvent) and unit.active and not unit.made and unit.clause.until is not None:
        yield unit.clause.until
    elif unit.wake is not None:
        yield unit.wake


def _of_agreement(world: World, pact: Pact) -> Iterator[Instant]:
    if pact.status != "ended" and pact.deadline is not None:
        yield pact.deadline
    for role in pact.open_roles():
        call = _of_condition(world, pact, pact.form(role), role)
        if call is not None:
            yield call
    yield pact.program.made.at


def _of_condition(world: World, pact: Pact, form: Condition | None, role: str) -> Instant | None:
    return None if form is None else next_wake(form, pact.residues[role], Outlook(world, pact))


def _of_promise(world: World, promise: Promise) -> Iterator[Instant]:
    status = promise.status
    if status == "proposed":
        if promise.start is not None and promise.pact.forced is not None:
            yield promise.start.at
        return
    for role in promise.open_roles():
        call = next_wake(promise.condition(role), promise.residues[role], View(world, promise, role))
        if call is not None:
            yield call
    for role in LIMITS.get(status, (MUST_NOT,) if promise.continuing else ()):
        limit = promise.limit(role)
        if limit is not None:
            yield limit
    if promise.clause.during is not None:
        yield from _of_while(world, promise, promise.clause.during)


def _of_while(world: World, promise: Promise, during: Condition) -> Iterator[Instant]:
    for leaf in leaves(during) if promise.live else ():
        if isinstance(leaf, StateHolds) and leaf.span is not None:
            switch = world.switches[f"{promise.pact.name}/{leaf.state}"]
            if switch.on:
                yield shift(switch.since.at, leaf.span, promise.pact.zone)
