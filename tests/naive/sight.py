"""What the conditions of one commitment, or of an agreement, can see at a moment (section 10, What counts)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.naive.conditions import Entry, Moment, Spell
from tests.naive.instances import Instance
from tests.naive.patterns import Document, Event, Values
from tests.naive.times import FOREVER
from tests.naive.world import Agreement, resolve

if TYPE_CHECKING:
    from tests.naive.simulation import Simulation

GENERAL, FOR_EACH, ANTECEDENT, MUST, MUST_NOT = "general", "for-each", "if", "must", "must-not"


def names_period(part: object) -> bool:
    """Tell whether a pattern names ``$period`` (section 5, every)."""
    if isinstance(part, dict):
        return any(names_period(value) for value in part.values())
    if isinstance(part, list):
        return any(names_period(value) for value in part)
    return part == "$period"


class Sight:
    """The view of a condition; a commitment's own ``must`` and ``must-not`` see less than its other conditions."""

    def __init__(
        self,
        simulation: "Simulation",
        agreement: Agreement,
        instance: Instance | None = None,
        purpose: str = GENERAL,
        variables: Mapping[str, Values] | None = None,
        maker: str = "",
    ) -> None:
        self.simulation = simulation
        self.here = agreement
        self.instance = instance
        self.purpose = purpose
        self.variables = variables or {}
        self.maker = maker
        self.now: Moment = simulation.now
        self.zone: ZoneInfo = agreement.zone

    def note(self, instant: int) -> None:
        """Wake the simulation at that instant."""
        self.simulation.note(instant)

    def events(self, pattern: Document) -> Iterable[Event]:
        """All events that match the pattern and count for this condition."""
        return [event for event in self._matching(pattern) if self._counts(pattern, event)]

    def _matching(self, pattern: Document) -> list[Event]:
        one = self.instance
        key = (id(pattern), self.here.name, one.name if one else repr(self.variables))
        parties = (len(one.debtors), len(one.creditors)) if one else (0, 0)
        known = self.simulation.matches.get((*key, parties))
        if known is None:
            events = self.simulation.of_type(self.here, pattern["event"])
            known = [event for event in events if self.here.matcher.matches(pattern, event, self._variables(event))]
            self.simulation.matches[(*key, parties)] = known
        return known

    def _variables(self, event: Event) -> Mapping[str, Values]:
        if self.instance is None:
            return self.variables
        return {**self.instance.variables, **self.instance.parties_at(event.first)}

    def _counts(self, pattern: Document, event: Event) -> bool:
        one = self.instance
        if event.commitment is not None and (one is not None or self.purpose == FOR_EACH):
            full = self.maker if one is None else f"{one.agreement}/{one.base}"
            exactly = one.name if one else event.commitment if event.commitment.startswith(f"{full}[") else full
            if event.commitment not in {full, exactly}:
                return False
        if one is None or self.purpose == GENERAL:
            return True
        if self.purpose in {MUST, MUST_NOT} and event.id in one.used:
            return False
        if self.purpose == MUST_NOT and any(_within(event, pause) for pause in one.paused):
            return False
        return one.period is None or self._in_period(pattern, event, one)

    def _in_period(self, pattern: Document, event: Event, one: Instance) -> bool:
        """Evidence counts inside its own period, and its grace for the oldest open one (sections 5 and 10, every)."""
        taken = self.simulation.taken.get(one.family, {})
        if self.purpose == MUST and taken.get(event.id, one.name) != one.name:
            return False
        if one.period is None or names_period(pattern):
            return True
        if event.first <= one.period.last:
            return event.last >= one.period.first
        ends = [limit.at for limit in (one.must_limit, one.grace_end) if limit]
        if self.purpose != MUST or event.first > max(ends, default=0):
            return False
        older = [other for other in self.simulation.family(one.family) if other.name < one.name]
        return not any(_open_after(other, event.first) for other in older)

    def statuses(self, name: str) -> tuple[list[list[Entry]], bool]:
        """The histories of the commitments of that name; instances that may still come keep ``is`` from failing."""
        full = resolve(self.simulation.filled(name, self.instance), self.here.name, self.simulation.world.names)
        if full is None:
            return [], False
        if "[" in full:
            one = self.simulation.instances.get(full)
            return ([one.history], True) if one else ([], False)
        found = self.simulation.named(full)
        coming = any(one.period or one.born for one in found)
        return [one.history for one in found], not coming

    def agreement(self, name: str) -> list[Entry]:
        """The history of an agreement."""
        return self.simulation.agreement_history(name)

    def state(self, name: str) -> list[Spell]:
        """The spells of a state of this agreement."""
        return self.simulation.state(self.here, name)

    def unpaused(self, spells: list[Spell]) -> list[Spell]:
        """Leave out, for a ``must-not``, the time it was suspended."""
        if self.purpose != MUST_NOT or self.instance is None:
            return spells
        for first, last in self.instance.paused:
            spells = [piece for spell in spells for piece in _cut(spell, first, last)]
        return spells


def _within(event: Event, pause: tuple[Moment, Moment | None]) -> bool:
    start, end = pause
    return start <= (event.first, 0) and (end is None or (event.first, 0) < end)


def _open_after(one: Instance, instant: int) -> bool:
    """Tell whether an instance was open at the end of an instant."""
    status = [entry.status for entry in one.history if entry.at[0] <= instant][-1]
    return status in {"conditional", "detached", "overdue", "suspended"}


def _cut(spell: Spell, first: Moment, last: Moment | None) -> list[Spell]:
    end = spell.end or (FOREVER, 9)
    pieces = []
    if spell.start < first:
        pieces.append(Spell(spell.start, min(end, first) if spell.end or first < end else None, spell.bare))
    if last is not None and last < end:
        pieces.append(Spell(max(spell.start, last), spell.end, spell.bare and spell.start >= last))
    return pieces
