"""Data of a document before records are made of it: what is empty, and what is far too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commitments.text.positions import Path

#: In a document of many keys and values, a mapping with more keys than this is one that may have any key, or a mistake.
MANY = 20_000
MOST_KEYS = 1_000
#: The keys of mappings that may have any key.
OPEN = frozenset(
    {
        *("commitments", "parties", "sources", "accounts", "states", "counts-as", "readings", "is-a", "part-of"),
        *("data", "where", "with", "gives", "each", "status", "since", "due"),
    }
)


def floods(value: Any, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - any data
    """Yield the paths of mappings with more keys than any record has."""
    if isinstance(value, dict):
        if len(value) > MOST_KEYS and (not path or path[-1] not in OPEN):
            yield path
        for key, inner in value.items():
            yield from floods(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from floods(inner, (*path, number))


def empty_paths(value: Any, path: Path = ()) -> list[Path]:  # noqa: ANN401 - any data
    """Return the paths of what is empty, but where emptiness takes something away."""
    if isinstance(value, dict):
        if _may_be_empty(path):
            value = {key: inner for key, inner in value.items() if inner is not None}
        return [found for key, inner in value.items() for found in empty_paths(inner, (*path, key))]
    if isinstance(value, list):
        return [found for number, inner in enumerate(value) for found in empty_paths(inner, (*path, number))]
    return [path] if value is None else []


def _may_be_empty(path: Path) -> bool:
    """Whether a mapping says what changes: under a reading, or in a correction."""
    override = len(path) == 5 and path[0] == "commitments" and path[2] == "readings"  # noqa: PLR2004
    correction = len(path) in (3, 4) and path[0] == "events" and path[2] == "with"
    return override or correction
