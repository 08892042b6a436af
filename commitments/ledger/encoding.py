"""Canonical bytes of structs, in one call of an encoder in C. What they hold was checked, and numbers are objects."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.json import Encoder

from commitments.ledger import canonical
from commitments.ledger.canonical import LARGEST, NUMBER, number_text
from commitments.ledger.errors import RefusedValueError

_encode = Encoder(order="deterministic").encode
_NUL = canonical.ESCAPED_NUL.encode()


def write_struct(value: Struct) -> bytes:
    """Return what ``canonical.write`` does of the fields of a struct, its numbers given as `plainly` gives them.

    Its fields, and those of structs in it, have to stand in the order of their names: to sort them takes longer.
    Raises RefusedValueError, as it does.
    """
    try:
        body = _encode(value)
    except UnicodeEncodeError as error:
        raise RefusedValueError("a lone surrogate is no text") from error
    return canonical.checked(body, to_builtins(value)) if _NUL in body or len(body) > LARGEST else body


def plainly(data: Mapping[str, object]) -> dict[str, object]:
    """Return named values (texts, numbers, truths, and tuples of these) with numbers as canonical JSON has them."""
    if NUMBER in data:
        raise RefusedValueError(f"the key {NUMBER!r} is reserved")
    return {
        name: {NUMBER: number_text(value)} if type(value) is Decimal else _plain(value)  # most are numbers
        for name, value in data.items()
    }


def _plain(value: Any) -> object:  # noqa: ANN401 - one of these
    kind = type(value)
    if kind is Decimal or kind is int:
        return {NUMBER: number_text(value)}
    return list(map(_plain, value)) if kind is tuple else value
