"""What was read from one file, before its names are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from commitments.text.findings import Draft

#: The kinds of documents: the first key of each tells its kind.
KINDS = ("agreement", "vocabulary", "events", "expect")


@dataclass
class FileDrafts:
    """What was read from one text. ``named``: the commitments of each agreement, those that are not sound included.

    ``left_out``: how many rows of a table its mapping leaves out.
    """

    path: str
    agreements: list[Draft[Agreement]] = field(default_factory=list)
    vocabularies: list[Draft[Vocabulary]] = field(default_factory=list)
    entries: list[Draft[Any]] = field(default_factory=list)
    expected: list[Draft[Any]] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=dict)
    left_out: int = 0

    @property
    def only_events(self) -> bool:
        """Whether there is nothing but events, and changes of events."""
        return not (self.agreements or self.vocabularies or self.expected or self.named)

    @property
    def zone(self) -> str:
        """Return the zone of the first agreement in the file: that of events and expectations that name none."""
        return self.agreements[0].record.timezone if self.agreements else "UTC"
