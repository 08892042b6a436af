"""Agreements as a whole: coming into force, terms and renewals, and acts on all of an agreement.

Source: semantics.md, sections 3 (Acts, on an agreement), 5 (Agreements) and 10 (Agreements and views).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.acts import judge, lifted, new_limit
from rules.effects import left_of
from rules.inference import Outcome
from rules.instances import PerPeriod
from rules.instants import Moment, spell
from rules.lifecycle import AGREEMENTS, OF_AGREEMENT, PAUSE, SAME, START
from rules.making import activate, open_periods
from rules.pact import FORCE, GUARD, NOTICE, Pact
from rules.past import outlook
from rules.powers import JOINT, may_act_on_agreement, stands_for
from rules.progression import begin, progress
from rules.promise import Pause, Promise
from rules.residue import TERMS, Bounds, Residue, StatusChange, Verdict
from rules.situation import passed
from rules.trace import Cause, Transition

if TYPE_CHECKING:
    from rules.acts import Act
    from rules.engine import Engine
    from rules.facts import Event


#: Acts on an agreement that apply at once to its commitments, and so in order with the acts on these.
PERSONAL = frozenset({"withdraw", "accede"})


class Covenants:
    """What happens to agreements."""

    def __init__(self, engine: Engine) -> None:
        """Work for an engine."""
        self.engine = engine
        self.world = engine.world
        self.waiting: dict[str, Pact] = {}

    # --- conditions --------------------------------------------------------------------------------------------------

    def open(self, pact: Pact) -> None:
        """Begin the conditions of an agreement on the day it was made."""
        if pact.status == "pending" and not pact.residues:
            self._begin(pact, FORCE, pact.program.made)
            self._begin(pact, GUARD, pact.program.made)

    def _begin(self, pact: Pact, role: str, anchor: Moment) -> None:
        form = pact.form(role)
        if form is not None:
            past = outlook(self.world, pact, role)
            residue = begin(form, anchor, Bounds(anchor, None), past, frozenset())
            pact.residues = {**pact.residues, role: residue}

    def advance(self, pact: Pact, fact: Event | StatusChange | None) -> None:
        """Take the conditions of an agreement further."""
        for role in pact.open_roles():
            form = pact.form(role)
            if form is not None:
                past = outlook(self.world, pact, role)
                residue = progress(form, pact.residues[role], fact, past, frozenset())
                pact.residues = {**pact.residues, role: residue}

    # --- status ------------------------------------------------------------------------------------------------------

    def settle(self, pact: Pact) -> None:
        """Let everything happen to an agreement that can happen now."""
        if pact.program.made.at > self.world.now:
            return
        while True:
            outcome, act = self._propose(pact)
            if outcome is None:
                return
            self._apply(pact, outcome, act)

    def _propose(self, pact: Pact) -> tuple[Outcome | None, Act | None]:
        begins = self._infer(pact, None)
        if begins is not None and begins.number == START:
            return begins, None
        for act in self.engine.acts:
            event = act.event
            if event.commitment is not None or event.agreement != pact.name or pact.name in act.done:
                continue
            if event.type in PERSONAL and self._comes_later(pact, act):
                self.waiting[pact.name] = pact
                continue
            if self._permitted(pact, event):
                outcome = self._infer(pact, event)
                if outcome is not None:
                    return outcome, act
        return begins, None

    def _comes_later(self, pact: Pact, act: Act) -> bool:
        """Whether an act of this instant that comes before this one still applies to a commitment of the agreement."""
        return any(
            promise.pact is pact
            and promise.name not in other.done
            and judge(promise, other.event, self.world.vocabulary) is not None
            for other in self.engine.acts[: act.order]
            for promise in self.engine.targets(other.event)
        )

    def take_waiting(self) -> bool:
        """Let agreements whose acts had to wait look at them again; whether there are any."""
        waiting, self.waiting = self.waiting, {}
        for pact in waiting.values():
            self.engine.touch(f"agreement {pact.name}", pact)
        return bool(waiting)

    def _infer(self, pact: Pact, act: Event | None) -> Outcome | None:
        situation = self._situation(pact, act)
        return AGREEMENTS.infer(situation, lambda: dict(zip(OF_AGREEMENT, situation, strict=True)))

    def _permitted(self, pact: Pact, event: Event) -> bool:
        parties = self._parties(pact)
        if event.type in JOINT:
            parties -= frozenset(party for party in parties if self._has_left(pact, party))
        elif event.type == "accede":
            parties |= pact.withdrawn
        return may_act_on_agreement(event.type, event.actor, parties, pact.program.powers, self.world.vocabulary)

    def _parties(self, pact: Pact) -> frozenset[str]:
        """Return all debtors and creditors of now; where a commitment has no instance yet, those of its text."""
        promises = list(self.world.of_agreement(pact.name))
        shown = {promise.clause.name for promise in promises}
        found = {party for promise in promises for party in (*promise.debtors, *promise.creditors)}
        return frozenset(found.union(*(parties for name, parties in pact.named if name not in shown)))

    def _situation(self, pact: Pact, act: Event | None) -> tuple[str | int, ...]:
        forces, guard = pact.verdict(FORCE), pact.verdict(GUARD)
        word = "open" if forces is None else "met" if forces.met else "failed"
        over = passed(pact.deadline, TERMS, self.world)
        return (
            pact.status,
            "met" if pact.program.in_force is None else word,
            int(guard is not None and guard.met),
            int(over),
            int(over and pact.renews()),
            int(bool(pact.pauses)),
            "none" if act is None else act.type,
            int(act is not None and self._has_effect(pact, act)),
        )

    def _has_effect(self, pact: Pact, act: Event) -> bool:
        if act.type == "resume":
            empowered = "resume" in pact.program.powers
            return bool(lifted(pact.pauses, act, self.world.vocabulary, empowered=empowered))
        if act.type == "extend":
            return new_limit(act, pact.deadline, pact.zone) is not None
        if act.type == "withdraw":
            staying = [party for party in self._parties(pact) if not self._has_left(pact, party)]
            return any(stands_for(actor, staying, self.world.vocabulary) for actor in act.actor)
        return act.type != "accede" or any(
            stands_for(actor, pact.withdrawn, self.world.vocabulary) for actor in act.actor
        )

    def _apply(self, pact: Pact, outcome: Outcome, act: Act | None) -> None:
        if act is not None:
            act.done.add(pact.name)
            self._do(pact, act.event)
        if outcome.to == "renewed":
            pact.next_term()
            self._begin(pact, NOTICE, pact.term_start)
            self._go_on(pact)
        elif outcome.to != SAME:
            self._enter(pact, outcome, act)

    def _do(self, pact: Pact, act: Event) -> None:
        if act.type == "suspend":
            pact.pauses = (*pact.pauses, Pause(act.actor, act.data.get("moves-limits") is True))
        elif act.type == "resume":
            empowered = "resume" in pact.program.powers
            pact.pauses = left_of(pact.pauses, act, self.world, powerful=empowered)
            self.touch_all(pact)
        elif act.type == "extend":
            pact.deadline, pact.extended = new_limit(act, pact.deadline, pact.zone), True
            if pact.forced is not None:
                self._begin(pact, NOTICE, pact.term_start)
            self._go_on(pact)
        elif act.type == "withdraw":
            self._withdraw(pact, act)
        elif act.type == "accede":
            self._accede(pact, act)

    def _enter(self, pact: Pact, outcome: Outcome, act: Act | None) -> None:
        verdict = pact.verdict(FORCE if outcome.to == "in-force" and pact.status == "pending" else GUARD)
        now = self.world.now
        day = verdict.day and verdict.at == now if verdict is not None else False
        if outcome.to == "in-force" and pact.status == "pending" and verdict is None:
            day = pact.program.made.day
        if act is not None:
            day = act.event.coarse
        moment = Moment(now, day)
        cause = self._cause(pact, outcome.number, act, verdict)
        role, before = cause.role, pact.status
        pact.status, pact.since = outcome.to, moment
        pact.spells = (*pact.spells, *spell(outcome.to, moment))
        self.engine.tell(Transition(pact.name, moment, self.world.step, before, outcome.to, cause), None)
        if before == "pending" and outcome.to == "in-force":
            pact.begin_term(moment)
            self._begin(pact, NOTICE, moment)
            self._activate(pact)
        if outcome.to == "ended":
            pact.ended = "term" if role == "term" else "early"
            pact.ended_by = role
        self.engine.publish(("agreement", pact.name), StatusChange("agreement", pact.name, None, outcome.to, moment))
        self.engine.watch(f"agreement {pact.name}", pact)
        self.touch_all(pact)

    def _cause(self, pact: Pact, number: int, act: Act | None, verdict: Verdict | None) -> Cause:
        """Return why an agreement changes: an act, the end of its term, what met its condition, or its text."""
        if act is not None:
            return Cause(number, "act", (act.event.id,))
        if number == PAUSE:
            lifting = [one.event for one in self.engine.acts if one.event.type == "resume" and pact.name in one.done]
            return Cause(number, "act", tuple([event.id for event in lifting]))
        role = {0: FORCE, 2: GUARD, 3: "term"}.get(number, "agreement")
        if role == "term":
            return Cause(number, role, limit=pact.deadline)
        if verdict is None or role not in {FORCE, GUARD}:
            return Cause(number, role)
        silent = not verdict.events and not verdict.follows
        return Cause(number, role, verdict.events, verdict.follows, verdict.at if silent else None)

    def _go_on(self, pact: Pact) -> None:
        """Let an agreement go on beyond the end that it had: there may be periods that begin before its new one."""
        self.engine.watch(f"agreement {pact.name}", pact)
        for source in self.engine.made_by[pact.name]:
            if isinstance(source, PerPeriod):
                open_periods(self.engine, source)
        self.touch_all(pact)

    def _activate(self, pact: Pact) -> None:
        for source in self.engine.made_by[pact.name]:
            activate(self.engine, source)

    def touch_all(self, pact: Pact) -> None:
        """Let all commitments of an agreement look at it again."""
        for promise in list(self.world.of_agreement(pact.name)):
            self.engine.touch(promise.name, promise)
        self.engine.touched[f"agreement {pact.name}"] = pact
        for source in self.engine.made_by[pact.name]:
            self.engine.touched[source.name] = source

    # --- parties -----------------------------------------------------------------------------------------------------

    def _leaving(self, act: Event, debtors: tuple[str, ...]) -> tuple[str, ...]:
        """Return the debtors for whom an actor stands."""
        return tuple(
            debtor
            for debtor in debtors
            if any(stands_for(actor, (debtor,), self.world.vocabulary) for actor in act.actor)
        )

    def _withdraw(self, pact: Pact, act: Event) -> None:
        parties = self._parties(pact)
        pact.withdrawn |= {actor for actor in act.actor if stands_for(actor, parties, self.world.vocabulary)}
        for promise in list(self.world.of_agreement(pact.name)):
            leaving = self._leaving(act, promise.debtors)
            if not leaving:
                continue
            staying = tuple(debtor for debtor in promise.debtors if debtor not in leaving)
            if staying:
                promise.withdrawn += leaving
                promise.before = promise.before or promise.parties
                self.engine.forget(promise.name, promise)
                promise.instead = staying, promise.creditors
                self.engine.touch(promise.name, promise)
                continue
            outcome = judge(promise, act, self.world.vocabulary, "withdraw")
            if outcome is not None:
                promise.withdrawn += leaving
                self.engine.fulfilment.by_act(promise, outcome, act)

    def _accede(self, pact: Pact, act: Event) -> None:
        pact.withdrawn -= set(act.actor)
        for promise in list(self.world.of_agreement(pact.name)):
            returning = self._leaving(act, promise.withdrawn)
            if not returning:
                continue
            promise.withdrawn = tuple(party for party in promise.withdrawn if party not in returning)
            if promise.status != "terminated":
                self.engine.forget(promise.name, promise)
                owing = tuple(dict.fromkeys((*promise.debtors, *returning)))
                promise.instead = owing, promise.creditors
                self.engine.touch(promise.name, promise)
                continue
            outcome = judge(promise, act, self.world.vocabulary, "accede")
            if outcome is not None:
                self.engine.fulfilment.by_act(promise, outcome, act)

    def has_left(self, promise: Promise) -> bool:
        """Whether all who would owe it have withdrawn from its agreement."""
        return bool(promise.debtors) and all(self._has_left(promise.pact, debtor) for debtor in promise.debtors)

    def _has_left(self, pact: Pact, party: str) -> bool:
        return any(stands_for(actor, (party,), self.world.vocabulary) for actor in pact.withdrawn)

    def why_not(self, act: Event) -> str:
        """Say why an act on an agreement could not apply."""
        if act.commitment is not None:
            return f"no commitment {act.commitment} to act on yet"
        pact = self.world.pacts.find(act.agreement or "")
        if pact is None:
            return f"no agreement {act.agreement}"
        if not self._permitted(pact, act):
            return f"{', '.join(act.actor)} may not {act.type} {pact.name}"
        return f"{pact.name} was {pact.status}"


__all__ = ["Covenants", "Residue"]
