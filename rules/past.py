"""What a condition can look at while it is evaluated: the engine's clock, and what has happened so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rules.pact import NOTICE
from rules.patterns import NO_BINDINGS, Bindings, matches
from rules.residue import Spell

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.instants import Instant, Moment
    from rules.pact import Pact
    from rules.patterns import Pattern
    from rules.world import World


class Outlook:
    """The past as a condition of an agreement or a state sees it. Implements ``rules.residue.Past``."""

    __slots__ = ("ordered", "pact", "world")

    def __init__(self, world: World, pact: Pact, *, ordered: bool = False) -> None:
        """Look from an agreement; ``ordered``: only events to come count (a state's)."""
        self.world = world
        self.pact = pact
        self.ordered = ordered

    @property
    def agreement(self) -> str:
        """The name of the agreement."""
        return self.pact.name

    @property
    def zone(self) -> str:
        """The time zone of the agreement."""
        return self.pact.zone

    @property
    def now(self) -> Instant:
        """The instant that is being worked on."""
        return self.world.now

    @property
    def step(self) -> int:
        """The step of that instant."""
        return self.world.step

    @property
    def limit(self) -> Instant | None:
        """No limit of its own."""
        return None

    @property
    def bound(self) -> Bindings:
        """What variables in patterns stand for."""
        return NO_BINDINGS

    def concerns(self, event: Event) -> bool:
        """Whether an event may count here: it names no other agreement (section 10, What counts)."""
        return event.agreement is None or event.agreement == self.agreement

    def fits(self, pattern: Pattern, event: Event) -> bool:
        """Whether an event matches a pattern and may count here."""
        bound = self.bound if pattern.mould.open else NO_BINDINGS
        return self.concerns(event) and matches(pattern, event, self.world.vocabulary, bound)

    def events(self, pattern: Pattern, since: Instant) -> list[Event]:
        """Return the events so far that match, in order."""
        memory = self.world.memory
        if self.ordered or memory.is_silent(pattern.mould.type, self.agreement, since):
            return []
        places = memory.places(pattern, self.agreement, self.bound)
        return [event for event in memory.events(places, since) if self.fits(pattern, event)]

    def spells(self, commitment: str, instance: str | None, since: Instant) -> list[Spell]:
        """Return the spells of all that a name names, earliest first."""
        found: list[Spell] = []
        for promise in self.world.named(commitment, instance) or ():
            found.extend(_lasting(promise.name, promise.history(self.now), since))
        found.sort(key=lambda spell: spell.start.at)
        return found

    def agreement_spells(self, agreement: str, since: Instant) -> list[Spell]:
        """Return the spells of an agreement."""
        pact = self.world.pacts.find(agreement)
        return [] if pact is None else _lasting(pact.name, pact.spells, since)

    def state_spells(self, state: str, since: Instant) -> list[Spell]:
        """Return the times a state of this agreement held."""
        return self.world.switches[f"{self.agreement}/{state}"].held(since)

    def standings(self, commitment: str, instance: str | None) -> tuple[str, ...] | None:
        """Return the statuses of all that a name names, None when others may come."""
        if self.world.may_grow(commitment, instance):
            return None
        promises = self.world.named(commitment, instance)
        return None if promises is None else tuple(promise.status for promise in promises)


class Notice(Outlook):
    """The past as what stops a renewal sees it: it has to be met by the last day for notice, which ends a ``not``."""

    __slots__ = ()

    @property
    def limit(self) -> Instant | None:
        """The last instant for notice in the current term."""
        return self.pact.last_notice


def outlook(world: World, pact: Pact, role: str) -> Outlook:
    """Return the past as a condition of an agreement sees it."""
    return Notice(world, pact) if role == NOTICE else Outlook(world, pact)


def _lasting(name: str, spells: Sequence[tuple[str, Moment]], since: Instant) -> list[Spell]:
    found = []
    for place, (status, start) in enumerate(spells):
        end = spells[place + 1][1].at if place + 1 < len(spells) else None
        if end is None or end > since or start.at >= since:
            found.append(Spell(name, status, start, end))
    return found
