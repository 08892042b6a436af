"""Institutional facts made out of brute ones. Source: semantics.md, section 3 (counts-as)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from commitments.records.base import Record
from commitments.records.moments import Span
from commitments.records.names import Name, listed
from commitments.records.patterns import Pattern
from commitments.records.values import Single

Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(listed), Field(min_length=1)]


class CountsAsOne(Pattern):
    """An event like this counts as one of the named type; ``gives`` overrides single fields.

    With ``reading``: only under these answers.
    """

    gives: dict[str, Single] = Field(default_factory=dict)
    reading: dict[Name, Name] = Field(default_factory=dict)

    @property
    def parts(self) -> tuple[Pattern, ...]:
        """Return the patterns that are needed: this one."""
        return (self,)

    @property
    def within(self) -> Span | None:
        """Return the span in which all parts happen: none is needed for one."""
        return None


class CountsAsAll(Record):
    """Events like these, joined on their variables, count together as one of the named type."""

    all: Patterns
    within: Span | None = None
    gives: dict[str, Single] = Field(default_factory=dict)
    reading: dict[Name, Name] = Field(default_factory=dict)

    @property
    def parts(self) -> tuple[Pattern, ...]:
        """Return the patterns that are needed."""
        return self.all


def entry_of(value: object) -> str:
    """Return the tag of an entry."""
    return "<all>" if isinstance(value, CountsAsAll) or (isinstance(value, dict) and "all" in value) else "<event>"


CountsAs = Annotated[
    Annotated[CountsAsOne, Tag("<event>")] | Annotated[CountsAsAll, Tag("<all>")], Discriminator(entry_of)
]
Entries = Annotated[tuple[CountsAs, ...], BeforeValidator(listed), Field(min_length=1)]
