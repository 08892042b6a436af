"""One group of agreements on its way through a recording: what has been told of it, and what time has brought.

Its engine is made when it is needed and kept until all is told; what it has found of units and statuses is stored once,
at the end, and each change of status at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.ledger.rows import LAST_NUMBER
from commitments.upkeep.storing import Because, Changes, store_instead, store_new, store_rows, store_whole
from rules.engine import Engine

if TYPE_CHECKING:
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from commitments.upkeep.workshop import Workshop
    from rules.facts import Event
    from rules.instants import Instant


class Course:
    """Takes a group further. What it has found is stored when it is closed."""

    def __init__(
        self, evaluating: Evaluating, group: Group, waiting: Iterable[str] = (), before: int = LAST_NUMBER
    ) -> None:
        """Take what is kept up to date, and a group.

        ``waiting``: the stored units that wait for what is going to be told; ``before``: the number of the last entry
        before it.
        """
        self.evaluating = evaluating
        self.storage = evaluating.storage
        self.group = group
        self.waiting = waiting
        self.before = before
        self.clock = self._kept = self.storage.memory.clock(group.name)
        self._shop: Workshop | None = None

    def advance(self, because: Because, until: Instant) -> Changes:
        """Let what time has brought until an instant take effect, on what is known."""
        if self.clock is None or self.clock >= until or not self._is_due(until):
            return Changes()
        return self._go_on((), because, until)

    def _is_due(self, until: Instant) -> bool:
        if self._shop is not None and self._shop.is_due(until):
            return True
        fetched = () if self._shop is None else self._shop.engine.units
        due = (name for member in self.group.members for name in self.storage.memory.due_of(member, until))
        return any(name not in fetched for name in due)

    def tell(self, events: Sequence[Event], because: Because, *, late: bool) -> Changes:
        """Take in events; from scratch where one comes late, or it is ``late`` that something is not as it was told."""
        if late or any(self.clock is not None and event.at <= self.clock for event in events):
            return self.replay(because, retold=True)
        return self._go_on(events, because, max(event.at for event in events))

    def _go_on(self, events: Sequence[Event], because: Because, until: Instant) -> Changes:
        """Take the group further by events that come after all that it has seen, and by time."""
        if self._shop is None:
            self._shop = self.evaluating.workshop(self.before)
            self._shop.expect(self.group.members, self.waiting)
        self._shop.run(self.group.members, events, self.clock, until)
        self.clock = until
        return store_new(self.storage, self._shop.engine, because)

    def replay(self, because: Because, *, retold: bool = False) -> Changes:
        """Evaluate the group from scratch; what no longer follows is marked as superseded, never deleted.

        ``retold``: by the same texts as before.
        """
        self._shop = None
        members = self.group.members
        program = self.evaluating.program(members)
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
        """Store how far the group has been taken, its units, and where everything stands."""
        if self._shop is not None:
            self._shop.save()
            store_rows(self.storage, self.evaluating.texts, self._shop.engine, self.group.members)
        if self.clock is not None and self.clock != self._kept:
            self.storage.memory.set_clock(self.group.name, self.clock)
