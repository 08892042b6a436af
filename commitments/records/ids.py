"""Ids that are made of what an event says. Source: semantics.md, sections 3 and 10."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

ID_LENGTH = 16
#: What the ledger adds, and what names the event: not part of what it says.
NOT_CONTENT = ("id", "recorded")


def made_id(fields: Mapping[str, Any], zone: str = "UTC") -> str:
    """Return an id made from the content of an event: the same content has the same id. ``zone``: of its bare times."""
    content = {key: _plain(fields[key]) for key in sorted(fields) if key not in NOT_CONTENT and fields[key]}
    if zone != "UTC":
        content["timezone"] = zone
    return f"e-{sha256(_write(content).encode()).hexdigest()[:ID_LENGTH]}"


_write = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    if isinstance(value, Decimal):
        return {"number": str(value.normalize())}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
