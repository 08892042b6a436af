"""Entries that withdraw or replace an event; nothing is erased. Source: semantics.md, sections 3 and 9."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Tag, model_validator

from commitments.records.base import Record, refuse
from commitments.records.event import Event, EventContent
from commitments.records.moments import Moment, Zone
from commitments.records.names import EventId, Text, listed

FIELDS = frozenset(EventContent.model_fields)
#: Fields of an event that no correction changes.
KEPT = ("id", "recorded")


class Retraction(Record):
    """The event is withdrawn from ``recorded`` on."""

    KEY: ClassVar = "retract"

    retract: EventId
    recorded: Moment | None = None
    reason: Text | None = None

    @property
    def target(self) -> str:
        """The id of the event that is withdrawn."""
        return self.retract


class Correction(Record):
    """The event is replaced, from ``recorded`` on, by the same event with other fields; it keeps its id.

    ``with``: fields of the event, as on the command line; a name that is no field is one of its ``data``.
    ``None`` takes a field away.
    """

    KEY: ClassVar = "correct"

    correct: EventId
    with_: dict[str, Any]
    recorded: Moment | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Correction:
        for key in KEPT:
            if key in self.with_:
                advice = f"retract it, and tell another; write data.{key} for a value of that name"
                refuse("E207", f"a correction keeps the `{key}` of its event", advice=advice, at=("with", key))
        probe = {"type": "any", "at": "2000-01-01", "id": self.correct}
        Event.model_validate(_changed(probe, self.with_))
        return self

    @property
    def target(self) -> str:
        """The id of the event that is replaced."""
        return self.correct

    def apply(self, event: Event) -> Event:
        """Return the event as corrected.

        Raises:
            pydantic.ValidationError: what is left is no event (its type or time was taken away).
        """
        return Event.model_validate(_changed({**event.given(), "id": event.id}, self.with_))


def _changed(fields: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    data = dict(fields.get("data", {}))
    changed = dict(fields)
    for key, value in changes.items():
        if key == "data" and isinstance(value, dict):
            data.update(value)
        elif key in FIELDS:
            changed[key] = value
        else:
            data[key] = value
    kept = {key: value for key, value in data.items() if value is not None}
    return {key: value for key, value in (changed | {"data": kept}).items() if value is not None}


def is_event(value: dict[str, Any]) -> bool:
    """Whether an entry in a list of events is an event, not a change of one."""
    return "retract" not in value and "correct" not in value


def entry_of(value: object) -> str:
    """Return the tag of an entry in a list of events."""
    if isinstance(value, dict):
        return "<retract>" if "retract" in value else "<correct>" if "correct" in value else "<event>"
    if isinstance(value, Retraction):
        return "<retract>"
    return "<correct>" if isinstance(value, Correction) else "<event>"


Entry = Annotated[
    Annotated[Event, Tag("<event>")]
    | Annotated[Retraction, Tag("<retract>")]
    | Annotated[Correction, Tag("<correct>")],
    Discriminator(entry_of),
]


class EventList(Record):
    """The events of a document; ``timezone`` is that of its bare times."""

    events: Annotated[tuple[Entry, ...], BeforeValidator(listed)]
    timezone: Zone | None = None
