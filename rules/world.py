"""Everything the engine works on, in one place: the clock of the evaluation, memory, and all units by name."""

from __future__ import annotations

from collections.abc import Iterator

from rules.facts import Event
from rules.instants import Instant
from rules.memory import Memory
from rules.pact import Pact
from rules.program import Program
from rules.promise import Promise
from rules.switch import Switch
from rules.vocabulary import Closures


class Family:
    """All instances of one commitment, in the order they came; ``dynamic``: there may be others yet."""

    __slots__ = ("dynamic", "promises")

    def __init__(self, *, dynamic: bool) -> None:
        """Begin without instances."""
        self.promises: list[Promise] = []
        self.dynamic = dynamic


class World:
    """The state of one evaluation."""

    def __init__(self, program: Program) -> None:
        """Begin before all time."""
        self.now: Instant = -(2**63)
        self.step = 0
        self.vocabulary = Closures(program.vocabulary.is_a, program.vocabulary.part_of)
        self.memory = Memory(self.vocabulary)
        self.pacts: dict[str, Pact] = {}
        self.switches: dict[str, Switch] = {}
        self.promises: dict[str, Promise] = {}
        self.families: dict[str, Family] = {}
        self.seen: list[Event] = []

    def named(self, commitment: str, instance: str | None) -> list[Promise] | None:
        """Return the commitments that a name names; None when others may come, or it is not in this account.

        ``commitment`` is ``agreement/commitment``; without ``instance`` all of its instances are meant.
        """
        family = self.families.get(commitment)
        if family is None:
            return None
        if instance is not None:
            found = self.promises.get(f"{commitment}[{instance}]")
            return None if found is None else [found]
        return None if family.dynamic and not family.promises else family.promises

    def may_grow(self, commitment: str, instance: str | None) -> bool:
        """Whether other instances of what a name names may come into being."""
        family = self.families.get(commitment)
        return family is None or (instance is None and family.dynamic)

    def of_agreement(self, agreement: str) -> Iterator[Promise]:
        """Yield all commitments of an agreement."""
        for promise in self.promises.values():
            if promise.pact.name == agreement:
                yield promise
