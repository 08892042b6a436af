"""The engine: instant by instant, each in four steps, each step until nothing changes.

An instant's events are filed and handed to what watches for them; then the most urgent rule that can fire anywhere fires,
ties by full name, until none can. Only what an instant touches is looked at. Source: semantics.md, section 5.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import count

from rules import evaluation, settling
from rules.acts import ON_AGREEMENTS, ON_COMMITMENTS, Act, reason
from rules.conditions import Condition
from rules.covenants import Covenants
from rules.derive import Derivation
from rules.facts import Event
from rules.fulfilment import Fulfilment
from rules.instances import PerEvent, PerPeriod, each_value, full_name
from rules.binding import bind
from rules.instants import Instant, Moment
from rules.memory import Memory, Place, Topic, patterns
from rules.pact import Pact
from rules.past import Outlook
from rules.program import Agreement, Clause, Program
from rules.promise import Promise
from rules.residue import EVENTS, TERMS, Bounds, Residue, StatusChange, Verdict, begin, next_wake, progress
from rules.standing import placeholder, stand
from rules.switch import Switch
from rules.trace import ActReport, Standing, Transition
from rules.world import Family, Shelf, World

Unit = Promise | Pact | Switch | Derivation | PerEvent | PerPeriod


class Engine:
    """Evaluates a program over events, up to an instant."""

    def __init__(self, program: Program, memory: Memory | None = None) -> None:
        """Take what is to be tracked, and working memory if it is kept elsewhere than in dictionaries."""
        self.world = World(program, memory)
        self.units: Shelf[Unit] = Shelf()
        self.transitions: list[Transition] = []
        self.act_reports: list[ActReport] = []
        self.touched: dict[str, Unit] = {}
        self.dirty: dict[str, Unit] = {}
        self.acts: list[Act] = []
        self.made_by: Shelf[list[PerEvent | PerPeriod]] = Shelf(lambda _: [])
        self._numbers = count()
        self.fulfilment = Fulfilment(self)
        self.covenants = Covenants(self)
        for agreement in program.agreements:
            self._enter(agreement)

    # --- setting up --------------------------------------------------------------------------------------------------

    def _enter(self, agreement: Agreement) -> None:
        pact = Pact(agreement)
        self.world.pacts[pact.name] = pact
        self._declare(agreement)
        self.add(f"agreement {pact.name}", pact, agreement.made.at)
        for state in agreement.states:
            switch = Switch(state, pact)
            self.world.switches[switch.name] = switch
            self.add(f"state {switch.name}", switch, agreement.made.at)
        for number, entry in enumerate(agreement.counts_as):
            derivation = Derivation(entry, number, pact, self.world)
            places = [place for part in entry.parts for place in self.world.memory.places(part, pact.name, {})]
            derivation.places = tuple(places)
            self.units[derivation.name] = derivation
            self.world.memory.watch(derivation.name, places, ())
        for clause in agreement.clauses:
            self._enter_clause(clause, pact)
        pact.parties = frozenset(
            name for promise in self.world.of_agreement(pact.name) for name in (*promise.debtors, *promise.creditors)
        ) | frozenset(
            name
            for clause in agreement.clauses
            if clause.for_each is not None or clause.every is not None
            for _, env in each_value(clause)
            for name in (*bind(clause, env).debtors, *bind(clause, env).creditors)
            if isinstance(name, str)
        )

    def _declare(self, agreement: Agreement) -> None:
        forms: list[Condition | None] = [agreement.in_force, agreement.guard]
        forms += [agreement.renewal.unless] if agreement.renewal else []
        for state in agreement.states:
            forms += [state.starts, state.ends]
        for clause in agreement.clauses:
            forms += [clause.antecedent, clause.guard, clause.must, clause.must_not]
            if clause.for_each is not None:
                self.world.memory.declare(clause.for_each)
        for form in forms:
            for pattern in patterns(form) if form is not None else ():
                self.world.memory.declare(pattern)
        for entry in agreement.counts_as:
            for part in entry.parts:
                self.world.memory.declare_join(part)

    def _enter_clause(self, clause: Clause, pact: Pact) -> None:
        dynamic = clause.for_each is not None or clause.every is not None
        self.world.families[clause.full_name] = Family(dynamic=dynamic)
        for parts, env in each_value(clause):
            bound = bind(clause, env) if env else clause
            if clause.for_each is not None:
                source: PerEvent | PerPeriod = PerEvent(bound, pact, parts)
                self._add_source(source)
            elif clause.every is not None:
                source = PerPeriod(bound, pact, parts)
                self._add_source(source)
            else:
                self.admit(Promise(full_name(clause, parts), bound, pact, ",".join(parts) if parts else None))

    def _add_source(self, source: PerEvent | PerPeriod) -> None:
        self.units[source.name] = source
        self.made_by[source.pact.name].append(source)

    def add(self, name: str, unit: Unit, wake: Instant | None) -> None:
        """Take in a unit, to be woken at an instant."""
        self.units[name] = unit
        if wake is not None:
            unit.wake = wake
            self.world.memory.call(name, wake)

    def admit(self, promise: Promise) -> None:
        """Take in a commitment instance, as proposed."""
        self.world.promises[promise.name] = promise
        self.world.families[promise.clause.full_name].promises.append(promise)
        self.units[promise.name] = promise
        self.touch(promise.name, promise)

    # --- running -----------------------------------------------------------------------------------------------------

    def run(self, events: Iterable[Event], until: Instant) -> None:
        """Evaluate events in order, and all that time alone brings, up to and including an instant."""
        ordered = sorted((event for event in events if event.at <= until), key=lambda event: (event.at, event.id))
        place, size = 0, len(ordered)
        self.touched.clear()
        self.dirty.clear()
        while True:
            call = self.world.memory.next_call()
            at = ordered[place].at if place < size else None
            now = call if at is None or (call is not None and call < at) else at
            if now is None or now > until:
                break
            first = place
            while place < size and ordered[place].at == now:
                place += 1
            self.instant(now, ordered[first:place])
        self.world.now = max(self.world.now, until)
        self.world.step = TERMS

    def instant(self, now: Instant, events: list[Event]) -> None:
        """Work through the four steps of an instant."""
        self.world.now = now
        self.world.step = EVENTS
        self.acts = []
        for name in self.world.memory.calls(now):
            unit = self.units.find(name)
            if unit is not None and unit.wake is not None and unit.wake <= now:
                unit.wake = None
                self.touch(name, unit)
                self._open(unit)
        for event in events:
            self.take(event, None)
        self.publish_states()
        settling.settle(self)
        for step in range(EVENTS + 1, TERMS + 1):
            self.world.step = step
            for unit in list(self.touched.values()):
                self.advance(unit, None)
            self.publish_states()
            settling.settle(self)
        self._report_acts()
        for name, unit in self.touched.items():
            self.follow(name, unit)
        self.touched = {}

    def touch(self, name: str, unit: Unit) -> None:
        """Note that an instant concerns a unit."""
        self.touched[name] = unit
        self.dirty[name] = unit

    def _open(self, unit: Unit) -> None:
        """Let the start of an instant reach a unit: what it waited to begin begins."""
        if isinstance(unit, Pact):
            self.covenants.open(unit)
        elif isinstance(unit, Switch) and unit.residue is None:
            self.begin_state(unit, unit.since, ordered=False)
        elif isinstance(unit, PerPeriod):
            self.open_periods(unit)
        self.advance(unit, None)

    # --- events ------------------------------------------------------------------------------------------------------

    def take(self, event: Event, scope: str | None) -> None:
        """File an event and hand it to what watches for it; then what it counts as."""
        derivations: list[Derivation] = []
        for name in self.world.memory.file(event, scope):
            unit = self.units.find(name)
            if unit is None or (scope is not None and _agreement_of(unit) != scope):
                continue
            if isinstance(unit, Derivation):
                derivations.append(unit)
                continue
            self.touch(name, unit)
            self.advance(unit, event)
        if scope is None and (event.commitment is not None or event.agreement is not None):
            self._note_act(event)
        for derivation in derivations:
            for derived in derivation.derive(event):
                self.take(derived, derivation.pact.name)

    def _note_act(self, event: Event) -> None:
        on_commitment = event.commitment is not None and event.type in ON_COMMITMENTS
        on_agreement = event.commitment is None and event.type in ON_AGREEMENTS
        if on_commitment or on_agreement:
            self.acts.append(Act(event, next(self._numbers)))
            if on_agreement:
                pact = self.world.pacts.find(event.agreement or "")
                if pact is not None:
                    self.touch(f"agreement {pact.name}", pact)
            for promise in self.targets(event):
                self.touch(promise.name, promise)

    def targets(self, act: Event) -> list[Promise]:
        """Return the commitments that an act names; a period ahead that it names is made now."""
        if act.commitment is None:
            return []
        family = self.world.families.find(act.commitment)
        if family is not None:
            return list(family.promises)
        return [found] if (found := self.find(act.commitment)) is not None else []

    def find(self, name: str) -> Promise | None:
        """Return a commitment instance by full name, making a period ahead that is named."""
        known = self.world.promises.find(name)
        if known is not None:
            return known
        for unit in self.sources(name.partition("[")[0]):
            if isinstance(unit, PerPeriod):
                number = unit.number_of(name)
                if number is not None:
                    promise = unit.instance(number)
                    self.admit(promise)
                    return promise
        return None

    def sources_of(self, pact: Pact) -> list[PerEvent | PerPeriod]:
        """Return what makes the instances of an agreement's commitments."""
        return self.made_by[pact.name]

    def sources(self, commitment: str) -> list[PerEvent | PerPeriod]:
        """Return what makes the instances of a commitment."""
        agreement = commitment.partition("/")[0]
        return [unit for unit in self.made_by[agreement] if unit.clause.full_name == commitment]

    def advance(self, unit: Unit, fact: Event | StatusChange | None) -> None:
        """Take the conditions of a unit further."""
        if isinstance(unit, Promise):
            evaluation.advance(self.world, unit, fact)
            self.dirty[unit.name] = unit
        elif isinstance(unit, Pact):
            self.covenants.advance(unit, fact)
            self.dirty[f"agreement {unit.name}"] = unit
        elif isinstance(unit, Switch):
            self.advance_state(unit, fact)
        elif isinstance(unit, PerEvent) and isinstance(fact, Event):
            self.make(unit, fact)

    # --- states ------------------------------------------------------------------------------------------------------

    def begin_state(self, switch: Switch, moment: Moment, *, ordered: bool) -> None:
        """Look for what switches a state next, after the moment at which it was switched."""
        form = switch.form
        if form is not None:
            past = Outlook(self.world, switch.pact.name, switch.pact.zone, ordered=ordered)
            switch.residue = begin(form, moment, Bounds(moment, None), past, frozenset())
        self._turn(switch)

    def advance_state(self, switch: Switch, fact: Event | StatusChange | None) -> None:
        """Take the condition of a state further."""
        form = switch.form
        if switch.residue is not None and form is not None:
            past = Outlook(self.world, switch.pact.name, switch.pact.zone, ordered=True)
            switch.residue = progress(form, switch.residue, fact, past, frozenset())
            self._turn(switch)

    def _turn(self, switch: Switch) -> None:
        verdict = switch.residue
        if isinstance(verdict, Verdict) and verdict.met:
            moment = Moment(self.world.now, verdict.day and verdict.at == self.world.now)
            switch.turn(moment)
            switch.residue = None
            if not (isinstance(switch.form, type(None))):
                self.begin_state(switch, moment, ordered=True)

    def publish_states(self) -> None:
        """Tell what listens to the states that have switched."""
        changed = [unit for unit in self.touched.values() if isinstance(unit, Switch) and unit.changed]
        for switch in changed:
            switch.changed = False
            status = "holds" if switch.on else "ended"
            self.publish(("state", switch.name), StatusChange("state", switch.name, None, status, switch.since))

    def publish(self, topic: Topic, change: StatusChange) -> None:
        """Tell what listens to a topic of a change."""
        for name in self.world.memory.listeners(topic):
            unit = self.units[name]
            self.touch(name, unit)
            self.advance(unit, change)

    # --- instances ---------------------------------------------------------------------------------------------------

    def activate(self, source: PerEvent | PerPeriod) -> None:
        """Let a source of instances begin, its agreement being in force."""
        if isinstance(source, PerPeriod):
            forced = source.pact.forced
            while forced is not None and source.start_of(source.number + 1) - 1 < forced.at:
                source.number += 1
            self.open_periods(source)
            return
        start = source.clause.start or source.pact.forced
        if start is not None and start.at > self.world.now:
            source.wake = start.at
            self.world.memory.call(source.name, start.at)
            return
        if start is None or source.active:
            return
        source.active = True
        past = Outlook(self.world, source.pact.name, source.pact.zone)
        for event in past.events(source.pattern, start.at):
            self.make(source, event)
        self.follow(source.name, source)

    def make(self, source: PerEvent, event: Event) -> None:
        """Make the instance that an event calls for."""
        start = source.clause.start or source.pact.forced
        past = Outlook(self.world, source.pact.name, source.pact.zone)
        if not source.active or start is None or source.pact.ended != "no" or not past.fits(source.pattern, event):
            return
        moment = Moment(event.at, event.coarse) if event.at >= start.at else start
        promise = source.instance(event, moment)
        if promise is not None and not self.covenants.has_left(promise):
            self.admit(promise)

    def open_periods(self, source: PerPeriod) -> None:
        """Make the instances of the periods that have begun."""
        if source.pact.forced is None:
            return
        while source.exists(source.number):
            start = source.start_of(source.number)
            if start > self.world.now:
                source.wake = start
                self.world.memory.call(source.name, start)
                return
            if source.pact.ended != "no" and not source.clause.survives:
                return
            promise = source.instance(source.number)
            source.number += 1
            known = self.world.promises.find(promise.name)
            if known is not None:
                self.touch(known.name, known)
            elif not self.covenants.has_left(promise):
                self.admit(promise)

    # --- afterwards --------------------------------------------------------------------------------------------------

    def follow(self, name: str, unit: Unit) -> None:
        """Watch for what a unit waits for now, and ask for its next call."""
        places: tuple[Place, ...]
        topics: tuple[Topic, ...]
        if isinstance(unit, Promise):
            places, topics = evaluation.watched(self.world, unit)
            wake = evaluation.wake_of(self.world, unit)
        elif isinstance(unit, Pact):
            places, topics, wake = self.covenants.wants(unit)
        elif isinstance(unit, Switch):
            places, topics, wake = self.wants_of_state(unit)
        elif isinstance(unit, PerEvent):
            watching = unit.active and unit.pact.ended == "no"
            places = tuple(self.world.memory.places(unit.pattern, unit.pact.name, {})) if watching else ()
            topics, wake = (), unit.wake
        else:
            return
        if places != unit.places or topics != unit.topics:
            self.world.memory.unwatch(name, unit.places, unit.topics)
            self.world.memory.watch(name, places, topics)
            unit.places, unit.topics = places, topics
        if wake is not None and wake != unit.wake:
            self.world.memory.call(name, wake)
        unit.wake = wake

    def wants_of_state(self, switch: Switch) -> tuple[tuple[Place, ...], tuple[Topic, ...], Instant | None]:
        """Return what a state waits for."""
        form, residue = switch.form, switch.residue
        if form is None or residue is None:
            return (), (), switch.wake
        return wants(self.world, switch.pact, [(form, residue)])

    def _report_acts(self) -> None:
        for act in self.acts:
            event = act.event
            names = [promise.name for promise in self.targets(event)] or [event.commitment or event.agreement or ""]
            for name in sorted(act.done):
                self.act_reports.append(ActReport(event.id, name, effective=True))
            if not act.done:
                for name in names:
                    self.act_reports.append(ActReport(event.id, name, effective=False, reason=self._why_not(act, name)))

    def _why_not(self, act: Act, name: str) -> str:
        promise = self.world.promises.find(name)
        if promise is not None:
            return act.refused.get(name) or reason(promise, act.event, self.world.vocabulary)
        return self.covenants.why_not(act.event)

    # --- answers -----------------------------------------------------------------------------------------------------

    def standings(self) -> list[Standing]:
        """Return where everything stands that is listed, by full name."""
        rows = [stand(self.world, promise) for promise in self.world.promises.values() if self._listed(promise)]
        for unit in self.units.values():
            if isinstance(unit, PerEvent) and not unit.made:
                rows.append(placeholder(unit))
        return sorted(rows, key=lambda row: row.name)

    def no_longer_listed(self) -> list[str]:
        """Return the rows that stood for instances of a `for-each` before there were any."""
        return [unit.name.removesuffix("?") for unit in self.units.values() if isinstance(unit, PerEvent) and unit.made]

    def _listed(self, promise: Promise) -> bool:
        """A period ahead is listed only when asked for by name."""
        ahead = promise.clause.every is not None and promise.status == "proposed"
        return not ahead or (promise.start is not None and promise.start.at <= self.world.now)

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, a period ahead among them; None: there is no such one."""
        promise = self.find(name)
        if promise is not None:
            return stand(self.world, promise)
        for unit in self.sources(name.partition("[")[0]):
            if isinstance(unit, PerEvent) and f"{name}?" == unit.name and not unit.made:
                return placeholder(unit)
        return None

    def ineffective(self) -> set[str]:
        """Return the ids of the acts that could not apply at any moment of their instant."""
        return {report.event for report in self.act_reports if not report.effective}


def wants(
    world: World, pact: Pact, open_conditions: list[tuple[Condition, Residue]]
) -> tuple[tuple[Place, ...], tuple[Topic, ...], Instant | None]:
    """Return what conditions of an agreement or a state wait for: places, topics, and the next call."""
    places: dict[Place, None] = {}
    topics: dict[Topic, None] = {}
    wake: Instant | None = None
    past = Outlook(world, pact.name, pact.zone)
    for form, residue in open_conditions:
        for pattern in patterns(form):
            places.update(dict.fromkeys(world.memory.places(pattern, pact.name, {})))
        topics.update(dict.fromkeys(evaluation.topics_of(form, pact.name)))
        found = next_wake(form, residue, past)
        if found is not None and found > world.now and (wake is None or found < wake):
            wake = found
    return tuple(places), tuple(topics), wake


def _agreement_of(unit: Unit) -> str:
    return unit.name if isinstance(unit, Pact) else unit.pact.name


__all__ = ["Engine", "heapq"]
