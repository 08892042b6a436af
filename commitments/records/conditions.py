"""The forms of a condition. Source: semantics.md, section 4.

A form is known by its key: ``event``, ``all``, ``any``, ``of`` (with ``at-least``), ``then``, ``not``, ``state``,
``commitment``, ``agreement``, ``time`` or ``delay``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from commitments.records.base import Record
from commitments.records.moments import Moment, Span
from commitments.records.names import BoundReference, Name, listed, one_or_many
from commitments.records.patterns import Pattern
from commitments.records.statuses import AgreementStatus, Status
from commitments.records.values import Count, Number

Statuses = Annotated[tuple[Status, ...], BeforeValidator(one_or_many, json_schema_input_type=Status | list[Status])]
AgreementStatuses = Annotated[
    tuple[AgreementStatus, ...],
    BeforeValidator(one_or_many, json_schema_input_type=AgreementStatus | list[AgreementStatus]),
]


class Windowed(Record):
    """Nothing counts outside ``[from, limit]``; ``within`` and ``after`` run from the condition's anchor."""

    from_: Moment | None = None
    by: Moment | None = None
    within: Span | None = None
    after: Span | None = None


class Occurs(Pattern, Windowed):
    """Such an event happens: ``at_least`` times, or with so many values of ``distinct``, or ``total`` reaches it."""

    at_least: Annotated[Number, Field()] | None = None
    distinct: str | None = None
    total: str | None = None


class AllOf(Windowed):
    """All parts are met."""

    all: Parts


class AnyOf(Windowed):
    """One of the parts is met."""

    any: Parts


class SomeOf(Windowed):
    """So many of the parts are met."""

    at_least: Annotated[Count, Field(ge=1)]
    of: Parts


class Sequence(Windowed):
    """The parts are met in order, each anchored where the one before was met."""

    then: Parts


class Not(Windowed):
    """The limit passes, and the part was not met."""

    not_: Condition


class StateHolds(Windowed):
    """The state holds, or has held for so long without a break."""

    state: Name
    for_: Span | None = None


class CommitmentIs(Windowed):
    """The commitment is, or comes into, one of these statuses."""

    commitment: BoundReference
    is_: Annotated[Statuses, Field(min_length=1)]


class AgreementIs(Windowed):
    """The agreement is, or comes into, one of these statuses."""

    agreement: Name
    is_: Annotated[AgreementStatuses, Field(min_length=1)]


class TimeArrives(Windowed):
    """An instant arrives."""

    time: Moment


class Delay(Windowed):
    """So much time has passed since the anchor."""

    delay: Span


#: The key by which a form is known, and its record. ``of`` goes before the others: ``at-least`` alone is no form.
FORMS: dict[str, type[Windowed]] = {
    "event": Occurs,
    "all": AllOf,
    "any": AnyOf,
    "of": SomeOf,
    "then": Sequence,
    "not": Not,
    "state": StateHolds,
    "commitment": CommitmentIs,
    "agreement": AgreementIs,
    "time": TimeArrives,
    "delay": Delay,
}
_TAGS: dict[type, str] = {form: f"<{key}>" for key, form in FORMS.items()}
_KEYS = {**{key: f"<{key}>" for key in FORMS}, "not_": "<not>", "at-least": "<of>"}


def form_of(value: object) -> str | None:
    """Return the tag of the form that a condition has: its key, in angle brackets."""
    if not isinstance(value, dict):
        return _TAGS.get(type(value))
    found = None
    for key in value:
        tag = _KEYS.get(key)
        if tag is not None:
            if key != "at-least":
                return tag
            found = tag
    return found


Condition = Annotated[
    Annotated[Occurs, Tag("<event>")]
    | Annotated[AllOf, Tag("<all>")]
    | Annotated[AnyOf, Tag("<any>")]
    | Annotated[SomeOf, Tag("<of>")]
    | Annotated[Sequence, Tag("<then>")]
    | Annotated[Not, Tag("<not>")]
    | Annotated[StateHolds, Tag("<state>")]
    | Annotated[CommitmentIs, Tag("<commitment>")]
    | Annotated[AgreementIs, Tag("<agreement>")]
    | Annotated[TimeArrives, Tag("<time>")]
    | Annotated[Delay, Tag("<delay>")],
    Discriminator(form_of),
]
Parts = Annotated[tuple[Condition, ...], BeforeValidator(listed), Field(min_length=1)]

for _form in FORMS.values():
    _form.model_rebuild()
