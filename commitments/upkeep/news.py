"""What came into the log, before it is evaluated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commitments.upkeep.events import Filed
    from rules.facts import Event
    from rules.instants import Instant


@dataclass
class News:
    """What came into the log at one instant, after its entry ``before``, up to ``seq``.

    ``fresh``: new events, ``changed``: events that are no longer as they were told; ``recorded``: ids of what is new,
    ``unchanged``: of what was there; ``first``: when the first of the events that were told happened.
    """

    now: Instant
    before: int
    seq: int = 0
    fresh: list[Filed] = field(default_factory=list)
    changed: list[Event] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    first: Instant | None = None

    def note(self, name: str, number: int) -> bool:
        """Note what became of an entry: the ``number`` that it has now, 0 if it was there; return whether it is new."""
        (self.recorded if number else self.unchanged).append(name)
        self.seq = number or self.seq
        return bool(number)
