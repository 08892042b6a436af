"""Events as they are typed: ``TYPE field=value …``.

A field of an event (``actor``, ``target``, ``at`` …) is that field; every other name is one of its ``data``, and
``data.NAME`` always is. A value is what it looks like, as in YAML: a number, ``true``, ``false``, else text; in quotes,
single or double, it is text. Several values: the field again, and for names also with commas (``actor=france,russia``).
Nothing after ``=`` takes a field away, where an event is corrected.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import Any

from commitments.mistakes import MistakeError
from commitments.records import said
from commitments.text.scalars import NumberError, plain

#: Fields that hold names: no name has a comma in it.
LISTS = frozenset({"actor", "target", "object", "place", "source"})
FIELDS = frozenset(said.FIELDS) - {"data"}
DATA = "data."
_QUOTES = "'\""
_SHORTEST_QUOTED = 2


class FieldError(MistakeError):
    """Something that was typed and does not read as ``field=value``."""


def fields_of(typed: Iterable[str]) -> dict[str, Any]:
    """Return the fields that were typed, the data under ``data``. Raises FieldError."""
    found: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for text in typed:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise FieldError(f"{text!r} is no field=value; write, for instance, actor=russia")
        field = name.replace("-", "_") if name in FIELDS else name
        if field in FIELDS:
            _put(found, field, _names(value) if field in LISTS else value or None)
        else:
            _put(data, name.removeprefix(DATA), _value(name, value))
    return {**found, "data": data} if data else found


def event_of(typed: str) -> dict[str, Any]:
    """Return the event of one text, ``TYPE field=value …``, its words quoted as in a shell. Raises FieldError."""
    try:
        words = shlex.split(typed)
    except ValueError as error:
        raise FieldError(f"{typed!r}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    if not words or "=" in words[0]:
        raise FieldError(f"{typed!r} does not begin with the type of an event; write TYPE field=value …")
    return {"type": words[0], **fields_of(words[1:])}


def _put(found: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 - a value as it was typed
    if name not in found:
        found[name] = value
    elif name in FIELDS and name not in LISTS:
        raise FieldError(f"{name} is given twice")
    else:
        found[name] = [*_listed(found[name]), *_listed(value)]


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]


def _names(value: str) -> list[str] | None:
    return [name.strip() for name in value.split(",")] if value else None


def _value(name: str, text: str) -> Any:  # noqa: ANN401
    try:
        return as_typed(text)
    except NumberError as error:
        raise FieldError(f"{name}: {error}; put it in quotes if it is a text") from None


def as_typed(text: str) -> Any:  # noqa: ANN401
    """Return a value that was typed as what it looks like; in quotes it is a text. Raises NumberError."""
    if len(text) >= _SHORTEST_QUOTED and text[0] in _QUOTES and text[-1] == text[0]:
        return text[1:-1]
    return plain(text)
