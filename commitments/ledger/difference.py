"""How two contents differ, field by field, for a message."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from commitments.ledger import canonical

LONGEST = 80
MISSING = "missing"


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Return (field, old, new) for each field that differs, fields of fields with a dot, values as short JSON."""
    found: list[tuple[str, str, str]] = []
    for field in sorted({*old, *new}):
        before, after = old.get(field), new.get(field)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            found += [(f"{field}.{name}", one, other) for name, one, other in differences(before, after)]
        elif _text(old, field) != _text(new, field):
            found.append((field, _short(_text(old, field)), _short(_text(new, field))))
    return found


def _text(content: Mapping[str, object], field: str) -> str:
    return _json(content[field]) if field in content else MISSING


def _json(value: object) -> str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return canonical.number_text(value)
    return canonical.write(value).decode()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
