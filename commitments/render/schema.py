"""JSON Schema as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from commitments.reports.schema import status_schema
from commitments.text.schema import document_schema, event_schema, mapping_schema

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "agreement": document_schema,
    "events": event_schema,
    "status": status_schema,
    "mapping": mapping_schema,
}


def schema_text(kind: str, meanings: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return the JSON Schema of ``agreement`` (documents), ``events``, ``status`` or ``mapping``.

    ``meanings``: what keys of records mean, for editors that show it.
    """
    schema = SCHEMAS[kind]()
    for record, told in (meanings or {}).items():
        properties = schema["definitions"].get(record, {}).get("properties", {})
        for key in properties.keys() & told.keys():
            properties[key] = {"description": told[key], **properties[key]}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
