"""Which stored units wait for events that are told together: asked for once, before the first of them is evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from commitments.upkeep.keys import spelled_place

if TYPE_CHECKING:
    from commitments.ledger.storage import Memory
    from commitments.upkeep.events import Filed

#: The names of the units that wait for an event, by its id; None: the ledger has to be asked.
Waiting = Callable[[str], Iterable[str] | None]


class Waiters:
    """The units that wait for some events, group by group."""

    def __init__(self, memory: Memory, events: Iterable[Filed]) -> None:
        """Take the events."""
        self._keys = {fact.id: tuple(map(spelled_place, places)) for fact, places in events}
        found = memory.watchers(key for keys in self._keys.values() for key in keys)
        self._units: dict[str, dict[str, list[str]]] = {}
        for key, waiters in found.items():
            units = self._units[key] = defaultdict(list)
            for name, agreement in waiters:
                units[agreement].append(name)

    def of(self, members: Iterable[str]) -> Waiting:
        """Return what tells the units of these agreements that wait for an event."""
        mine = tuple(members)

        def waiting(event: str) -> Iterable[str] | None:
            keys = self._keys.get(event)
            if keys is None:
                return None
            units = [self._units[key] for key in keys if key in self._units]
            return dict.fromkeys(name for each in units for member in mine for name in each.get(member, ()))

        return waiting
