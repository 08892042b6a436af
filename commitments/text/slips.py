"""Names that are nearly other names, like slips of the pen. They are found through an index, not by comparing all."""

from __future__ import annotations

from collections.abc import Iterable

#: Shorter names are too near to each other by nature.
SHORTEST = 5

_NO_DIGITS = str.maketrans("", "", "0123456789")


class Slips:
    """Known names, each under itself and what is left of it without one letter."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._near: dict[str, str] = {}
        for name in sorted(self._known, reverse=True):
            self._near.update(dict.fromkeys(_shortened(name), name))

    def __contains__(self, name: str) -> bool:
        """Whether the name is known as it is."""
        return name in self._known

    def meant(self, name: str) -> str | None:
        """Return a known name that differs from this one by a letter added, left out, changed or swapped.

        Names that differ in their digits alone are different on purpose.
        """
        found = next((self._near[near] for near in _shortened(name) if near in self._near), None)
        same = found is None or found.translate(_NO_DIGITS) == name.translate(_NO_DIGITS)
        return None if same else found


def _shortened(name: str) -> list[str]:
    if len(name) < SHORTEST:
        return []
    return [name, *(name[:number] + name[number + 1 :] for number in range(len(name)))]
