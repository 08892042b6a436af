"""What units wait for: places where events are filed, topics, and the next instant at which time may change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rules.calendar import shift
from rules.conditions import AgreementIs, CommitmentIs, Condition, Occurs, StateHolds
from rules.deadlines import NO_DEADLINES
from rules.derive import PARTS, Derivation
from rules.evaluation import View
from rules.instances import PerEvent, PerPeriod
from rules.memory import Place, Topic, Watch, leaves, patterns
from rules.pact import Pact
from rules.past import Outlook, outlook
from rules.patterns import NO_BINDINGS, Bindings
from rules.progression import next_wake
from rules.promise import IF, MUST, MUST_NOT, Promise
from rules.switch import Switch

if TYPE_CHECKING:
    from rules.instants import Instant
    from rules.memory import Memory
    from rules.world import World

Unit = Promise | Pact | Switch | Derivation | PerEvent | PerPeriod

#: The limits that may pass, by status.
LIMITS = {"conditional": (IF, "until", MUST, MUST_NOT), "detached": (MUST, MUST_NOT), "overdue": ("grace",)}

#: The roles of a unit that are no role of a commitment or an agreement.
WHILE, STARTS, ENDS, FOR_EACH = "while", "starts", "ends", "for-each"


@cache
def same(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same tuple for the same roles."""
    return roles


def roles_of(unit: Unit) -> tuple[str, ...]:
    """Return the roles in which a unit waits for something now."""
    if isinstance(unit, Promise):
        roles = same(tuple(unit.open_roles()))
        return (*roles, WHILE) if unit.clause.during is not None and unit.live else roles
    if isinstance(unit, Pact):
        return tuple(unit.open_roles())
    if isinstance(unit, Switch):
        return () if unit.residue is None else (ENDS if unit.on else STARTS,)
    if isinstance(unit, Derivation):
        return (PARTS,)
    return (FOR_EACH,) if isinstance(unit, PerEvent) and unit.active and not unit.over else ()


def watch_of(world: World, unit: Unit, role: str) -> Watch:
    """Return what a unit waits for in a role."""
    memory = world.memory
    if isinstance(unit, Promise):
        if role == WHILE and unit.clause.during is not None:
            return Watch((), tuple(topics_of(unit.clause.during, unit.pact.name)))
        form = unit.form(role)
        closed = isinstance(form, Occurs) and not form.mould.open  # then it does not matter who the parties are
        return _watch(memory, unit.pact.name, form, NO_BINDINGS if closed else unit.bound)
    if isinstance(unit, Pact):
        return _watch(memory, unit.name, unit.form(role), NO_BINDINGS)
    if isinstance(unit, Switch):
        return _watch(memory, unit.pact.name, unit.program.ends if role == ENDS else unit.program.starts, NO_BINDINGS)
    if isinstance(unit, Derivation):
        parts = unit.program.parts
        return Watch(tuple(place for part in parts for place in memory.places(part, unit.pact.name, NO_BINDINGS)))
    if isinstance(unit, PerEvent):
        return Watch(memory.places(unit.pattern, unit.pact.name, NO_BINDINGS))
    return Watch()


def start_watching(world: World, unit: Unit, name: str, role: str) -> None:
    """Let a unit be told, for one of its roles, of what it waits for in it."""
    form = _told_alone(world, unit, role)
    if form is not None:
        world.memory.watch_form(form, name, role)
    else:
        world.memory.watch(name, role, watch_of(world, unit, role))


def stop_watching(world: World, unit: Unit, name: str, role: str) -> None:
    """Tell a unit no more of what it has waited for in a role."""
    form = _told_alone(world, unit, role)
    if form is not None:
        world.memory.unwatch_form(form, name, role)
    else:
        world.memory.unwatch(name, role, watch_of(world, unit, role))


def _told_alone(world: World, unit: Unit, role: str) -> Occurs | None:
    """Return the condition of a role where what meets it is told itself, not what it counts as: so it is with most."""
    if not (isinstance(unit, Promise) and unit.clause.plain) or world.memory.derives(unit.pact.name):
        return None
    form = unit.form(role)
    return form if isinstance(form, Occurs) else None


def _watch(memory: Memory, agreement: str, form: Condition | None, bound: Bindings) -> Watch:
    if isinstance(form, Occurs):
        return Watch(memory.places(form.pattern, agreement, bound))
    if form is None:
        return Watch()
    places: dict[Place, None] = {}
    for pattern in patterns(form):
        places.update(dict.fromkeys(memory.places(pattern, agreement, bound)))
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


def calls(world: World, unit: Unit) -> Sequence[Instant]:
    """Return the instants at which time alone may change a unit; some may lie behind."""
    if isinstance(unit, Promise):
        return _of_promise(world, unit)
    if isinstance(unit, Pact):
        return _of_agreement(world, unit)
    call = None if isinstance(unit, Derivation) else unit.wake
    if isinstance(unit, Switch) and unit.form is not None and unit.residue is not None:
        call = next_wake(unit.form, unit.residue, Outlook(world, unit.pact))
    elif isinstance(unit, PerEvent) and unit.active and not unit.made and unit.clause.until is not None:
        call = unit.clause.until
    return [] if call is None else [call]


def _of_agreement(world: World, pact: Pact) -> list[Instant]:
    made = pact.program.made.at
    if made > world.now:  # an act that comes before it was made does not make it forget to begin
        return [made]
    found = [pact.deadline if pact.status != "ended" else None]
    for role in pact.open_roles():
        form = pact.form(role)
        if form is not None:
            found.append(next_wake(form, pact.residues[role], outlook(world, pact, role)))
    return [call for call in found if call is not None]


def _of_promise(world: World, promise: Promise) -> Sequence[Instant]:
    status, clause = promise.status, promise.clause
    if status == "proposed":
        return () if promise.start is None or promise.pact.forced is None else (promise.start.at,)
    if clause.plain and promise.deadlines is NO_DEADLINES:
        return ()
    found: list[Instant | None] = []
    if not clause.plain:
        found += [
            next_wake(promise.condition(role), promise.residue(role), View(world, promise, role))  # type: ignore[arg-type]
            for role in promise.open_roles()
        ]
    if promise.deadlines is not NO_DEADLINES:
        roles = LIMITS.get(status) or ((MUST_NOT,) if promise.continuing else ())
        found += [promise.limit(role) for role in roles]
    if clause.during is not None:
        found += _of_while(world, promise, clause.during)
    return [call for call in found if call is not None]


def _of_while(world: World, promise: Promise, during: Condition) -> Iterator[Instant]:
    for leaf in leaves(during) if promise.live else ():
        if isinstance(leaf, StateHolds) and leaf.span is not None:
            switch = world.switches[f"{promise.pact.name}/{leaf.state}"]
            if switch.on:
                yield shift(switch.since.at, leaf.span, promise.pact.zone)
