"""Shared terms: what a type of event is-a, what a party or a place is part-of. Source: semantics.md, section 3."""

from __future__ import annotations

from pydantic import Field

from commitments.records.base import Record
from commitments.records.names import Name, Names, Text


class Vocabulary(Record):
    """Direct parents; what follows from them is followed by the rules."""

    vocabulary: Name
    title: Text | None = None
    text: Text | None = None
    is_a: dict[Name, Names] = Field(default_factory=dict)
    part_of: dict[Name, Names] = Field(default_factory=dict)
