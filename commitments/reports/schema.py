"""JSON Schema of the rows that tell where commitments stand, as `--format json` and `jsonl` write them."""

from __future__ import annotations

from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from commitments.records.statuses import STATUSES, Strength
from commitments.reports.status import StatusRow

DRAFT = "http://json-schema.org/draft-07/schema#"
TYPES: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    tuple: {"type": "string", "description": "names, with a comma and a blank between them"},
    NoneType: {"type": "null"},
}
#: What a column says beyond its type.
CLOSER: dict[str, dict[str, Any]] = {
    "status": {"enum": list(STATUSES)},
    "strength": {"enum": list(get_args(Strength))},
    "progress": {"description": "done and needed, as 2/3"},
}
ABOUT = "Where commitments stand: what `live`, `list` and `due` write with --format json. A line of jsonl is a row."


def status_schema() -> dict[str, Any]:
    """Return the schema of an answer with rows of statuses; ``definitions/row`` is that of one row."""
    columns = get_type_hints(StatusRow)
    row = {
        "type": "object",
        "properties": {name: {**_of(columns[name]), **CLOSER.get(name, {})} for name in StatusRow.columns()},
        "required": list(StatusRow.columns()),
        "additionalProperties": False,
    }
    head = {"schema": {"const": "commitments.status/1"}, **_view(), "rows": _listed({"$ref": "#/definitions/row"})}
    return {
        "$schema": DRAFT,
        "title": "Where commitments stand",
        "description": ABOUT,
        "type": "object",
        "properties": head,
        "required": list(head),
        "definitions": {"row": row},
    }


def _view() -> dict[str, Any]:
    return {
        "as_of": TYPES[datetime],
        "known_at": _of(datetime | None),
        "account": TYPES[str],
        "reading": {"type": "object", "additionalProperties": TYPES[str]},
        "assume": _listed(TYPES[str]),
    }


def _listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _of(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - an annotation
    """Return the schema of a type of cells."""
    if get_origin(kind) in (Union, UnionType):
        options = [_of(one) for one in get_args(kind)]
        merged = {key: value for option in options for key, value in option.items()}
        return {**merged, "type": [option["type"] for option in options]}
    return TYPES[get_origin(kind) or kind]
