"""The shapes of patterns, by type of event: which fields they fix. The log files an event once for each of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from commitments.ledger.kept import Unit as Row

if TYPE_CHECKING:
    from commitments.ledger.storage import Storage
    from rules.patterns import Shape


class Shapes:
    """The shapes that are registered in a ledger, read when they are asked for."""

    def __init__(self, storage: Storage) -> None:
        """Take the ledger."""
        self._storage = storage
        self._known: dict[str, tuple[Shape, ...]] = {}

    def of(self, kind: str) -> Sequence[Shape]:
        """Return the shapes of a type."""
        known = self._known.get(kind)
        if known is None:
            row = self._storage.memory.load(_name(kind))
            known = tuple(tuple(shape) for shape in json.loads(row.body)) if row is not None else ()
            self._known[kind] = known
        return known

    def forget(self) -> None:
        """Read again what another process may have registered."""
        self._known.clear()

    def register(self, wanted: Mapping[str, Sequence[Shape]]) -> dict[str, list[Shape]]:
        """Register shapes; return those that are new, by type."""
        new: dict[str, list[Shape]] = {}
        for kind, shapes in wanted.items():
            known = self.of(kind)
            added = [shape for shape in shapes if shape not in known]
            if added:
                new[kind] = added
                self._known[kind] = (*known, *added)
                body = json.dumps(self._known[kind], separators=(",", ":"))
                self._storage.memory.save(Row(_name(kind), "", "shapes", body))
        return new


def _name(kind: str) -> str:
    return f"type {kind}"
