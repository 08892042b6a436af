"""An event: something that happened, or that is assumed. Source: semantics.md, section 3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field

from commitments.records.base import Record
from commitments.records.moments import EventMoment, Moment
from commitments.records.names import EventId, EventIds, Name, Names, Reference, Text
from commitments.records.values import Value

ID_LENGTH = 16
#: What the ledger adds, and what names the event: not part of what it says.
NOT_CONTENT = ("id", "recorded")


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


def made_id(fields: Mapping[str, Any], zone: str = "UTC") -> str:
    """Return an id made from the content of an event: the same content has the same id. ``zone``: of its bare times."""
    content = {key: _plain(fields[key]) for key in sorted(fields) if key not in NOT_CONTENT and fields[key]}
    if zone != "UTC":
        content["timezone"] = zone
    return f"e-{sha256(_write(content).encode()).hexdigest()[:ID_LENGTH]}"


_write = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode


def _own_id(fields: dict[str, Any]) -> str:
    return made_id(fields)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    if isinstance(value, Decimal):
        return {"number": str(value.normalize())}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


class Event(EventContent):
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
