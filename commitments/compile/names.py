"""References to commitments: ``agreement/commitment[instance]``. Source: semantics.md, section 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement


class Named(NamedTuple):
    """A commitment that is named: its full name without instance, and what stood in brackets, if anything."""

    commitment: str
    instance: str | None

    @property
    def agreement(self) -> str:
        """The agreement it belongs to."""
        return self.commitment.partition("/")[0]

    def __str__(self) -> str:
        """Return the full name."""
        return self.commitment if self.instance is None else f"{self.commitment}[{self.instance}]"


class Names:
    """The commitments of the agreements that are loaded, by their short names."""

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        """Take all versions of all agreements."""
        found: dict[str, dict[str, None]] = {}
        for agreement in agreements:
            for name in agreement.commitments:
                found.setdefault(name, {})[agreement.agreement] = None
        self._homes = {name: tuple(homes) for name, homes in found.items()}

    def homes(self, commitment: str) -> tuple[str, ...]:
        """Return the agreements that have a commitment of this short name."""
        return self._homes.get(commitment, ())

    def find(self, reference: str, home: str | None = None) -> Named | None:
        """Return what a reference names, or None when it is unknown or could be several.

        A name without agreement is looked for in ``home``, if that is given, else everywhere.
        """
        first, instance = split_instance(reference)
        agreement, slash, commitment = first.rpartition("/")
        homes = self.homes(commitment)
        wanted = agreement if slash else home
        if wanted is None and len(homes) == 1:
            wanted = homes[0]
        return Named(f"{wanted}/{commitment}", instance) if wanted in homes else None


def full(reference: str, home: str) -> Named:
    """Return what a reference in the text of an agreement names; without agreement, one of its own."""
    first, instance = split_instance(reference)
    return Named(first if "/" in first else f"{home}/{first}", instance)


def split_instance(reference: str) -> tuple[str, str | None]:
    """Return a reference without its brackets, and what stood in them."""
    name, bracket, rest = reference.partition("[")
    return (name, rest.removesuffix("]")) if bracket else (name, None)
