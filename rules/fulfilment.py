"""A rule fires: the status of a commitment changes, and so do its clocks and anchors, and what depends on it.

Source: semantics.md, section 5 ("Lifecycle rules, most urgent first").
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rules import lifecycle as rule
from rules.anchoring import has_passed, owe, set_out
from rules.causes import cause_of
from rules.effects import take_effect
from rules.evaluation import anchor_role
from rules.families import same_source
from rules.inference import Outcome
from rules.instants import Moment, spell
from rules.instants import moment as moment_of
from rules.lifecycle import SAME
from rules.promise import MUST, MUST_NOT, Promise
from rules.residue import FAILED, StatusChange, Verdict, use_up
from rules.situation import grace_end, limit_in_force, passed
from rules.suspension import go_on, move_dates, pause
from rules.trace import Cause, Transition

if TYPE_CHECKING:
    from rules.engine import Engine
    from rules.facts import Event
    from rules.settling import Proposal


@cache
def _only(outcome: Outcome) -> tuple[Outcome]:
    """Return one outcome alone: the same tuple for all that have it."""
    return (outcome,)


class Fulfilment:
    """Carries out what the rules say."""

    def __init__(self, engine: Engine) -> None:
        """Work for an engine."""
        self.engine = engine
        self.world = engine.world

    def prepare(self, promise: Promise) -> None:
        """Bring up to date what a situation is made of: a beginning, moving clocks, breaches of what continues."""
        if promise.status == "proposed":
            set_out(self.world, promise)
            return
        if promise.status == "suspended" or promise.moves_since is not None:
            move_dates(self.world, promise)
        if promise.continuing:
            self._count_breaches(promise)

    def _count_breaches(self, promise: Promise) -> None:
        if passed(promise.limit(MUST_NOT), FAILED, self.world):
            promise.period_done = True
            self._note(promise, Cause(rule.PERIOD, "must-not", limit=promise.limit(MUST_NOT)), day=False)
            return
        verdict = promise.verdict(MUST_NOT)
        while verdict is not None and verdict.met:
            promise.breaches += 1
            cause, day = cause_of(self.world, promise, rule.BREACH)
            self._prohibit_anew(promise, verdict)
            self._note(promise, cause, day=day)
            verdict = promise.verdict(MUST_NOT)

    def _prohibit_anew(self, promise: Promise, breach: Verdict) -> None:
        """Look for the next breach. Only events can breach again: a state or a time that lasts is one breach."""
        if not breach.events:
            promise.must_not = None
            return
        promise.used = use_up(promise.used, breach.events)
        promise.prohibited_from = Moment(self.world.now, breach.day and breach.at == self.world.now)
        anchor_role(self.world, promise, MUST_NOT, promise.prohibited_from)

    # --- a rule or an act --------------------------------------------------------------------------------------------

    def fire(self, promise: Promise, proposal: Proposal) -> None:
        """Do what a rule, or an act, says."""
        if proposal.act is not None:
            proposal.act.done.add(promise.name)
            self.by_act(promise, proposal.outcome, proposal.act.event)
            return
        fired, before = self.engine.fired, self.engine.fired.get(promise.name)
        fired[promise.name] = _only(proposal.outcome) if before is None else (*before, proposal.outcome)
        cause, day = cause_of(self.world, promise, proposal.number)
        self.change(promise, proposal.outcome, cause, day=day)

    def by_act(self, promise: Promise, outcome: Outcome, act: Event) -> None:
        """Let an effective act apply: what it does besides the status, then the status."""
        if act.type in {"delegate", "assign"}:
            self.engine.forget(promise.name, promise)  # while the parties are those that it watches for
        take_effect(self.world, promise, act, outcome)
        if outcome.to == SAME:
            self._note(promise, Cause(rule.ACT, "act", (act.id,)), day=act.coarse)
            self.engine.touch(promise.name, promise)
            return
        if act.type == "cancel" and outcome.to != "cancelled":
            promise.closed = "cancel"
        self.change(promise, outcome, Cause(rule.ACT, "act", (act.id,)), day=act.coarse)

    def _note(self, promise: Promise, cause: Cause, *, day: bool) -> None:
        """Note what leaves the status as it is: a change of its limit, its parties or its degree, a further breach."""
        moment, status = Moment(self.world.now, day), promise.status
        self.engine.tell(Transition(promise.name, moment, self.world.step, status, status, cause), promise)

    def change(self, promise: Promise, outcome: Outcome, cause: Cause, *, day: bool) -> None:
        """Take a commitment to another status, and tell who listens."""
        before, after = promise.status, outcome.to
        moment = moment_of(self.world.now, day=day)
        promise.status = after
        newest = spell(after, moment)
        promise.spells = (*promise.spells, *newest) if promise.spells else newest
        if after == "suspended":
            pause(self.world, promise, before)
        elif before == "suspended":
            go_on(self.world, promise)
        self._follow_up(promise, before, outcome, moment)
        self.engine.tell(Transition(promise.name, moment, self.world.step, before, after, cause), promise)
        self.engine.touch(promise.name, promise)
        if self.world.memory.topical:
            self._publish(promise, moment)
        if after == "satisfied":
            self._satisfied(promise, moment)
        elif after in {"violated", "lapsed"}:
            self._mend(promise, moment)

    def _publish(self, promise: Promise, moment: Moment) -> None:
        """Tell who listens of a change; it may itself wait for another status of others from now on.

        Others may have come into it, or begun and left it, in this very instant, before it listened.
        """
        self.engine.watch(promise.name, promise)
        if not promise.clause.plain:
            self.engine.advance(promise, None)
        topic = promise.topic
        if self.world.memory.is_heard(topic):
            self.engine.publish(topic, StatusChange(*topic, promise.instance, promise.status, moment))

    def _follow_up(self, promise: Promise, before: str, outcome: Outcome, moment: Moment) -> None:
        """Keep what a change of status leaves behind: anchors, grace, lateness, and by what it was closed."""
        number, after = outcome.number, outcome.to
        if number == rule.OWED:
            owe(self.world, promise, moment)
        elif after == "overdue" and number == rule.LATE:
            promise.set_deadline("grace", replace(promise.deadline("grace"), by=None, span=grace_end(promise)))
        elif number == rule.LATE:
            promise.closed, promise.origin = "time", before
        elif number == rule.BREACH:
            self._breached(promise)
        elif number == rule.START and after == "expired":
            by_must = has_passed(self.world, promise.limit(MUST))
            promise.closed, promise.origin = ("time", promise.first) if by_must else ("other", "none")
            promise.missed = False
        elif number != rule.PAUSE and after not in rule.LIVE and promise.closed != "cancel":
            promise.closed = "other"
        if number == rule.MET:
            self.note_lateness(promise)

    def _breached(self, promise: Promise) -> None:
        promise.closed = "breach"
        promise.breaches = 1
        verdict = promise.verdict(MUST_NOT)
        if promise.clause.continuing and verdict is not None:
            self._prohibit_anew(promise, verdict)

    def note_lateness(self, promise: Promise) -> None:
        """Note by how much it was met late."""
        verdict, limit = promise.verdict(MUST), limit_in_force(promise)
        if verdict is not None and limit is not None and (verdict.at, verdict.step) >= (limit, FAILED):
            promise.late_by = verdict.at - limit

    # --- what satisfaction does to others ----------------------------------------------------------------------------

    def _satisfied(self, promise: Promise, moment: Moment) -> None:
        if promise.clause.remedies:
            self.engine.amends.append(promise)
            for commitment, instance in promise.clause.remedies:
                for other in self.world.named(commitment, instance) or ():
                    self._mend(other, moment)
        verdict = promise.verdict(MUST)
        if MUST in promise.bound_roles and verdict is not None:
            self._use_up(promise, verdict)

    def _mend(self, promise: Promise, moment: Moment) -> None:
        """Remedy what is violated or lapsed at the instant at which one that remedies it is satisfied."""
        for other in self.engine.amends:
            named = (promise.clause.full_name, None), (promise.clause.full_name, promise.instance)
            if promise.status in {"violated", "lapsed"} and any(name in other.clause.remedies for name in named):
                cause = Cause(rule.MET, "remedies", follows=((other.name, "satisfied"),))
                self.change(promise, Outcome(rule.AMENDS, "remedied"), cause, day=moment.day)

    def _use_up(self, promise: Promise, verdict: Verdict) -> None:
        """Let what satisfied one period count for no other."""
        for other in self.world.families[promise.clause.full_name].awake():
            if other is not promise and other.needs_evidence and same_source(other, promise):
                other.used = use_up(other.used, verdict.events)
                if other.detached is not None:
                    anchor_role(self.world, other, MUST, other.detached)
                    self.engine.touch(other.name, other)
