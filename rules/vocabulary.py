"""What a type `is-a` and what a party or place is `part-of`, transitively. Source: semantics.md, section 3."""

from __future__ import annotations

from collections.abc import Mapping

Parents = Mapping[str, tuple[str, ...]]


def ancestors(name: str, parents: Parents) -> tuple[str, ...]:
    """Return a name and all that it leads up to, each once, nearest first. A ring is followed once."""
    found = [name]
    for reached in found:
        found.extend(parent for parent in parents.get(reached, ()) if parent not in found)
    return tuple(found)


class Closures:
    """The transitive closures of a vocabulary, each worked out once."""

    def __init__(self, is_a: Parents, part_of: Parents) -> None:
        """Take the direct parents of types, and of parties and places."""
        self._is_a = is_a
        self._part_of = part_of
        self._types: dict[str, tuple[str, ...]] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}

    def types(self, name: str) -> tuple[str, ...]:
        """Return a type and every type that it is-a."""
        known = self._types.get(name)
        if known is None:
            known = self._types[name] = ancestors(name, self._is_a)
        return known

    def names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return names and everything that they are part of."""
        if not self._part_of or not names:
            return names
        known = self._names.get(names)
        if known is None:
            union = dict.fromkeys(found for name in names for found in ancestors(name, self._part_of))
            known = self._names[names] = tuple(union)
        return known
