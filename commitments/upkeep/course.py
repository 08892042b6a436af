"""One group of agreements on its way through a recording: what has been told of it, and what time has brought.

Its engine is made when it is needed and kept until all is told; what it has found of units and statuses is stored once,
at the end, and each change of status at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commitments.ledger.rows import LAST_NUMBER
from commitments.upkeep.storing import Because, Changes, store_instead, store_new, store_rows, store_whole
from commitments.upkeep.waiting import Asleep
from rules.engine import Engine
from rules.filing import AT

if TYPE_CHECKING:
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from commitments.upkeep.workshop import Workshop
    from rules.facts import Event
    from rules.instants import Instant


#: An engine that has been told more events, or holds more units, is made anew for what comes next.
MANY, MANY_UNITS = 1_000, 64


class Course:
    """Takes a group further. What it has found is stored when it is closed, and it may go on from there."""

    def __init__(self, evaluating: Evaluating, group: Group) -> None:
        """Take what is kept up to date, and a group."""
        self.evaluating = evaluating
        self.storage = evaluating.storage
        self.group = group
        self.clock = self.storage.memory.clock(group.name)
        self._kept = (self.clock, group.noted)
        self.asleep = Asleep(self.storage.memory, group.members)
        self._waiting: Sequence[str] = ()
        self._before = LAST_NUMBER
        self._shop: Workshop | None = None
        self._told = 0

    def expect(self, waiting: Sequence[str], before: int) -> None:
        """Make ready for what is going to be told.

        ``waiting``: the stored units that wait for it; ``before``: the number of the last entry before it.
        """
        self._waiting, self._before = waiting, before
        if self._shop is not None:
            self._shop.expect(self.group.members, waiting)

    def advance(self, because: Because, until: Instant) -> Changes:
        """Let what time has brought until an instant take effect, on what is known."""
        if self.clock is None or self.clock >= until or not self._is_due(until):
            return Changes()
        return self._go_on((), because, until)

    def _is_due(self, until: Instant) -> bool:
        if self._shop is not None and self._shop.is_due(until):
            return True
        fetched = () if self._shop is None else self._shop.engine.units
        return any(name not in fetched for name in self.asleep.due(until))

    def tell(self, events: Sequence[Event], because: Because, *, late: bool) -> Changes:
        """Take in events; from scratch where one comes late, or it is ``late`` that something is not as it was told."""
        if late or (self.clock is not None and min(map(AT, events)) <= self.clock):
            return self.replay(because, retold=True)
        return self._go_on(events, because, max(map(AT, events)))

    def _go_on(self, events: Sequence[Event], because: Because, until: Instant) -> Changes:
        """Take the group further by events that come after all that it has seen, and by time."""
        if self._shop is None:
            self._shop = self.evaluating.workshop(self._before)
            self._shop.asleep = self.asleep
            self._shop.expect(self.group.members, self._waiting)
        self._told += len(events)
        self._shop.run(self.group.members, events, self.clock, until)
        self.clock = until
        return store_new(self.storage, self._shop.engine, because)

    def replay(self, because: Because, *, retold: bool = False) -> Changes:
        """Evaluate the group from scratch; what no longer follows is marked as superseded, never deleted.

        ``retold``: by the same texts as before.
        """
        self._let_go()
        members = self.group.members
        program = self.evaluating.program_kept(members) if retold else self.evaluating.program(members)
        heard = self.evaluating.telling.about(program)
        begun = [agreement.made.at for agreement in program.agreements]
        until = max([*begun, *heard.instants(), *([] if self.clock is None else [self.clock])])
        engine = Engine(program)
        engine.told = []
        engine.run(heard.standing(until), until)
        store_whole(self.evaluating.workshop(), self.evaluating.texts, engine, members, retold=retold)
        self.clock = until
        return store_instead(self.storage, engine, members, because)

    def close(self) -> None:
        """Store how far the group has been taken, what is noted of it, its units, and where everything stands."""
        if self._shop is not None:
            changed = self._shop.save().values()
            store_rows(self.storage, self.evaluating.texts, self._shop.engine, self.group.members, changed)
            if self._told > MANY or len(self._shop.engine.units) > MANY_UNITS:
                self._let_go()
        if self.clock is not None and (self.clock, self.group.noted) != self._kept:
            self.storage.memory.set_clock(self.group.name, self.clock, self.group.noted)
            self._kept = (self.clock, self.group.noted)

    def _let_go(self) -> None:
        """Let go of the engine."""
        self._shop, self._told = None, 0
        self.asleep = Asleep(self.storage.memory, self.group.members)
