"""The engine: instant by instant, each in four steps, each step until nothing changes.

An instant's events are filed and handed to what watches for them; then the most urgent rule that can fire anywhere
fires, ties by full name, until none can. Only what an instant touches is looked at. Source: semantics.md, section 5.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from rules import evaluation, forms, settling
from rules.acts import ACT_TYPES, ON_AGREEMENTS, ON_COMMITMENTS, Act
from rules.covenants import Covenants
from rules.derive import Derivation
from rules.direct import Direct
from rules.entering import enter
from rules.facts import Event
from rules.filing import Filing, unfiled
from rules.fulfilment import Fulfilment
from rules.instances import PerEvent, PerPeriod
from rules.instants import NEVER, Instant
from rules.making import activate, make, open_periods
from rules.pact import Pact, agreement_of
from rules.program import Program
from rules.promise import Promise
from rules.reporting import reports_of
from rules.residue import EVENTS, TERMS, Fact, StatusChange
from rules.standing import placeholder, stand
from rules.switch import Switch
from rules.switching import advance_state, open_state
from rules.trace import ActReport, Standing, Transition
from rules.waiting import calls, roles_of, start_watching, stop_watching
from rules.world import Shelf, World

if TYPE_CHECKING:
    from rules.inference import Outcome
    from rules.memory import Memory, Told, Topic

Unit = Promise | Pact | Switch | Derivation | PerEvent | PerPeriod

NONE: frozenset[str] = frozenset()
AT, ID = attrgetter("at"), attrgetter("id")


class Engine:
    """Evaluates a program over events, up to an instant.

    ``transitions`` are all changes so far, ``act_reports`` what became of each act. Where ``told`` is a list, it takes
    where the commitment stands after each change (None for the change of an agreement).
    """

    def __init__(self, program: Program, memory: Memory | None = None) -> None:
        """Take what is to be tracked, and working memory if it is kept elsewhere than in dictionaries."""
        self.world = World(program, memory)
        self.units: Shelf[Unit] = self.world.units
        self.made_by: Shelf[Sequence[PerEvent | PerPeriod]] = Shelf(lambda _: ())
        self.transitions: list[Transition] = []
        self.told: list[Standing | None] | None = None
        self.act_reports: list[ActReport] = []
        self.touched: dict[str, Unit] = {}
        self.dirty: dict[str, Unit] = {}
        self.switched: list[Switch] = []
        self.acts: list[Act] = []
        self.amends: list[Promise] = []
        self.fired: dict[str, tuple[Outcome, ...]] = {}
        self.fulfilment = Fulfilment(self)
        self.covenants = Covenants(self)
        self.direct = Direct(self)
        for agreement in program.agreements:
            enter(self, agreement)

    def tell(self, transition: Transition, promise: Promise | None) -> None:
        """Note a change."""
        self.transitions.append(transition)
        if self.told is not None:
            self.told.append(None if promise is None else stand(promise))

    def forget_changes(self) -> None:
        """Forget the changes so far, and what became of acts: they are kept elsewhere."""
        self.transitions.clear()
        self.act_reports.clear()
        if self.told is not None:
            self.told.clear()

    # --- units -------------------------------------------------------------------------------------------------------

    def add(self, name: str, unit: Unit, wake: Instant) -> None:
        """Take in a unit, to be woken at an instant."""
        self.units[name] = unit
        unit.wake = wake
        self.world.memory.call(name, wake)

    def admit(self, promise: Promise) -> None:
        """Take in a commitment instance that comes in this instant, as proposed."""
        self.enter(promise)
        self.touch(promise.name, promise)

    def enter(self, promise: Promise) -> None:
        """Take in a commitment instance, as proposed."""
        family = self.world.families.get(promise.clause.full_name)  # one that is not here yet is not fetched for this
        if promise.instance is not None and family is not None:
            family.add(promise)
        promise.pact.promises.append(promise)
        self.units[promise.name] = promise

    def touch(self, name: str, unit: Unit) -> None:
        """Note that an instant concerns a unit."""
        self.touched[name] = unit
        self.dirty[name] = unit

    def take_dirty(self) -> list[Unit]:
        """Return the units that have to be looked at again, once."""
        units = list(self.dirty.values())
        self.dirty.clear()
        return units

    def find(self, name: str) -> Promise | None:
        """Return a commitment instance by full name, making a period ahead that is named."""
        known = self.world.promises.find(name)
        if known is not None:
            return known
        for source in self.sources(name.partition("[")[0]):
            number = source.number_of(name) if isinstance(source, PerPeriod) else None
            if isinstance(source, PerPeriod) and number is not None:
                promise = source.instance(number)
                self.admit(promise)
                return promise
        return None

    def sources(self, commitment: str) -> list[PerEvent | PerPeriod]:
        """Return what makes the instances of a commitment."""
        return [unit for unit in self.made_by[commitment.partition("/")[0]] if unit.clause.full_name == commitment]

    def targets(self, act: Event) -> list[Promise]:
        """Return the commitments that an act names; without instance, all there are."""
        if act.commitment is None:
            return []
        family = self.world.families.find(act.commitment)
        if family is not None:
            return list(family.members())
        promise = self.find(act.commitment)
        return [] if promise is None else [promise]

    # --- running -----------------------------------------------------------------------------------------------------

    def run(self, events: Iterable[Event], until: Instant) -> None:
        """Evaluate events in order, and all that time alone brings, up to and including an instant."""
        memory = self.world.memory
        ordered = sorted(events, key=AT)
        del ordered[bisect_right(ordered, until, key=AT) :]
        filing: dict[str, Filing] = {}
        self.touched.clear()
        self.dirty.clear()
        soonest, together = memory.soonest(), list[Event]()
        for event, following in zip(ordered, chain(map(AT, islice(ordered, 1, None)), (NEVER,)), strict=False):
            now = event.at
            if soonest <= now or following == now or together:
                while soonest < now:
                    self._wake_only(soonest)
                    soonest = memory.soonest()
                if now in (soonest, following) or together:
                    together.append(event)
                    if following != now:
                        self.instant(now, sorted(together, key=ID), memory.calls(now))
                        together, soonest = [], memory.soonest()
                    continue
            file = filing.get(event.type) or filing.setdefault(event.type, self._filing(event.type))
            told = file(event)
            if told or event.agreement is not None:  # most concern nothing: then nothing is made
                self._begin(now)
                if not self.direct.take(event, told):
                    self._hand_on(event, told, None, NONE)
                    self.settle()
                soonest = memory.soonest()
        while soonest <= until:
            self._wake_only(soonest)
            soonest = memory.soonest()
        self.world.now = max(self.world.now, until)
        self.world.step = TERMS

    def _filing(self, kind: str) -> Filing:
        """Return what files events of a type: not at all, if no pattern is of it and it is no act."""
        memory = self.world.memory
        return memory.filing(kind) if kind in ACT_TYPES or memory.awaits(kind) else unfiled

    def _wake_only(self, now: Instant) -> None:
        """Work through an instant in which nothing happens but that somebody asked to be woken."""
        called = self.world.memory.calls(now)
        self._begin(now)
        if not self.direct.pass_limits(now, called):
            self.instant(now, (), called)

    def instant(self, now: Instant, events: Sequence[Event], called: Iterable[str]) -> None:
        """Work through the four steps of an instant; the last three only where time has something to do in them.

        ``called``: those that asked to be woken now.
        """
        self._begin(now)
        self._wake(now, called)
        for event in events:
            self.take(event, None)
        self.settle()

    def _begin(self, now: Instant) -> None:
        self.world.now, self.world.step = now, EVENTS
        if self.acts:
            self.acts = []
        if self.amends:
            self.amends.clear()

    def settle(self) -> None:
        """Let rules fire, step by step, then follow what was touched."""
        now = self.world.now
        if not self.touched and not self.acts:
            return
        settling.settle(self)
        ahead = self._calls()
        if any(call <= now for found in ahead for call in found):
            self._let_time_pass()
            ahead = self._calls()
        for act in self.acts:
            self.act_reports.extend(reports_of(self, act))
        self.fired.clear()
        for (name, unit), found in zip(self.touched.items(), ahead, strict=True):
            self.follow(name, unit, found)
        self.touched.clear()

    def _calls(self) -> list[Sequence[Instant]]:
        """Return when time alone may change each unit that this instant concerns."""
        return [calls(self.world, unit) for unit in self.touched.values()]

    def _let_time_pass(self) -> None:
        """Work through the steps in which time has something to do to what this instant concerns."""
        for step in range(EVENTS + 1, TERMS + 1):
            self.world.step = step
            for unit in list(self.touched.values()):
                self.advance(unit, None)
            settling.settle(self)

    def _wake(self, now: Instant, called: Iterable[str]) -> None:
        """Let the beginning of an instant reach the units that asked for it."""
        for name in called:
            unit = self.units.find(name)
            if unit is None or unit.wake is None or unit.wake > now:
                continue
            unit.wake = None
            self.touch(name, unit)
            if isinstance(unit, Pact):
                self.covenants.open(unit)
            elif isinstance(unit, Switch):
                open_state(self.world, unit)
            elif isinstance(unit, PerPeriod):
                open_periods(self, unit)
            elif isinstance(unit, PerEvent):
                activate(self, unit)
            self.watch(name, unit)
            self.advance(unit, None)

    def take(self, event: Event, scope: str | None, counted: frozenset[str] = NONE) -> None:
        """File an event and hand it to what watches for it; then what it counts as.

        ``scope``: the agreement in which it is a derived event, None for what really happened. ``counted``: the types
        that it has counted as before, each once.
        """
        self._hand_on(event, self.world.memory.file(event, scope), scope, counted)

    def _hand_on(self, event: Event, told: Told, scope: str | None, counted: frozenset[str]) -> None:
        derivations: list[Derivation] = []
        for name, roles in sorted(told.items(), key=_states_first):
            unit = self.units.find(name)
            if unit is None or (scope is not None and agreement_of(unit) != scope):
                continue
            if isinstance(unit, Promise):
                if evaluation.advance(self.world, unit, event, roles):
                    self.touch(name, unit)
            elif isinstance(unit, Derivation):
                derivations.append(unit)
            else:
                self.touched[name] = unit
                self.advance(unit, event)
        if scope is None and event.agreement is not None:
            self._note_act(event)
        for derivation in derivations:
            if derivation.program.yields not in counted:
                for derived in derivation.derive(event):
                    self.take(derived, derivation.pact.name, counted | {derived.type})

    def _note_act(self, event: Event) -> None:
        if event.type not in (ON_AGREEMENTS if event.commitment is None else ON_COMMITMENTS):
            return
        self.acts.append(Act(event, len(self.acts)))
        pact = self.world.pacts.find(event.agreement or "")
        if event.commitment is None and pact is not None:
            self.touch(f"agreement {pact.name}", pact)
        for promise in self.targets(event):
            self.touch(promise.name, promise)

    def advance(self, unit: Unit, fact: Fact) -> None:
        """Take the conditions of a unit further by a fact, or by time alone."""
        if isinstance(unit, Promise):
            evaluation.advance(self.world, unit, fact, None)
            self.dirty[unit.name] = unit
        elif isinstance(unit, Pact):
            self.covenants.advance(unit, fact)
            self.dirty[f"agreement {unit.name}"] = unit
        elif isinstance(unit, Switch):
            advance_state(self.world, unit, fact)
            if unit.changed:
                self.switched.append(unit)
                self.watch(f"state {unit.name}", unit)
        elif isinstance(unit, PerEvent) and isinstance(fact, Event):
            make(self, unit, fact)

    def publish(self, topic: Topic, change: StatusChange) -> None:
        """Tell what listens to a topic of a change."""
        for name in self.world.memory.listeners(topic):
            unit = self.units[name]
            self.touch(name, unit)
            self.advance(unit, change)

    def follow(self, name: str, unit: Unit, ahead: Sequence[Instant]) -> None:
        """Watch for what a unit waits for now, and ask for the next of its calls that lies ahead."""
        self.watch(name, unit)
        now = self.world.now
        wake = min([call for call in ahead if call > now], default=None) if ahead else None
        if wake != unit.wake:
            if wake is not None:
                self.world.memory.call(name, wake)
            unit.wake = wake

    def watch(self, name: str, unit: Unit) -> None:
        """Watch for what a unit waits for now, and no more for what it has waited for."""
        before, now = unit.watching, roles_of(unit)
        if before == now:
            return
        for role in before:
            if role not in now:
                stop_watching(self.world, unit, name, role)
        for role in now:
            if role not in before:
                start_watching(self.world, unit, name, role)
        unit.watching = now

    def forget(self, name: str, unit: Unit) -> None:
        """Watch for nothing: what a unit waits for is about to change, and worked out anew when it is followed."""
        for role in unit.watching:
            stop_watching(self.world, unit, name, role)
        unit.watching = ()

    # --- answers -----------------------------------------------------------------------------------------------------

    def standings(self, of: Iterable[Promise] | None = None) -> list[Standing]:
        """Return where everything stands that is listed, by full name.

        ``of``: of the commitments that there are only these, and what stands for those that are still to come.
        """
        promises = self.world.promises.values() if of is None else of
        rows = [stand(promise) for promise in promises if self._listed(promise)]
        sources = [unit for unit in self.units.values() if isinstance(unit, PerEvent) and not unit.made]
        rows += [placeholder(source, self.world.now) for source in sources]
        return sorted(rows, key=lambda row: row.name)

    def no_longer_listed(self) -> list[str]:
        """Return the rows that stood for instances of a `for-each` before there were any."""
        return [unit.row for unit in self.units.values() if isinstance(unit, PerEvent) and unit.made]

    def _listed(self, promise: Promise) -> bool:
        """A period ahead is listed only when asked for by name."""
        ahead = promise.clause.every is not None and promise.status == "proposed"
        return not ahead or (promise.start is not None and promise.start.at <= self.world.now)

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, a period ahead among them; None: there is no such one."""
        promise = self.find(name)
        if promise is not None:
            return stand(promise)
        for unit in self.sources(name.partition("[")[0]):
            if isinstance(unit, PerEvent) and unit.row == name and not unit.made:
                return placeholder(unit, self.world.now)
        return None

    def ineffective(self) -> set[str]:
        """Return the ids of the acts that could not apply at any moment of their instant."""
        return {report.event for report in self.act_reports if not report.effective}


def _states_first(told: tuple[str, object]) -> bool:
    """Sort what is told of an event: a state has switched before anything else looks at it."""
    return not told[0].startswith("state ")


__all__ = ["Engine", "Unit", "forms"]
