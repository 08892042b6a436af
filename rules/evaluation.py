"""Evaluation: the conditions of a commitment anchored and taken further. It decides nothing about the status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rules.families import same_source
from rules.forms.counting import nothing_yet, nothing_yet_together
from rules.instants import DAY, Moment
from rules.past import Outlook
from rules.progression import begin, progress
from rules.promise import MUST, MUST_NOT, Promise
from rules.residue import NOTHING, Bounds, Fact, Spell, Used

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.instants import Instant
    from rules.patterns import Bindings
    from rules.world import World

#: A month, the longest that an event may be said to have happened in.
LONGEST = 31 * DAY


class View(Outlook):
    """The past as a condition of a commitment sees it."""

    __slots__ = ("promise", "role")

    def __init__(self, world: World, promise: Promise, role: str) -> None:
        """Look from one role of a commitment."""
        self.world = world
        self.pact = promise.pact
        self.ordered = False
        self.promise = promise
        self.role = role

    @property
    def limit(self) -> Instant | None:
        """The commitment's own limit for this condition; while it is suspended, none takes effect."""
        return None if self.promise.status == "suspended" else self.promise.limit(self.role)

    @property
    def bound(self) -> Bindings:
        """The parties of the day."""
        return self.promise.bound

    def concerns(self, event: Event) -> bool:
        """Whether an event may count for this role: it names nothing else, and lies where evidence counts."""
        promise = self.promise
        if event.agreement is not None and event.agreement != self.agreement:
            return False
        if event.commitment is not None and event.commitment not in {promise.name, promise.clause.full_name}:
            return False
        if self.role in promise.bound_roles:
            last = last_evidence(self.world, promise)
            if last is not None and event.at > last:
                return False
        return self.role != MUST_NOT or not promise.suspensions or not _in_gap(promise, event.at)

    def spells(self, commitment: str, instance: str | None, since: Instant) -> list[Spell]:
        """Return the spells that count for this role."""
        return self._counting(super().spells(commitment, instance, since))

    def agreement_spells(self, agreement: str, since: Instant) -> list[Spell]:
        """Return the spells of an agreement that count for this role."""
        return self._counting(super().agreement_spells(agreement, since))

    def state_spells(self, state: str, since: Instant) -> list[Spell]:
        """Return the times a state held that count for this role."""
        return self._counting(super().state_spells(state, since))

    def _counting(self, spells: list[Spell]) -> list[Spell]:
        """Return what lies outside of suspensions: in these must-not counts nothing."""
        if self.role == MUST_NOT:
            for start, end in self.promise.suspensions:
                spells = [piece for spell in spells for piece in outside(spell, start, end)]
        return spells


def _in_gap(promise: Promise, at: Instant) -> bool:
    """Whether an instant lies in a suspension, in which must-not counts nothing."""
    return any(start <= at and (end is None or at < end) for start, end in promise.suspensions)


def outside(spell: Spell, start: Instant, end: Instant | None) -> Iterator[Spell]:
    """Yield what is left of a spell before a time that does not count, and after it."""
    if spell.start.at < start:
        yield spell if spell.end is not None and spell.end <= start else replace(spell, end=start)
    if end is not None and (spell.end is None or spell.end > end or spell.start.at >= end):
        yield spell if spell.start.at >= end else replace(spell, start=Moment(end))


def last_evidence(world: World, promise: Promise) -> Instant | None:
    """Return until when evidence counts for an instance of `every`: the end of its period.

    After it, in its grace or where its limit lies beyond, it goes on to count for the oldest open period.
    """
    return None if promise.status in {"detached", "overdue"} and oldest_open(world, promise) else promise.period_end


def oldest_open(world: World, promise: Promise) -> bool:
    """Whether no earlier period of the same commitment, for the same values, is still open."""
    for other in world.families[promise.clause.full_name].awake():
        if other is promise:
            return True
        if other.status in {"detached", "overdue"} and same_source(other, promise):
            return False
    return True


def spent(world: World, promise: Promise) -> frozenset[str]:
    """Return the events that satisfied an earlier period and, being of a day or a month, may reach into this one."""
    start = promise.start.at if promise.start is not None else world.now
    return taken(world, promise, start - LONGEST)


def taken(world: World, promise: Promise, since: Instant) -> frozenset[str]:
    """Return the events that satisfied other periods for the same values which ended at an instant or later."""
    found: frozenset[str] = frozenset()
    for other in world.families[promise.clause.full_name].others(promise, since):
        verdict = other.verdict(MUST)
        if verdict is not None and verdict.met and MUST in other.bound_roles:
            found |= frozenset(verdict.events)
    return found


def anchor_role(world: World, promise: Promise, role: str, anchor: Moment) -> None:
    """Begin the condition of a role at an anchor, looking back where that lies in the past."""
    form, around = promise.form(role), Bounds(anchor, None)
    if form is None:
        return
    if promise.clause.plain and world.memory.is_silent(form.mould.type, promise.pact.name, anchor.at):  # type: ignore[union-attr]
        tally = nothing_yet_together if anchor is promise.start else nothing_yet
        promise.leave(role, tally(around, anchor.at))  # there is nothing to look back at
        return
    past = View(world, promise, role)
    promise.leave(role, begin(form, anchor, around, past, used_by(promise, role)))


def used_by(promise: Promise, role: str) -> Used:
    """Return the events that do not count for a role."""
    return promise.used if role in (MUST, MUST_NOT) else NOTHING


def advance(world: World, promise: Promise, fact: Fact, roles: tuple[str, ...] | None) -> bool:
    """Take the open conditions of a commitment further by a fact, or by time alone; only of ``roles``, if told.

    Returns whether any has come further.
    """
    moved = False
    for role in promise.open_roles():
        if (roles is not None and role not in roles) or (role == MUST_NOT and promise.status == "suspended"):
            continue
        before, past = promise.residue(role), View(world, promise, role)
        after = progress(promise.condition(role), before, fact, past, used_by(promise, role))  # type: ignore[arg-type]
        promise.leave(role, after)
        moved = moved or after is not before
    return moved
