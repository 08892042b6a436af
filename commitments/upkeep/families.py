"""The instances of a commitment of which a ledger keeps most: only those that something concerns are fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.families import AWAKE, Family, recent, same_source
from rules.promise import Promise

if TYPE_CHECKING:
    from commitments.upkeep.workshop import Workshop
    from rules.instants import Instant

#: So many periods are fetched at once on the way back.
STRIDE = 16


class StoredFamily(Family):
    """A family over what a ledger keeps.

    Names tell periods in their order (`rules.instances.PerPeriod.label`), and what sleeps waits for nothing.
    """

    __slots__ = ("_commitment", "_complete", "_shop", "_woken")

    def __init__(self, shop: Workshop, commitment: str, *, dynamic: bool) -> None:
        """Begin with nothing fetched."""
        super().__init__(dynamic=dynamic)
        self._shop = shop
        self._commitment = commitment
        self._complete = self._woken = False

    def add(self, promise: Promise) -> None:
        """Take in an instance that has just come; before all are here, it is found among the units."""
        if self._complete:
            super().add(promise)

    def members(self) -> list[Promise]:
        """Fetch all instances."""
        if not self._complete:
            shop = self._shop
            shop.fetch_all(row.name for row in shop.storage.memory.instances(self._commitment))
            self._members, self._complete = self._here(), True
        return self._members

    def awake(self) -> list[Promise]:
        """Fetch the instances that wait for something."""
        if self._complete:
            return super().awake()
        if not self._woken:
            agreement = self._commitment.partition("/")[0]
            self._shop.fetch_all(self._shop.storage.memory.awake_instances(agreement, self._commitment))
            self._woken = True
        return [promise for promise in self._here() if promise.status in AWAKE]

    def others(self, promise: Promise, since: Instant) -> Iterator[Promise]:
        """Fetch the periods before one, as far as wanted."""
        if self._complete:
            return super().others(promise, since)
        names, units = [promise.name], self._shop.engine.units
        begun = promise.name[: max(promise.name.rfind(","), promise.name.find("[")) + 1]
        while names:
            names = self._shop.storage.memory.names_before(names[-1], begun, STRIDE)
            self._shop.fetch_all(names)
            periods = [unit for unit in map(units.get, names) if isinstance(unit, Promise)]
            if any((each.period_end or since) < since for each in periods if same_source(each, promise)):
                break
        return recent(self._here(), promise, since)

    def _here(self) -> list[Promise]:
        """Return the instances that are here by now, in their order."""
        units = [unit for unit in self._shop.engine.units.values() if isinstance(unit, Promise)]
        mine = [unit for unit in units if unit.clause.full_name == self._commitment]
        return sorted(mine, key=lambda promise: (promise.start or promise.pact.since, promise.name))
