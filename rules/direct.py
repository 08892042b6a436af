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
from rules.instants import sharp
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

Roles = tuple[str, ...]

#: A status, what happens in it (a role is met, or the limit passes), the strength, and in which roles it has waited.
Case = tuple[str, str, str, Roles]


class Turn(Struct, gc=False):
    """What follows in a case, the same for all commitments that come into it: the rule, and the status after it.

    ``role``: the one that something happens to, ``part``: where its verdict stands. What is watched for from then on,
    and which roles with their parts are watched for no more, or anew, is entered by the first that takes this turn.
    """

    outcome: Outcome
    number: int
    after: str
    role: str
    part: str
    watching: Roles | None = None
    gone: tuple[tuple[str, str], ...] = ()
    new: tuple[tuple[str, str], ...] = ()


#: What follows in each case that has come up, whichever engine it came up in; None: what the long way finds.
TURNS: dict[Case, Turn | None] = {}

#: A turn that a commitment takes. Ordered by urgency: the rule, then the full name.
Step = tuple[int, str, Promise, Turn]


class Direct:
    """Takes the short way for an engine, where there is one."""

    def __init__(self, engine: Engine) -> None:
        """Work for an engine."""
        self.engine = engine
        self.world = engine.world

    def take(self, event: Event, told: Told) -> bool:
        """Let an event take its effect; False when it has to go the long way, and nothing has been done."""
        if event.agreement is not None or event.commitment is not None or event.until != event.at:
            return False
        evidence, units = (event.id,), self.engine.units
        met = Verdict(True, event.at, EVENTS, False, evidence)  # noqa: FBT003 - by place, which is quicker
        steps: list[Step] = []
        for name, roles in told.items():
            promise = units.get(name) or units.find(name)
            if type(promise) is not Promise or roles is None or len(roles) != 1 or not self._may_decide(promise, event):
                return False
            role = roles[0]
            turn = self._turn(promise, role, role, met)
            if turn is None:
                return False
            steps.append((turn.number, name, promise, turn))
        if len(steps) > 1:
            steps.sort()
        for step in steps:
            number, name, promise, turn = step
            setattr(promise, turn.part, met)
            if not self._change(name, promise, turn, Cause(number, turn.role, evidence)):
                self._go_on_at_length(steps[steps.index(step) :], met)
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
            turn = self._turn(promise, LIMIT, MUST, promise.must)
            if turn is None:
                return False
            steps.append((turn.number, name, promise, turn))
        for _, name, promise, turn in sorted(steps):
            self._change(name, promise, turn, Cause(LATE, LIMIT, limit=now))
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
        status, deadlines, now = promise.status, promise.deadlines, event.at
        if event.id in promise.used or not self._is_plain(promise):
            return False
        if status == "detached":
            return deadlines.must is None or (deadlines.must.at or now) > now
        if status == "conditional":
            return deadlines is NO_DEADLINES or all((each.at or now) > now for _, each in deadlines.items())
        return promise.mendable

    def _is_at_its_limit(self, promise: Promise) -> bool:
        deadline = promise.deadlines.must
        return (
            promise.status == "detached"
            and deadline is not None
            and deadline.at == self.world.now
            and type(promise.must) is not Verdict
            and self._is_plain(promise)
        )

    # --- what follows ------------------------------------------------------------------------------------------------

    def _turn(self, promise: Promise, happens: str, role: str, residue: Residue | None) -> Turn | None:
        """Return what follows when something happens that leaves a role with a residue."""
        case = promise.status, happens, promise.clause.strength, promise.watching
        try:
            return TURNS[case]
        except KeyError:
            before = promise.residue(role)
            promise.leave(role, residue)
            facts = situation(self.world, promise)
            promise.leave(role, before)
            outcome = None if facts is None else next_of(facts)
            turn = None if outcome is None else Turn(outcome, outcome.number, outcome.to, role, PARTS[role])
            TURNS[case] = turn
            return turn

    def _change(self, name: str, promise: Promise, turn: Turn, cause: Cause) -> bool:
        """Do what ``Fulfilment.change`` does, as far as it concerns a plain commitment; whether that is all."""
        world, number = self.world, turn.number
        before, after, moment = promise.status, turn.after, sharp(world.now)
        promise.status, promise.spells = after, (*promise.spells, (after, moment))
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
        self._follow(name, promise, turn)
        return True

    def _follow(self, name: str, promise: Promise, turn: Turn) -> None:
        """Watch for what a commitment waits for in its new status, and ask for its limit to be told."""
        if turn.watching is None:
            self._watch_from_now_on(turn, promise.watching, roles_of(promise))
        clause, memory = promise.clause, self.world.memory
        for role, part in turn.gone:
            memory.unwatch_form(getattr(clause, part), name, role)
        for role, part in turn.new:
            memory.watch_form(getattr(clause, part), name, role)
        deadline = promise.deadlines.must if turn.number == OWED else None
        wake = None if deadline is None else deadline.at
        if wake is not None:
            memory.call(name, wake)
        promise.watching, promise.wake = turn.watching or (), wake

    @staticmethod
    def _watch_from_now_on(turn: Turn, before: Roles, now: Roles) -> None:
        turn.watching = now
        turn.gone = tuple((role, PARTS[role]) for role in before if role not in now)
        turn.new = tuple((role, PARTS[role]) for role in now if role not in before)

    def _go_on_at_length(self, steps: list[Step], met: Verdict) -> None:
        """Go on the long way: an event of this day, which had come before, meets what has just become owed."""
        _, _, promise, turn = steps[0]
        self.engine.fired[promise.name] = (turn.outcome,)
        self.engine.touch(promise.name, promise)
        for _, name, promise, turn in steps[1:]:
            setattr(promise, turn.part, met)
            self.engine.touch(name, promise)
        self.engine.settle()
