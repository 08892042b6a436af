"""Which stored units wait for events that are told together: asked for once, before the first of them is evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from commitments.upkeep.keys import spelled_place

if TYPE_CHECKING:
    from commitments.ledger.storage import Memory


def waiting(memory: Memory, places: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of the units that wait for events in any of these places, as they are spelled, by agreement."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for waiters in memory.watchers(map(spelled_place, places)).values():
        for name, agreement in waiters:
            found[agreement][name] = None
    return {agreement: list(names) for agreement, names in found.items()}
