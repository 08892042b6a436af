"""An event: something that happened, or that is assumed. Source: semantics.md, section 3."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from commitments.records.base import Record
from commitments.records.ids import made_id
from commitments.records.moments import EventMoment, Moment
from commitments.records.names import EventId, EventIds, Name, Names, Reference, Text
from commitments.records.said import FIELDS, Said, TellsEvent
from commitments.records.values import Value


class EventContent(Record):
    """What an event says. ``object`` may also name an event by its id, as a denial does."""

    type: Name
    actor: Names = ()
    target: Names = ()
    object: EventIds = ()
    place: Names = ()
    at: EventMoment | None = None
    source: Names = ()
    agreement: Name | None = None
    commitment: Reference | None = None
    text: Text | None = None
    ref: Text | None = None
    data: dict[Annotated[str, Field(min_length=1, max_length=200)], Value] = Field(default_factory=dict)


def _own_id(fields: dict[str, Any]) -> str:
    return made_id(fields)


class Event(EventContent, TellsEvent):
    """An event that is asserted. The id is made from the content when none is given."""

    at: EventMoment
    recorded: Moment | None = None
    id: EventId = Field(default_factory=_own_id)

    def plain(self) -> dict[str, Any]:
        """Return the fields that were set, and the id, as plain data."""
        return {"id": self.id, **super().plain()}


class Assumption(EventContent):
    """A hypothetical event; without ``at`` it happens at the instant that is asked about. It is never recorded."""

    id: EventId = Field(default_factory=_own_id)


#: What all events have in common.
_ANY = Event(type="any", at="2000-01-01", id="any")


def event_of(said: Said) -> Event:
    """Return the event that says this; it is not checked again."""
    return _ANY.model_copy(update={name: value for name in FIELDS if (value := getattr(said, name))})
