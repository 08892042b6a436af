"""The data of a YAML document, and where each of its keys and values stands."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from commitments.text.source import Place, Source, Span

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The data of one document, and where each part of it stands.

    ``starts`` and ``ends`` hold an index of the text for every key and value, in the order in which they are written.
    ``sound``: nothing in it had to be left out. ``nulls``: how many values are empty.
    """

    source: Source
    data: object
    starts: array[int] = field(repr=False)
    ends: array[int] = field(repr=False)
    sound: bool = True
    nulls: int = 0

    @cached_property
    def _nodes(self) -> dict[int, dict[Any, int] | list[int]]:
        """For each container, the number of each of its values; a key is numbered just before its value."""
        nodes: dict[int, dict[Any, int] | list[int]] = {}
        _number(self.data, 0, nodes)
        return nodes

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Return where the value at a path stands, or its ``key``. Parts that do not lead anywhere are passed over."""
        value, node, keyed = self.data, 0, False
        for part in path:
            children = self._nodes.get(id(value))
            if isinstance(children, dict) and part in children:
                value, node, keyed = value[part], children[part], True  # type: ignore[index]
            elif isinstance(children, list) and isinstance(part, int) and part < len(children):
                value, node, keyed = value[part], children[part], False  # type: ignore[index]
        node -= key and keyed
        return Span(self.starts[node], self.ends[node])

    def place(self, path: Path) -> Place:
        """Return where the value at a path begins."""
        return self.source.place(self.span(path).start)


def _number(value: object, node: int, nodes: dict[int, dict[Any, int] | list[int]]) -> int:
    """Number a value and all that it holds; return the next number."""
    after = node + 1
    if isinstance(value, dict):
        numbers: dict[Any, int] = {}
        for key, inner in value.items():
            numbers[key] = after + 1
            after = _number(inner, after + 1, nodes)
        nodes[id(value)] = numbers
    elif isinstance(value, list):
        listed: list[int] = []
        for inner in value:
            listed.append(after)
            after = _number(inner, after, nodes)
        nodes[id(value)] = listed
    return after
