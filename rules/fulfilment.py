"""What a rule that fires does to a commitment: its status, its clocks, the anchors of its conditions.

Source: semantics.md, section 5 ("Lifecycle rules") and sections 3 and 10 (Acts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.acts import lifted, moved_role, new_limit, without
from rules.evaluation import anchor_role, begun, grace_end, passed, same_source, word_of_must
from rules.instants import Moment
from rules.lifecycle import SAME, Outcome
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Pause, Promise
from rules.residue import FAILED, StatusChange, Verdict
from rules.trace import Cause, Transition

if TYPE_CHECKING:
    from rules.engine import Engine
    from rules.facts import Event
    from rules.instants import Instant
    from rules.settling import Proposal

#: The part of a commitment whose verdict decides, by rule.
DECIDES = {2: UNLESS, 5: MUST_NOT, 6: MUST, 7: MUST, 9: IF, 10: IF}


class Fulfilment:
    """Carries out what the rules say."""

    def __init__(self, engine: Engine) -> None:
        """Work for an engine."""
        self.engine = engine
        self.world = engine.world

    # --- before a rule is looked for ---------------------------------------------------------------------------------

    def prepare(self, promise: Promise) -> None:
        """Bring up to date what a situation is made of: a beginning, moving clocks, breaches of what continues."""
        if promise.status == "proposed":
            if UNLESS not in promise.residues and IF not in promise.residues and begun(self.world, promise):
                self._set_out(promise)
            return
        self._move_dates(promise)
        if promise.clause.continuing and promise.status == "violated":
            self._count_breaches(promise)

    def _set_out(self, promise: Promise) -> None:
        """Anchor what runs from the start, and see whether the limit has passed already."""
        start = promise.start or promise.pact.forced
        if start is None or promise.pact.ended != "no" and not promise.clause.survives:
            return
        if promise.detached is not None:
            return
        promise.start = start
        self._anchor_at_start(promise, start)
        if promise.clause.antecedent is None:
            self._detach(promise, start)
        promise.missed = self._missed(promise)

    def _anchor_at_start(self, promise: Promise, start: Moment) -> None:
        within = promise.clause.antecedent_limit.within
        if within is not None:
            from rules.calendar import span_end

            promise.deadlines[IF] = promise.deadlines[IF]._replace(span=span_end(start, within, promise.pact.zone))
        anchor_role(self.world, promise, UNLESS, start)
        anchor_role(self.world, promise, IF, start)
        if promise.clause.early:
            anchor_role(self.world, promise, MUST, start)

    def _missed(self, promise: Promise) -> bool:
        must = promise.verdict(MUST)
        limit = promise.limit(MUST)
        if must is not None and must.met and (limit is None or must.at <= limit):
            return False
        now = self.world.now
        if limit is not None and limit < now:
            return True
        period, latest = promise.limit(MUST_NOT), promise.limit("until")
        alone = promise.clause.must is None
        if period is not None and period < now and (alone or promise.clause.antecedent is not None):
            return True
        return promise.clause.antecedent is not None and latest is not None and latest < now

    def _move_dates(self, promise: Promise) -> None:
        """Move the limits given as dates by a suspension that says so, as far as it has come."""
        moving = any(pause.moves_limits for pause in promise.pauses) or (
            promise.pact.status == "suspended" and any(pause.moves_limits for pause in promise.pact.pauses)
        )
        if moving and promise.status == "suspended" and promise.moves_since is None:
            promise.moves_since = self.world.now
        elif not moving and promise.moves_since is not None:
            since, promise.moves_since = promise.moves_since, None
            for role, deadline in promise.deadlines.items():
                promise.deadlines[role] = deadline.moved(self.world.now, since)

    def _count_breaches(self, promise: Promise) -> None:
        if passed(promise.limit(MUST_NOT), FAILED, self.world):
            promise.period_done = True
            return
        verdict = promise.verdict(MUST_NOT)
        while verdict is not None and verdict.met:
            promise.breaches += 1
            self._prohibit_again(promise, verdict)
            verdict = promise.verdict(MUST_NOT)

    def _prohibit_again(self, promise: Promise, breach: Verdict) -> None:
        promise.used |= frozenset(breach.events)
        promise.prohibited_from = Moment(self.world.now, breach.day and breach.at == self.world.now)
        anchor_role(self.world, promise, MUST_NOT, promise.prohibited_from)

    # --- a rule fires ------------------------------------------------------------------------------------------------

    def fire(self, promise: Promise, proposal: Proposal) -> None:
        """Do what a rule, or an act, says."""
        if proposal.act is not None:
            proposal.act.done.add(promise.name)
            self.by_act(promise, proposal.outcome, proposal.act.event)
            return
        promise.fired.add(proposal.outcome)
        cause, day = self._cause(promise, proposal.outcome)
        self.change(promise, proposal.outcome, cause, day=day)

    def by_act(self, promise: Promise, outcome: Outcome, act: Event) -> None:
        """Let an effective act apply: what it does besides the status, then the status."""
        self._do(promise, outcome, act)
        if outcome.to == SAME:
            self.engine.touch(promise.name, promise)
        else:
            cause = Cause(1, "act", (act.id,))
            self.change(promise, outcome, cause, day=act.coarse, act=act.type)

    def change(self, promise: Promise, outcome: Outcome, cause: Cause, *, day: bool, act: str | None = None) -> None:
        """Take a commitment to another status, and tell who listens."""
        before, after = promise.status, outcome.to
        moment = Moment(self.world.now, day)
        if before == "suspended" and after != "suspended":
            self._resume(promise)
        promise.status, promise.since = after, moment
        promise.spells.append((after, moment))
        self._consequences(promise, before, outcome, act, moment)
        self.engine.transitions.append(Transition(promise.name, moment, self.world.step, before, after, cause))
        self.engine.touch(promise.name, promise)
        topic = ("commitment", promise.clause.full_name)
        self.engine.publish(
            topic, StatusChange("commitment", promise.clause.full_name, promise.instance, after, moment)
        )
        if after == "satisfied":
            self._satisfied(promise, moment)

    def _consequences(
        self, promise: Promise, before: str, outcome: Outcome, act: str | None, moment: Moment
    ) -> None:
        after, number = outcome.to, outcome.number
        if after == "suspended":
            promise.left = before
            promise.paused_at = self.world.now
            promise.suspensions.append((self.world.now, None))
            self._restart_prohibition(promise)
            self._move_dates(promise)
        elif before == "suspended":
            self._restart_prohibition(promise)
            if after == promise.left:
                return
        if number == 10:
            self._detach(promise, moment)
        elif after == "overdue":
            promise.deadlines["grace"] = promise.deadlines["grace"]._replace(by=None, span=grace_end(promise))
        elif number == 7:
            promise.closed, promise.origin = "time", before
        elif number == 5:
            promise.closed = "breach"
            promise.breaches = 1
            verdict = promise.verdict(MUST_NOT)
            if promise.clause.continuing and verdict is not None:
                self._prohibit_again(promise, verdict)
        elif act == "cancel" and after != "cancelled":
            promise.closed = "cancel"
        elif after not in {"conditional", "detached", "suspended"}:
            promise.closed = "other"
        if number == 6:
            self._note_lateness(promise)

    def _note_lateness(self, promise: Promise) -> None:
        verdict, limit = promise.verdict(MUST), promise.limit(MUST)
        if verdict is not None and limit is not None and (verdict.at, verdict.step) >= (limit, FAILED):
            promise.late_by = verdict.at - limit

    def _cause(self, promise: Promise, outcome: Outcome) -> tuple[Cause, bool]:
        """Return the cause of a change by rule, and whether it was given as a bare date."""
        number, now = outcome.number, self.world.now
        if number == 0:
            start = promise.start or promise.pact.forced
            forced = promise.pact.forced
            bare = (start is not None and start.at == now and start.day) or (
                forced is not None and forced.at == now and forced.day
            )
            return Cause(0, "start", follows=((promise.pact.name, "in-force"),)), bare
        if number == 3:
            since = promise.pact.since
            return Cause(3, "agreement", follows=((promise.pact.name, "ended"),)), since.at == now and since.day
        if number == 4:
            return self._cause_of_pause(promise), False
        if number == 8:
            return Cause(8, "must-not", limit=promise.limit(MUST_NOT)), False
        role = DECIDES[number]
        verdict = promise.verdict(role)
        if number == 7 and word_of_must(promise) != "failed":
            role = "grace" if promise.status == "overdue" else "limit"
            limit = promise.end_of_grace() if role == "grace" else promise.limit(MUST)
            return Cause(7, role, limit=limit), False
        if verdict is None:
            if promise.clause.antecedent is None or number == 9:
                return Cause(number, "until" if number == 9 else "start", limit=self._latest(promise)), False
            return Cause(number, role), False
        limit = verdict.at if not verdict.met and not verdict.events and not verdict.follows else None
        return Cause(number, role, verdict.events, verdict.follows, limit), verdict.day and verdict.at == now

    def _latest(self, promise: Promise) -> Instant | None:
        limits = [promise.limit(role) for role in ("until", MUST_NOT, IF)]
        return min((limit for limit in limits if limit is not None), default=None)

    def _cause_of_pause(self, promise: Promise) -> Cause:
        if promise.clause.during is not None:
            return Cause(4, "while")
        return Cause(4, "agreement", follows=((promise.pact.name, promise.pact.status),))

    # --- clocks and anchors ------------------------------------------------------------------------------------------

    def _detach(self, promise: Promise, moment: Moment) -> None:
        """Anchor must and must-not where it becomes owed; what met `if` does not count for them again."""
        promise.detached = moment
        antecedent = promise.verdict(IF)
        if antecedent is not None and not promise.clause.early:
            promise.used |= frozenset(antecedent.events)
        promise.anchor_limits(moment)
        promise.prohibited_from = moment
        anchor_role(self.world, promise, MUST_NOT, moment)
        if not promise.clause.early or promise.clause.antecedent is None:
            anchor_role(self.world, promise, MUST, moment)

    def _restart_prohibition(self, promise: Promise) -> None:
        if promise.prohibited_from is not None and promise.forms[MUST_NOT] is not None:
            anchor_role(self.world, promise, MUST_NOT, promise.prohibited_from)

    def _resume(self, promise: Promise) -> None:
        """Let the spans go on that stopped while it was suspended."""
        now = self.world.now
        paused = promise.paused_at if promise.paused_at is not None else now
        self._move_dates(promise)
        if promise.moves_since is not None:
            for role, deadline in promise.deadlines.items():
                promise.deadlines[role] = deadline.moved(now, promise.moves_since)
            promise.moves_since = None
        for role, deadline in promise.deadlines.items():
            promise.deadlines[role] = deadline.resumed(now, paused)
        promise.suspensions[-1] = (paused, now)
        promise.paused_at, promise.resumed_at = None, now

    # --- acts --------------------------------------------------------------------------------------------------------

    def _do(self, promise: Promise, outcome: Outcome, act: Event) -> None:
        if act.type == "suspend":
            promise.pauses = (*promise.pauses, Pause(act.actor, act.data.get("moves-limits") is True))
        elif act.type == "resume":
            self._lift(promise, act)
        elif act.type == "extend":
            self._extend(promise, outcome, act)
        elif act.type in {"recommit", "accede"}:
            self._recommit(promise, Moment(act.at, act.coarse))
        elif act.type in {"delegate", "assign"}:
            self._hand_over(promise, act)
        elif act.type == "assess":
            score = act.data.get("score")
            degree = score if score is not None else f"{act.data.get('done')}/{act.data.get('of')}"
            promise.degree = str(degree)
        elif act.type == "cancel" and promise.continuing:
            promise.period_done = True
        if act.type in {"release", "cancel", "withdraw"}:
            promise.pauses = ()

    def _lift(self, promise: Promise, act: Event) -> None:
        vocabulary = self.world.vocabulary
        empowered = "resume" in promise.clause.powers or "resume" in promise.pact.program.powers
        ended = lifted(promise.pauses, act, vocabulary, empowered=empowered)
        left = [without(p, act, vocabulary, empowered=empowered) if p in ended else p for p in promise.pauses]
        promise.pauses = tuple(pause for pause in left if pause is not None)

    def _extend(self, promise: Promise, outcome: Outcome, act: Event) -> None:
        role = moved_role(promise)
        deadline = promise.deadlines[role]
        to = new_limit(act, deadline.at, promise.pact.zone)
        if to is None:
            return
        suspended = promise.status == "suspended"
        runs = act.by is None and deadline.runs
        promise.deadlines[role] = deadline.set(to, self.world.now, suspended=suspended, runs=runs)
        if outcome.to == SAME:
            return
        if promise.closed == "time":
            promise.closed, promise.origin = "no", "none"
            self._reopen(promise, outcome.to)

    def _reopen(self, promise: Promise, status: str) -> None:
        """Look again at conditions that were no longer followed, from the anchors they had."""
        start = promise.start
        if start is None:
            return
        anchor_role(self.world, promise, UNLESS, start)
        if status == "conditional":
            anchor_role(self.world, promise, IF, start)
            if promise.clause.early:
                anchor_role(self.world, promise, MUST, start)
        elif promise.detached is not None:
            early = promise.clause.early and promise.clause.antecedent is not None
            anchor_role(self.world, promise, MUST, start if early else promise.detached)
            anchor_role(self.world, promise, MUST_NOT, promise.prohibited_from or promise.detached)

    def _recommit(self, promise: Promise, moment: Moment) -> None:
        """Begin again, as at its start, anchored at the act."""
        fresh = Promise(promise.name, promise.clause, promise.pact, promise.instance)
        for role, deadline in fresh.deadlines.items():
            promise.deadlines[role] = deadline
        promise.residues = {}
        promise.start, promise.detached, promise.prohibited_from = moment, None, None
        promise.closed, promise.origin, promise.left = "no", "none", "none"
        promise.pauses, promise.moves_since, promise.resumed_at = (), None, None
        promise.suspensions = []
        promise.late_by, promise.period_done = None, False
        promise.used = frozenset()
        promise.outlives = promise.pact.ended != "no"
        self._anchor_at_start(promise, moment)
        if promise.clause.antecedent is None:
            self._detach(promise, moment)

    def _hand_over(self, promise: Promise, act: Event) -> None:
        """Put another debtor or creditor in the place of the one who acts (of all, when nobody is named)."""
        promise.before = (promise.debtors, promise.creditors)
        parties = promise.debtors if act.type == "delegate" else promise.creditors
        names = frozenset(self.world.vocabulary.names(act.actor))
        staying = tuple(party for party in parties if act.actor and party not in names)
        following = tuple(dict.fromkeys((*staying, *act.target)))
        if not following:
            return
        if act.type == "delegate":
            promise.debtors = following
        else:
            promise.creditors = following

    # --- what satisfaction does to others ----------------------------------------------------------------------------

    def _satisfied(self, promise: Promise, moment: Moment) -> None:
        for commitment, instance in promise.clause.remedies:
            for other in self.world.named(commitment, instance) or ():
                if other.status in {"violated", "lapsed"}:
                    cause = Cause(6, "remedies", follows=((promise.name, "satisfied"),))
                    self.change(other, Outcome(6, "remedied"), cause, day=moment.day)
        if MUST in promise.bound_roles:
            self._use_up(promise)

    def _use_up(self, promise: Promise) -> None:
        """Let what satisfied one period count for no other."""
        verdict = promise.verdict(MUST)
        if verdict is None:
            return
        for other in self.world.families[promise.clause.full_name].promises:
            if other is not promise and same_source(other, promise) and other.status in {"detached", "overdue", "violated", "lapsed"}:
                other.used |= frozenset(verdict.events)
                if other.detached is not None:
                    anchor_role(self.world, other, MUST, other.detached)
                    self.engine.touch(other.name, other)
