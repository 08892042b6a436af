"""Events on the wire: CloudEvents 1.0 JSON objects. Source: semantics.md, section 3; cloudevents.io, version 1.0.2.

``id``, ``type``, ``time`` and ``data`` are theirs and ours. Names (actor, target, object, place, and our sources beyond
what ``source`` can say) are extension attributes, several of them with commas between. An event that names no source
has the ``source`` of nobody. ``time`` is an instant with its offset; what was said otherwise or is less precise stands
in ``at``, which goes before it, with its ``timezone`` beside it unless that is UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from commitments.text.instants import format_instant
from commitments.text.times import parse_event_time

if TYPE_CHECKING:
    from commitments.records.event import Event
    from commitments.records.said import Said

VERSION = "1.0"
NOBODY = "urn:commitments:nobody"
#: Attributes that say how the data is written: nothing about what happened.
PACKAGING = frozenset({"specversion", "datacontenttype", "dataschema", "timezone"})
LISTS = ("actor", "target", "object", "place")
TEXTS = ("agreement", "commitment", "text", "ref")
OWN = {"id": "id", "type": "type", "time": "at", "at": "at", "data": "data", "recordedtime": "recorded"}

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def is_cloudevent(data: Mapping[str, Any]) -> bool:
    """Whether an object is an envelope of CloudEvents."""
    return "specversion" in data


def from_cloudevent(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of our plain form; what is no field of ours goes to ``data``, unless it is about packaging.

    The source, a URI, becomes a name: what no name may hold is replaced by hyphens.
    """
    fields: dict[str, Any] = {}
    beside: dict[str, Any] = {}
    for key, value in data.items():
        if key == "time" and "at" in data:
            continue
        if key in OWN:
            fields[OWN[key]] = value
        elif key in LISTS:
            fields[key] = _split(value)
        elif key in TEXTS:
            fields[key] = value
        elif key == "source":
            fields |= {"source": _sources(value)} if value != NOBODY else {}
        elif key not in PACKAGING:
            beside[key] = value
    if beside:
        fields["data"] = {**beside, **_mapping(fields.get("data", {}))}
    elif "data" in fields:
        fields["data"] = _mapping(fields["data"])
    return fields


def zone_of(data: Mapping[str, Any]) -> object:
    """Return the time zone of an envelope, that of its ``at``; None where it says none."""
    return data.get("timezone")


def _mapping(data: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the sender put there
    return dict(data) if isinstance(data, Mapping) else {"data": data}


def _split(value: Any) -> Any:  # noqa: ANN401
    return value.split(",") if isinstance(value, str) else value


def _sources(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        return value
    return [_NOT_IN_NAMES.sub("-", name).strip("-._") or "unnamed" for name in value.split(",")]


def _time(at: str, zone: str) -> dict[str, str]:
    if _INSTANT.fullmatch(at):
        return {"time": at}
    said = {"at": at} if zone == "UTC" else {"at": at, "timezone": zone}
    read = parse_event_time(at, zone)
    return said if read.day else {"time": format_instant(read.at, zone), **said}


def to_cloudevent(event: Event | Said, zone: str = "UTC") -> dict[str, Any]:
    """Return an event as a CloudEvents 1.0 JSON object, of plain data; ``from_cloudevent`` reads it again.

    ``zone``: of its bare times.
    """
    found: dict[str, Any] = {"specversion": VERSION, "id": event.id, "source": ",".join(event.source) or NOBODY}
    found |= {"type": event.type, **_time(event.at, zone)}
    found |= {key: ",".join(names) for key in LISTS if (names := getattr(event, key))}
    found |= {key: text for key in TEXTS if (text := getattr(event, key)) is not None}
    if event.recorded is not None:
        found["recordedtime"] = event.recorded
    if event.data:
        data = {key: list(value) if isinstance(value, tuple) else value for key, value in event.data.items()}
        found |= {"datacontenttype": "application/json", "data": data}
    return found
