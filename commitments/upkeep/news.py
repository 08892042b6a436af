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

    def take(self, events: list[Filed], numbers: list[int]) -> None:
        """Take events that were told; ``numbers``: what became of each (see ``note``)."""
        happened = [each.fact.at for each in events]
        self.first = min(happened if self.first is None else [self.first, *happened])
        fresh = [each for each, number in zip(events, numbers, strict=True) if number]
        self.fresh += fresh
        self.recorded += [each.fact.id for each in fresh]
        self.unchanged += [each.fact.id for each, number in zip(events, numbers, strict=True) if not number]
        self.seq = max(self.seq, *numbers)

    def note(self, name: str, number: int) -> bool:
        """Note what became of an entry: the ``number`` that it has now, 0 if it was there; return whether it is new."""
        (self.recorded if number else self.unchanged).append(name)
        self.seq = number or self.seq
        return bool(number)
