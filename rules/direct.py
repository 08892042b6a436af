"""The short way: an event, or a limit, that has its instant to itself and concerns plain commitments only.

Most of what happens is of this kind: it decides one condition of a commitment with which nothing else is going on.
Which rule fires then depends on the status, that condition and the strength alone. So the lifecycle is asked by the
first commitment that comes into such a case, and its answer serves all that come after; and so does what is watched for
from then on. Whatever is not plain goes the long way (``rules.settling``), which gives the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from rules.anchoring import owe
from rules.deadlines import NO_DEADLINES
from rules.instants import Moment
from rules.lifecycle import LATE, MET, OWED, next_of
from rules.promise import MUST, PARTS, Promise
from rules.residue import EVENTS, FAILED, Residue, Verdict
from rules.situation import situation
from rules.trace import Cause, Transition
from rules.waiting import roles_of

if TYPE_CHECKING:
    from rules.engine import Engine
    from rules.facts import Event
    from rules.inference import Outcome
    from rules.instants import Instant
    from rules.memory import Told

LIMIT = "limit"
MENDABLE = ("violated", "lapsed")

#: A status, what happens in it (a role is met, or the limit passes), and the strength of the commitment.
Case = tuple[str, str, str]

Roles = tuple[str, ...]


class Step(Struct, frozen=True, gc=False, order=True):
    """What happens to a commitment. Ordered by urgency: the rule, then the full name."""

    number: int
    name: str
    promise: Promise
    role: str
    outcome: Outcome


class Direct:
    """Takes the short way for an engine, where there is one."""

    def __init__(self, engine: Engine) -> None:
        """Begin without answers.

        ``watched``: by status and what was watched for before, the roles that are now, are no more, and are new.
        """
        self.engine = engine
        self.world = engine.world
        self.answers: dict[Case, Outcome | None] = {}
        self.watched: dict[tuple[str, Roles], tuple[Roles, Roles, Roles]] = {}

    def take(self, event: Event, told: Told) -> bool:
        """Let an event take its effect; False when it has to go the long way, and nothing has been done."""
        if event.agreement is not None or event.until != event.at:
            return False
        evidence, units = (event.id,), self.engine.units
        met = Verdict(True, event.at, EVENTS, False, evidence)  # noqa: FBT003 - by place, which is quicker
        steps: list[Step] = []
        for name, roles in told.items():
            promise = units.get(name) or units.find(name)
            if type(promise) is not Promise or roles is None or len(roles) != 1 or not self._may_decide(promise, event):
                return False
            (role,) = roles
            outcome = self._answer(promise, role, role, met)
            if outcome is None:
                return False
            steps.append(Step(outcome.number, name, promise, role, outcome))
        for step in steps:
            setattr(step.promise, PARTS[step.role], met)
        if len(steps) > 1:
            steps.sort()
        for place, step in enumerate(steps):
            if not self._change(step, Cause(step.number, step.role, evidence)):
                self._go_on_at_length(steps[place:])
                break
        return True

    def pass_limits(self, now: Instant, called: Iterable[str]) -> bool:
        """Let the limits of an instant pass; False when that has to go the long way, and nothing has been done."""
        self.world.step = FAILED
        steps: list[Step] = []
        for name in called:
            promise = self.engine.units.find(name)
            if promise is None or promise.wake is None or promise.wake > now:
                continue
            if type(promise) is not Promise or not self._is_at_its_limit(promise):
                return False
            outcome = self._answer(promise, LIMIT, MUST, promise.must)
            if outcome is None:
                return False
            steps.append(Step(outcome.number, name, promise, LIMIT, outcome))
        for step in sorted(steps):
            self._change(step, Cause(LATE, LIMIT, limit=now))
        return True

    # --- what is plain -----------------------------------------------------------------------------------------------

    def _is_plain(self, promise: Promise) -> bool:
        """Whether nothing else plays a part: neither its text, nor its agreement, nor an act, nor who listens to it."""
        pact, memory = promise.pact, self.world.memory
        return (
            promise.clause.plain
            and pact.status == "in-force"
            and not (pact.program.counts_as or promise.pauses or promise.suspensions)
            and not (memory.topical and memory.is_heard(promise.topic))
        )

    def _may_decide(self, promise: Promise, event: Event) -> bool:
        """Whether one condition of a commitment is all that an event has to decide: all limits lie ahead."""
        status, now = promise.status, event.at
        if event.id in promise.used or not self._is_plain(promise):
            return False
        if status == "detached":
            limit = promise.limit(MUST)
            return limit is None or limit > now
        if status == "conditional":
            limits = promise.deadlines
            return limits is NO_DEADLINES or all((each.at or now) > now for _, each in limits.items())
        return promise.mendable

    def _is_at_its_limit(self, promise: Promise) -> bool:
        return (
            promise.status == "detached"
            and promise.limit(MUST) == self.world.now
            and type(promise.must) is not Verdict
            and self._is_plain(promise)
        )

    # --- what follows ------------------------------------------------------------------------------------------------

    def _answer(self, promise: Promise, happens: str, role: str, residue: Residue | None) -> Outcome | None:
        """Return the rule that fires when something happens that leaves a role with a residue."""
        case = promise.status, happens, promise.clause.strength
        try:
            return self.answers[case]
        except KeyError:
            before = promise.residue(role)
            promise.leave(role, residue)
            facts = situation(self.world, promise)
            promise.leave(role, before)
            answer = self.answers[case] = None if facts is None else next_of(facts)
            return answer

    def _change(self, step: Step, cause: Cause) -> bool:
        """Do what ``Fulfilment.change`` does, as far as it concerns a plain commitment; whether that is all."""
        number, name, promise, world = step.number, step.name, step.promise, self.world
        before, after = promise.status, step.outcome.to
        moment = Moment(world.now)
        promise.status = after
        promise.spells = (*promise.spells, (after, moment))
        if number == OWED:
            owe(world, promise, moment)
        elif number == LATE:
            promise.closed, promise.origin = "time", before
        elif promise.closed != "cancel":
            promise.closed = "other"
        if number == MET and before in MENDABLE:
            self.engine.fulfilment.note_lateness(promise)
        self.engine.tell(Transition(name, moment, world.step, before, after, cause), promise)
        if number == OWED and type(promise.must) is Verdict:
            return False
        self._follow(promise, after)
        return True

    def _follow(self, promise: Promise, status: str) -> None:
        """Watch for what a commitment waits for in its new status, and ask for its limit to be told."""
        name, clause, memory = promise.name, promise.clause, self.world.memory
        case = status, promise.watching
        now, gone, new = self.watched.get(case) or self._watch_from_now_on(case, roles_of(promise))
        for role in gone:
            form = getattr(clause, PARTS[role])
            memory.table_of(form.count.mould).unwatch(form.filed, name, role)
        for role in new:
            form = getattr(clause, PARTS[role])
            memory.table_of(form.count.mould).watch(form.filed, name, role)
        wake = promise.limit(MUST) if status == "detached" else None
        if wake is not None and wake != promise.wake:
            memory.call(name, wake)
        promise.watching, promise.wake = now, wake

    def _watch_from_now_on(self, case: tuple[str, Roles], now: Roles) -> tuple[Roles, Roles, Roles]:
        before = case[1]
        gone, new = [role for role in before if role not in now], [role for role in now if role not in before]
        found = self.watched[case] = now, tuple(gone), tuple(new)
        return found

    def _go_on_at_length(self, steps: list[Step]) -> None:
        """Go on the long way: an event of this day, which had come before, meets what has just become owed."""
        done, *pending = steps
        self.engine.fired[done.name] = (done.outcome,)
        self.engine.touch(done.name, done.promise)
        for step in pending:
            self.engine.touch(step.name, step.promise)
        self.engine.settle()
