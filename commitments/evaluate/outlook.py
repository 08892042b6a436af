"""What lies ahead of a commitment: what would decide each open condition, and the status that would follow.

Nothing is guessed: every event that is named is tried out in the engine, what passes in silence is waited for there.
Source: semantics.md, sections 5 (Lifecycle rules) and 7 (`next`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from commitments.evaluate.evaluation import Evaluation
from commitments.evaluate.silence import silence
from commitments.evaluate.witness import WAYS, Way, Witness, pause
from rules import lifecycle
from rules.conditions import All, AtLeast, CommitmentIs, Condition, Delay, Not, StateHolds, Then, TimeArrives
from rules.engine import Engine
from rules.facts import Event
from rules.instants import Instant, Moment
from rules.memory import leaves
from rules.pact import FORCE, GUARD
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.residue import Later, Negation, Parts, Residue, Steps, Verdict
from rules.trace import Transition

#: The rules that follow from a condition that is met; what else follows from one follows from its failing.
BY_MEETING = frozenset({lifecycle.GUARD, lifecycle.BREACH, lifecycle.MET, lifecycle.OWED})


class Ahead(NamedTuple):
    """What would decide: an open condition (with what is left of it), an act, or an instant that comes in silence.

    ``part``: of the commitment (``if`` … ``must-not``, ``limit``, ``grace``, ``until``, ``start``, ``period``,
    ``agreement``, ``resume``, ``in-force``); ``status``: what would follow; ``events``: those by which it was tried
    (none: no way was found to try it, and ``status`` is what the text says); ``at``: when it comes in silence;
    ``fails``: the condition fails by what is named.
    """

    part: str
    status: str
    form: Condition | None = None
    residue: Residue | None = None
    at: Instant | None = None
    events: Way = ()
    fails: bool = False


class Outlook:
    """Tries out what may happen to one commitment, from the instant that a view asks about."""

    def __init__(self, view: Evaluation, name: str, supposed: Sequence[Event] = (), at: Instant | None = None) -> None:
        """Take a view of what bears on the commitment of a full name; ``supposed``: what else happens until ``at``."""
        self.view = view
        self.name = name
        self.supposed = tuple(supposed)
        self.at = view.as_of if at is None else at
        self.engine = view.engine if not supposed else self.run(supposed, self.at)
        self.promise = self.engine.find(name)

    @property
    def status(self) -> str:
        """The status from which it starts."""
        return _status(self.engine, self.name)

    def run(self, events: Iterable[Event], until: Instant) -> Engine:
        """Return an engine that has worked through the view and more events."""
        engine = Engine(self.view.program)
        engine.run([*self.view.visible.events, *events], until)
        return engine

    def after(self, way: Way) -> str:
        """Return the status after further events."""
        return _status(self.run((*self.supposed, *way), way[-1].at if way else self.at), self.name)

    # --- events ------------------------------------------------------------------------------------------------------

    def items(self) -> list[Ahead]:
        """Return everything that would change the status next: conditions, acts that end a pause, and silence."""
        if self.promise is None:
            return []
        return [*self.by_events(), *self.in_silence()]

    def by_events(self) -> Iterator[Ahead]:
        """Yield what events would do, the most urgent rule first."""
        promise = self.promise
        if promise is None:
            return
        status = promise.left if promise.status == "suspended" else promise.status
        if promise.status == "suspended":
            yield from self._resumptions(promise)
        if promise.pact.status == "pending":
            yield from self._force(promise)
        yield from self._end(promise)
        if promise.live or promise.mendable:
            for role in (UNLESS, MUST_NOT, MUST, IF):
                yield from self._role(promise, role, status)
        if promise.status in {"violated", "lapsed"}:
            yield from self._remedies(promise)

    def _role(self, promise: Promise, role: str, status: str) -> Iterator[Ahead]:
        residue, form = promise.residues.get(role), promise.form(role)
        followed = role in promise.roles() and form is not None and residue is not None
        if form is None or not followed or isinstance(residue, Verdict):
            return
        if role == MUST_NOT and (status == "conditional" or promise.status == "suspended"):
            return
        witness, now = Witness(self.engine, promise), Moment(self.at + 1)
        found = self._tried(Ahead(role, _leads(promise, role), form, residue), witness.meet(form, residue, now))
        if found is not None:
            yield found
        for part, left in _denied(form, residue):
            fails = self._tried(Ahead(role, "", part, left, fails=True), witness.meet(part, left, now))
            if fails is not None and fails.events:
                yield fails
        yield from self._closings(promise, role, form, residue)

    def _closings(self, promise: Promise, role: str, form: Condition, residue: Residue | None) -> Iterator[Ahead]:
        """Yield how another commitment that a condition waits for may come to an end in which the condition fails."""
        witness, now = Witness(self.engine, promise), Moment(self.at + 1)
        for leaf in still_open(form, residue):
            if not isinstance(leaf, CommitmentIs):
                continue
            found = self._tried(Ahead(role, "", leaf, fails=True), witness.meet(leaf, None, now))
            if found is not None and found.events:
                engine = self.run((*self.supposed, *found.events), found.events[-1].at)
                ended = {each.status for each in engine.world.named(leaf.commitment, leaf.instance) or ()}
                yield found._replace(form=CommitmentIs(leaf.commitment, leaf.instance, frozenset(ended)))

    def _tried(self, ahead: Ahead, ways: Iterator[Way]) -> Ahead | None:
        """Return an item with the status that follows from the first way that decides its part and changes something.

        Where none of the ways that were tried does, there is no such item; where there was none to try, the text tells
        what would follow.
        """
        tried = False
        for way in islice(ways, WAYS):
            if not way:
                continue
            tried = True
            engine = self.run((*self.supposed, *way), way[-1].at)
            status = _status(engine, self.name)
            if _decides(engine, self, ahead) and (
                status != self._silent_status(way[-1].at) or _breached_again(engine, self)
            ):
                return ahead._replace(status=status, events=way)
        return None if tried or _waits_for_time(ahead) else ahead

    def _silent_status(self, until: Instant) -> str:
        if until <= self.at + 1 and not self._wakes_by(until):
            return self.status
        return _status(self.run(self.supposed, until), self.name)

    def _wakes_by(self, until: Instant) -> bool:
        return self.engine.world.memory.soonest() <= until

    def _resumptions(self, promise: Promise) -> Iterator[Ahead]:
        """Yield what would end a suspension: the acts of those who may, or the states of its `while`."""
        pauses = [pause.actors for pause in promise.pauses]
        yield from self._acts(pauses, Event("", "resume", 0, 0, agreement=promise.pact.name, commitment=promise.name))
        if promise.pact.status == "suspended":
            pauses = [pause.actors for pause in promise.pact.pauses]
            yield from self._acts(pauses, Event("", "resume", 0, 0, agreement=promise.pact.name))
        during = promise.clause.during
        if during is None:
            return
        witness, now = Witness(self.engine, promise), Moment(self.at + 1)
        ways = (way for leaf in leaves(during) if isinstance(leaf, StateHolds) for way in witness.meet(leaf, None, now))
        found = self._tried(Ahead("while", promise.left, during), ways)
        if found is not None:
            yield found

    def _acts(self, pauses: Sequence[tuple[str, ...]], model: Event) -> Iterator[Ahead]:
        if not pauses:
            return
        at = self.at + 1
        way = tuple(
            replace(model, id=f"supposed-{at}-{place}", at=at, until=at, actor=actors)
            for place, actors in enumerate(pauses)
        )
        status = self.after(way)
        if status != self.status:
            yield Ahead("resume", status, events=way)

    def _end(self, promise: Promise) -> Iterator[Ahead]:
        """Yield what would end its agreement before its term."""
        form, residue = promise.pact.form(GUARD), promise.pact.residues.get(GUARD)
        if form is not None and residue is not None and not isinstance(residue, Verdict):
            ways = Witness(self.engine, promise).meet(form, residue, Moment(self.at + 1))
            found = self._tried(Ahead("agreement", "terminated", form, residue), ways)
            if found is not None and found.events:
                yield found

    def _remedies(self, promise: Promise) -> Iterator[Ahead]:
        """Yield what else remedies it when it is done: commitments that say so (`remedies`)."""
        names = {(promise.clause.full_name, None), (promise.clause.full_name, promise.instance)}
        witness, now = Witness(self.engine, promise), Moment(self.at + 1)
        others = [each for each in self.engine.world.promises.values() if not names.isdisjoint(each.clause.remedies)]
        for other in others:
            form = CommitmentIs(other.clause.full_name, other.instance, frozenset({"satisfied"}))
            found = self._tried(Ahead("remedies", "remedied", form), witness.meet(form, None, now))
            if found is not None:
                yield found

    def _force(self, promise: Promise) -> Iterator[Ahead]:
        pact = promise.pact
        form, residue = pact.form(FORCE), pact.residues.get(FORCE)
        if form is not None and residue is not None and not isinstance(residue, Verdict):
            ways = Witness(self.engine, promise).meet(form, residue, Moment(self.at + 1))
            ready = [_until(way, promise.start) for way in ways]
            found = self._tried(Ahead("in-force", promise.first, form, residue), iter(ready))
            if found is not None:
                yield found

    # --- silence -----------------------------------------------------------------------------------------------------

    def in_silence(self) -> list[Ahead]:
        """Return the changes that come when nothing more is reported, in order."""
        coming = silence(self.run(self.supposed, self.at), [self.name])[self.name]
        return [Ahead(each.part, each.status, at=each.at) for each in coming]


def _until(way: Way, start: Moment | None) -> Way:
    """Return a way with a pause after it until a commitment's own start, where that is later."""
    if not way or start is None or start.at <= way[-1].at:
        return way
    return (*way, pause(start.at))


def _waits_for_time(ahead: Ahead) -> bool:
    """Whether only time can meet a condition: then its instant is told, and what would fail it."""
    return isinstance(ahead.form, Not | TimeArrives | Delay) or isinstance(ahead.residue, Later)


def _status(engine: Engine, name: str) -> str:
    found = engine.standing(name)
    return "absent" if found is None else found.status


def _decides(engine: Engine, before: Outlook, ahead: Ahead) -> bool:
    """Whether what was tried has decided the part that it was tried for, not another one alone."""
    promise = engine.find(before.name)
    if promise is None or ahead.part not in {IF, UNLESS, MUST, MUST_NOT}:
        return promise is not None
    verdict = promise.verdict(ahead.part)
    if verdict is not None:
        return verdict.met is not ahead.fails
    changes = [change.cause.rule in BY_MEETING for change in _later(engine, before) if change.cause.role == ahead.part]
    return (not ahead.fails) in changes


def _breached_again(engine: Engine, before: Outlook) -> bool:
    return any(change.cause.rule == lifecycle.BREACH for change in _later(engine, before))


def _later(engine: Engine, before: Outlook) -> list[Transition]:
    return [each for each in engine.transitions if each.name == before.name and each.moment.at > before.at]


def _leads(promise: Promise, role: str) -> str:
    leads = {UNLESS: "void", MUST_NOT: promise.breach, IF: "detached"}
    return leads.get(role, "remedied" if promise.mendable else "satisfied")


def _denied(form: Condition, residue: Residue | None) -> Iterator[tuple[Condition, Residue]]:
    """Yield what a condition says must not happen, and what is left of it."""
    if isinstance(form, Not) and isinstance(residue, Negation):
        yield form.part, residue.part
    elif isinstance(form, All | AtLeast) and isinstance(residue, Parts):
        for part, left in zip(form.parts, residue.parts, strict=True):
            yield from _denied(part, left)


def still_open(form: Condition, residue: Residue | None) -> Iterator[Condition]:
    """Yield the conditions inside a condition that are not decided, and not themselves made of others."""
    if isinstance(residue, Verdict):
        return
    if isinstance(form, All | AtLeast | Then):
        parts, lefts = list(form.parts), list[Residue | None]([None] * len(form.parts))
        if isinstance(residue, Parts):
            lefts = list(residue.parts)
        elif isinstance(residue, Steps):
            parts, lefts = parts[residue.place :], [residue.current, *lefts[residue.place + 1 :]]
        for part, left in zip(parts, lefts, strict=True):
            yield from still_open(part, left)
    else:
        yield form


def outlook_of(view: Evaluation, name: str) -> Outlook:
    """Return the outlook of the commitment of a full name."""
    return Outlook(view.around(name), name)
