"""The order in which a text has its keys. Canonical JSON sorts them, and the order of `each` or `readings` has meaning.

So beside what a record says the log keeps, under one key more, the keys of each mapping that is not in alphabetical
order: a list of ``[path, keys]``. A text without it was written before, or has all its keys in that order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from commitments.records.base import Record, kebab

ORDER = "$order"

Path = tuple[str, ...]


def in_order(record: Record) -> dict[str, Any]:
    """Return what a record says as plain data, with the order of its keys."""
    orders = [[list(path), keys] for path, keys in _orders(record, ())]
    return {**record.plain(), ORDER: orders} if orders else record.plain()


def restored(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain data with its keys in the order that is told beside them."""
    said = {key: value for key, value in content.items() if key != ORDER}
    for path, keys in content.get(ORDER, ()):
        found = _at(said, path)
        for key in keys:
            found[key] = found.pop(key)
    return said


def _orders(value: object, path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield the mappings in a value whose keys are not in alphabetical order."""
    if isinstance(value, dict) and list(value) != sorted(value):
        yield path, list(value)
    for name, inner in _inside(value):
        yield from _orders(inner, (*path, name))


def _inside(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Record):
        yield from ((kebab(name), inner) for name, inner in value.given().items())
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from ((str(place), inner) for place, inner in enumerate(value))


def _at(said: Any, path: list[str]) -> dict[str, Any]:  # noqa: ANN401 - mappings and lists in one another
    for step in path:
        said = said[int(step)] if isinstance(said, list) else said[step]
    return said  # type: ignore[no-any-return]
