"""Events, and changes of events, from objects: in JSON, in an envelope perhaps."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from commitments.records.corrections import Correction, Entry, Retraction, is_event
from commitments.records.event import Event
from commitments.records.moments import Zone
from commitments.text.cloudevents import from_cloudevent, is_cloudevent, zone_of
from commitments.text.findings import Draft, Findings, Ground
from commitments.text.shapes import mistakes_of

ENTRY: TypeAdapter[Event | Retraction | Correction] = TypeAdapter(Entry)
_ZONE: TypeAdapter[str | None] = TypeAdapter(Zone | None)


def entry_draft(data: dict[str, Any], ground: Ground, findings: Findings) -> Draft[Any] | None:
    """Return the entry that an object tells; or None, when what is wrong with it is in the findings."""
    try:
        told, zone = _entry_in(data)
    except ValidationError as error:
        for mistake in mistakes_of(error, Entry):
            findings.add(ground.diagnose(mistake))
        return None
    return Draft(told, ground, zone=zone)


def _entry_in(data: dict[str, Any]) -> tuple[Event | Retraction | Correction, str | None]:
    """Return the entry that an object tells, in an envelope perhaps, and the zone of its bare times if it says one."""
    if not is_cloudevent(data):
        return _entry_of(data), None
    zone = _ZONE.validate_python(zone_of(data))
    return _entry_of(from_cloudevent(data)), zone


def _entry_of(data: dict[str, Any]) -> Event | Retraction | Correction:
    """Return an entry. Raises ValidationError, which tells of the kind of entry too."""
    try:
        if is_event(data):  # most are, and are sound
            return Event.model_validate(data, by_alias=True, by_name=False)
    except ValidationError:
        pass  # it is told below, with the kind of entry
    return ENTRY.validate_python(data, by_alias=True, by_name=False)
