"""Reading a ledger at an instant: what is stored, what time has moved since, and what was known before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rules.engine import Engine

if TYPE_CHECKING:
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.membership import Group
    from rules.instants import Instant
    from rules.trace import Standing


class Moved(NamedTuple):
    """A group evaluated in memory: from the beginning (``whole``), or only what time has moved since."""

    members: tuple[str, ...]
    engine: Engine
    whole: bool


class Reading:
    """Takes groups to an instant in memory. Nothing is written."""

    def __init__(self, evaluating: Evaluating) -> None:
        """Take what keeps the ledger up to date."""
        self.evaluating = evaluating
        self.storage = evaluating.storage
        self.membership = evaluating.membership

    def moved(self, as_of: Instant) -> Iterator[Moved]:
        """Yield the groups whose stored rows are not those of an instant, evaluated up to it."""
        due = {self.membership.group_of(agreement) for agreement in self.storage.memory.agreements_due(as_of)}
        for name, clock in self.storage.memory.clocks().items():
            if clock > as_of:
                group = self.membership.group(name)
                yield Moved(group.members, self.from_scratch(group, as_of), whole=True)
            elif name in due:
                group = self.membership.group(name)
                yield Moved(group.members, self.further(group, as_of), whole=False)

    def further(self, group: Group, as_of: Instant) -> Engine:
        """Return what time brings a group until an instant, from where it was left."""
        shop = self.evaluating.workshop()
        shop.run(group.members, (), self.storage.memory.clock(group.name), as_of)
        return shop.engine

    def from_scratch(self, group: Group, as_of: Instant) -> Engine:
        """Return a group evaluated from its beginning until an instant."""
        program = self.evaluating.program(group.members)
        engine = Engine(program)
        engine.run(self.evaluating.history(program), as_of)
        return engine

    def ahead(self, name: str, as_of: Instant) -> Standing | None:
        """Return where a period that is yet to begin stands, None when there is no such commitment."""
        group = self.membership.group_of(name.partition("/")[0])
        return None if group is None else self.further(self.membership.group(group), as_of).standing(name)
