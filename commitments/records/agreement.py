"""An agreement: its parties, its words, its commitments, and when it holds.

Source: semantics.md, sections 1, 3 and 5.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from commitments.records.base import Record, refuse
from commitments.records.commitment import Commitment
from commitments.records.conditions import Condition
from commitments.records.counts_as import Entries
from commitments.records.moments import Moment, Span, Zone
from commitments.records.names import Name, Text, listed
from commitments.records.parties import AccountEntry, Party, Source
from commitments.records.powers import Powers
from commitments.records.values import Count


class State(Record):
    """What holds from a start to an end, and may hold again."""

    starts: Condition
    ends: Condition | None = None
    initially: bool = False


class Renewal(Record):
    """How often a term is followed by another (without ``times``: always), and what stops it.

    ``unless`` does, when it is met in the term no later than ``notice`` before its end.
    """

    times: Annotated[Count, Field(ge=1)] | None = None
    unless: Condition | None = None
    notice: Span | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.notice is not None and self.unless is None:
            refuse("E211", "`notice` tells how early `unless` has to be met", advice="add `unless`", at=("notice",))
        return self


def renewal_of(value: object) -> str:
    """Return the tag of what `renews` may be: yes or no, a number of times, or more."""
    if isinstance(value, bool):
        return "<bool>"
    return "<times>" if isinstance(value, int | Decimal) else "<renewal>"


Renews = Annotated[
    Annotated[bool, Tag("<bool>")]
    | Annotated[Annotated[Count, Field(ge=1)], Tag("<times>")]
    | Annotated[Renewal, Tag("<renewal>")],
    Discriminator(renewal_of),
]
Answers = Annotated[tuple[Name, ...], BeforeValidator(listed), Field(min_length=1)]


class Agreement(Record):
    """One version of the text of an agreement."""

    agreement: Name
    title: Text | None = None
    text: Text | None = None
    ref: Text | None = None
    made: Moment
    recorded: Moment | None = None
    timezone: Zone = "UTC"
    parties: dict[Name, Party] = Field(default_factory=dict)
    sources: dict[Name, Source] = Field(default_factory=dict)
    accounts: dict[Name, AccountEntry] = Field(default_factory=dict)
    readings: dict[Name, Answers] = Field(default_factory=dict)
    states: dict[Name, State] = Field(default_factory=dict)
    counts_as: dict[Name, Entries] = Field(default_factory=dict)
    commitments: dict[Name, Commitment] = Field(default_factory=dict)
    in_force: Condition | None = None
    term: Span | None = None
    until: Moment | None = None
    renews: Renews = False
    unless: Condition | None = None
    powers: Powers = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.renews is not False and self.term is None and self.until is None:
            refuse("E211", "`renews` needs the `term` that is followed by another", advice="add `term`", at=("renews",))
        return self
