"""Which stored units wait, for events that are told together, or for time: asked for before any is evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from commitments.upkeep.keys import is_told, spelled_interest, spelled_place
from rules.instants import FIRST, NEVER

if TYPE_CHECKING:
    from commitments.ledger.storage import Memory
    from rules.instants import Instant


#: Who watches for each key that anybody watches for: units, and of which agreements.
Watchers = dict[str, list[tuple[str, str]]]


def watchers(memory: Memory, places: Iterable[str]) -> Watchers:
    """Return who waits for events in these places, as they are spelled: groups, by their interests, and units."""
    asked = dict.fromkeys(places)
    return memory.watchers([*map(spelled_interest, asked), *map(spelled_place, asked)])


def waiting(found: Watchers) -> dict[str, list[str]]:
    """Return the names of the units that wait for events, by agreement."""
    units: dict[str, dict[str, None]] = defaultdict(dict)
    for key, waiters in found.items():
        if is_told(key):
            for name, agreement in waiters:
                units[agreement][name] = None
    return {agreement: list(names) for agreement, names in units.items()}


class Asleep:
    """The stored units of some agreements that wait for time, but for those that were fetched."""

    def __init__(self, memory: Memory, members: Iterable[str]) -> None:
        """Take the agreements."""
        self._memory = memory
        self._members = tuple(members)
        self._passed = FIRST - 1  # all that were due by then have been fetched
        self._soonest = FIRST - 1  # none is due before

    def due(self, until: Instant) -> list[str]:
        """Return the names of those to be woken by an instant; some may have been fetched."""
        if until < self._soonest:
            return []
        found = [self._memory.next_due(member, self._passed) for member in self._members]
        self._soonest = min((wake for wake in found if wake is not None), default=NEVER)
        if until < self._soonest:
            return []
        return [name for member in self._members for name in self._memory.due_of(member, until)]

    def wake(self, until: Instant) -> None:
        """Note that those to be woken by an instant have been fetched: from now on their wake is not the stored one."""
        self._passed = max(self._passed, until)
        self._soonest = max(self._soonest, until + 1)
