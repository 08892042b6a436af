"""What a condition of a unit can look at while it is evaluated: the engine's clock and everything so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rules.patterns import NO_BINDINGS, Bindings, matches
from rules.residue import Spell

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.instants import Instant, Moment
    from rules.patterns import Pattern
    from rules.world import World


class Outlook:
    """The past as one condition of one unit sees it. Implements ``rules.residue.Past``."""

    __slots__ = ("agreement", "bound", "commitment", "gaps", "last", "limit", "name", "ordered", "world", "zone")

    def __init__(  # noqa: PLR0913 - what a condition may see differs in all of these
        self,
        world: World,
        agreement: str,
        zone: str,
        *,
        name: str | None = None,
        commitment: str | None = None,
        bound: Bindings = NO_BINDINGS,
        limit: Instant | None = None,
        gaps: Sequence[tuple[Instant, Instant | None]] = (),
        last: Instant | None = None,
        ordered: bool = False,
    ) -> None:
        """Look from a commitment (``name`` and ``commitment``), or from a state or an agreement (neither).

        ``gaps`` are times in which nothing counts, after ``last`` nothing does; ``ordered``: only events to come count
        (a state's).
        """
        self.world = world
        self.agreement = agreement
        self.zone = zone
        self.name = name
        self.commitment = commitment
        self.bound = bound
        self.limit = limit
        self.gaps = gaps
        self.last = last
        self.ordered = ordered

    @property
    def now(self) -> Instant:
        """The instant that is being worked on."""
        return self.world.now

    @property
    def step(self) -> int:
        """The step of that instant."""
        return self.world.step

    def concerns(self, event: Event) -> bool:
        """Whether an event may count here: it names nothing else (section 10, What counts)."""
        if event.agreement is not None and event.agreement != self.agreement:
            return False
        if self.last is not None and event.at > self.last:
            return False
        if (
            event.commitment is not None
            and self.name is not None
            and event.commitment not in {self.name, self.commitment}
        ):
            return False
        return not any(start <= event.at and (end is None or event.at < end) for start, end in self.gaps)

    def fits(self, pattern: Pattern, event: Event) -> bool:
        """Whether an event matches a pattern and may count here."""
        return self.concerns(event) and matches(pattern, event, self.world.vocabulary, self.bound)

    def events(self, pattern: Pattern, since: Instant) -> list[Event]:
        """Return the events so far that match, in order."""
        if self.ordered:
            return []
        places = self.world.memory.places(pattern, self.agreement, self.bound)
        return [event for event in self.world.memory.events(places, since) if self.fits(pattern, event)]

    def spells(self, commitment: str, instance: str | None, since: Instant) -> list[Spell]:
        """Return the spells of all that a name names, earliest first."""
        found: list[Spell] = []
        for promise in self.world.named(commitment, instance) or ():
            found.extend(_lasting(promise.name, promise.spells, since))
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


def _lasting(name: str, spells: list[tuple[str, Moment]], since: Instant) -> list[Spell]:
    found = []
    for place, (status, start) in enumerate(spells):
        end = spells[place + 1][1].at if place + 1 < len(spells) else None
        if end is None or end > since or start.at >= since:
            found.append(Spell(name, status, start, end))
    return found
