"""What a ledger says: its texts, names and events, and what they mean. To read it takes records and rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commitments.upkeep.evaluating import Evaluating
from commitments.upkeep.events import Telling
from commitments.upkeep.shapes import Shapes
from commitments.upkeep.texts import KeptNames, Texts
from commitments.upkeep.warm import Warm

if TYPE_CHECKING:
    from commitments.compile import Entered
    from commitments.ledger.storage import Storage
    from rules.instants import Instant
    from rules.program import Program


class Contents:
    """What a ledger says, as it was when it was read, or refreshed."""

    def __init__(self, storage: Storage) -> None:
        """Take an open ledger."""
        self.storage = storage
        self._epoch: object = None
        self.warm = Warm()
        self.shapes = Shapes(storage)
        self.texts = Texts(storage)
        self.know_names()
        self._about: tuple[object, list[Entered]] = (None, [])

    def know_names(self) -> None:
        """Read what names and types mean."""
        self.warm.forget()
        self.names = KeptNames(self.storage)
        self.telling = Telling(self.storage, self.names, self.shapes)

    def refresh(self) -> None:
        """Read what other processes may have added."""
        epoch = self.storage.epoch
        if epoch is not self._epoch:
            self._epoch = epoch
            self.read_again()

    def go_on(self) -> None:
        """Go on from what this process has just recorded: what was read and written is what the ledger says."""
        self._epoch = self.storage.epoch_left

    def read_again(self) -> None:
        """Read what has come since, our own too."""
        self.warm.forget()
        self.shapes.forget()
        if self.texts.refresh():
            self.know_names()

    @property
    def entries(self) -> Iterable[Entered]:
        """Events, retractions and corrections, in the order in which they were recorded."""
        from commitments.upkeep.records import entered_of

        for entry in self.storage.log.entries():
            entered = entered_of(entry)
            if entered is not None:
                yield entered

    def entries_about(self, program: Program, known_at: Instant | None) -> Iterable[Entered]:
        """Return the events that may concern what is tracked, and all denials, in their versions of an instant."""
        from commitments.upkeep.entries import as_recorded

        asked = (self.telling.keys_about(program), known_at, self.storage.log.head().seq)
        if self._about[0] != asked:
            self._about = asked, [as_recorded(entry) for entry in self.telling.back(asked[0], known_at)]
        return self._about[1]

    def evaluating(self) -> Evaluating:
        """Return what keeps the working memory up to date."""
        return Evaluating(self.storage, self.texts, self.telling, self.shapes, self.warm)
