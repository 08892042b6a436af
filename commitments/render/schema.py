"""JSON Schema as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from commitments.reports.schema import status_schema
from commitments.text.schema import document_schema, event_schema, mapping_schema

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "agreement": document_schema,
    "events": event_schema,
    "status": status_schema,
    "mapping": mapping_schema,
}


def schema_text(kind: str) -> str:
    """Return the JSON Schema of ``agreement`` (documents), ``events``, ``status`` or ``mapping``."""
    return json.dumps(SCHEMAS[kind](), indent=2, ensure_ascii=False) + "\n"
