"""JSON, exactly: a key stands once in an object, numbers are decimals, NaN and infinities are refused."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NoReturn


class StrictError(ValueError):
    """Something that JSON allows and we do not."""


def loads(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a JSON text holds: objects, lists, texts, booleans, None, ``int`` and exact ``Decimal``.

    Raises:
        ValueError: it is not JSON, or a key stands twice, or a number is not one that can be kept.
    """
    return _decoder().decode(text)


def dumps(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return plain data as JSON in one line; decimals are written as the numbers that they are."""
    try:
        return _encode(value)
    except _DecimalError:
        return _with_decimals(value)


class _DecimalError(Exception):
    """There is something that `json` does not write as a number."""


def _no_json(value: object) -> NoReturn:
    from decimal import Decimal

    if isinstance(value, Decimal):
        raise _DecimalError
    raise TypeError(f"{type(value).__name__} is nothing that JSON holds")


def _with_decimals(value: Any) -> str:  # noqa: ANN401
    from decimal import Decimal

    if isinstance(value, dict):
        return "{" + ", ".join(f"{_encode(str(key))}: {_with_decimals(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_with_decimals, value)) + "]"
    return str(value) if isinstance(value, Decimal) else _encode(value)


@cache
def _decoder() -> json.JSONDecoder:
    from commitments.text.scalars import plain

    return json.JSONDecoder(object_pairs_hook=_once, parse_float=plain, parse_int=plain, parse_constant=_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        from collections import Counter

        from commitments.text.diagnostics import quoted

        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise StrictError(f"the key {quoted(twice)} stands twice in an object")
    return found


def _constant(name: str) -> NoReturn:
    from commitments.text.scalars import NumberError

    raise NumberError(f"{name} is not a number that can be counted with")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_no_json).encode
