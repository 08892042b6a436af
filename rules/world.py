"""Everything the engine works on, in one place: the clock of the evaluation, memory, and all units by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from rules.families import Family
from rules.instants import Instant
from rules.memory import Memory
from rules.pact import Pact
from rules.program import Program
from rules.promise import Promise
from rules.switch import Switch
from rules.vocabulary import Closures

Found = TypeVar("Found")


class Shelf(dict[str, Found]):
    """Units by name, of which those that are not there yet are fetched from where they are kept."""

    def __init__(self, fetch: Callable[[str], Found | None] | None = None) -> None:
        """Take what fetches a unit (None: there is no such one); without it, all are here."""
        super().__init__()
        self.fetch = fetch

    def __missing__(self, name: str) -> Found:
        """Fetch it. Raises KeyError when there is no such one."""
        found = self.fetch(name) if self.fetch is not None else None
        if found is None:
            raise KeyError(name)
        self[name] = found
        return found

    def find(self, name: str) -> Found | None:
        """Return a unit, None when there is no such one."""
        try:
            return self[name]
        except KeyError:
            return None


class Among(Mapping[str, Found]):
    """The units of one kind among all that there are, by name."""

    __slots__ = ("kind", "units")

    def __init__(self, units: Shelf[Any], kind: type[Found]) -> None:
        """Look among these units."""
        self.units = units
        self.kind = kind

    def __getitem__(self, name: str) -> Found:
        """Return a unit. Raises KeyError when there is no such one."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def find(self, name: str) -> Found | None:
        """Return a unit, None when there is no such one."""
        found = self.units.find(name)
        return found if isinstance(found, self.kind) else None

    def __contains__(self, name: object) -> bool:
        """Whether a unit is here already."""
        return isinstance(self.units.get(str(name)), self.kind)

    def __iter__(self) -> Iterator[str]:
        return (name for name, unit in self.units.items() if isinstance(unit, self.kind))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class World:
    """The state of one evaluation."""

    def __init__(self, program: Program, memory: Memory | None = None) -> None:
        """Begin before all time."""
        self.now: Instant = -(2**63)
        self.step = 0
        self.vocabulary = Closures(program.vocabulary.is_a, program.vocabulary.part_of)
        self.memory = memory or Memory(self.vocabulary)
        self.pacts: Shelf[Pact] = Shelf()
        self.switches: Shelf[Switch] = Shelf()
        self.units: Shelf[Any] = Shelf()
        self.promises = Among(self.units, Promise)
        self.families: Shelf[Family] = Shelf(self._alone)
        self.fetch_all: Callable[[str], None] | None = None

    def _alone(self, commitment: str) -> Family | None:
        """Return the family of a commitment that has but one instance, and so none that is kept."""
        promise = self.promises.find(commitment)
        if promise is None or promise.instance is not None:
            return None
        return Family([promise], dynamic=False)

    def named(self, commitment: str, instance: str | None) -> list[Promise] | None:
        """Return the commitments that a name names; None when others may come, or it is not in this account.

        ``commitment`` is ``agreement/commitment``; without ``instance`` all of its instances are meant.
        """
        family = self.families.find(commitment)
        if family is None:
            return None
        if instance is not None:
            found = self.promises.find(f"{commitment}[{instance}]")
            return None if found is None else [found]
        members = family.members()
        return None if family.dynamic and not members else members

    def may_grow(self, commitment: str, instance: str | None) -> bool:
        """Whether other instances of what a name names may come into being."""
        family = self.families.find(commitment)
        return family is None or (instance is None and family.dynamic)

    def of_agreement(self, agreement: str) -> Iterator[Promise]:
        """Yield all commitments of an agreement."""
        if self.fetch_all is not None:
            self.fetch_all(agreement)
        yield from self.pacts[agreement].promises
