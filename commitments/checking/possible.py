"""Which statuses are possible at all, and what stands in the way of the others. Linear in the size of the formulas."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from commitments.checking.needs import Atom, Need, Never, Some


class _Gates:
    """Counts down what each part of a formula still needs. A gate leads to another gate, or to a status."""

    def __init__(self) -> None:
        self.left: list[int] = []
        self.leads: list[int | Atom] = []
        self.watchers: dict[Atom, list[int]] = {}
        self.open: list[Atom] = []

    def add(self, wanted: Need, leads: int | Atom) -> None:
        """Add a formula that leads to a gate or a status when it is fulfilled."""
        if wanted is None:
            if isinstance(leads, Atom):
                self.open.append(leads)
        elif isinstance(wanted, Some):
            gate = self._gate(wanted.count, leads)
            for part in wanted.parts:
                self.add(part, gate)
        elif isinstance(wanted, Atom):
            gate = leads if isinstance(leads, int) else self._gate(1, leads)
            self.watchers.setdefault(wanted, []).append(gate)

    def _gate(self, count: int, leads: int | Atom) -> int:
        self.left.append(count)
        self.leads.append(leads)
        return len(self.left) - 1

    def passed(self, gate: int) -> Atom | None:
        """Count one thing that a gate waits for; return the status that follows, if one does."""
        while True:
            self.left[gate] -= 1
            if self.left[gate]:
                return None
            leads = self.leads[gate]
            if isinstance(leads, Atom):
                return leads
            gate = leads


def possible(definitions: Mapping[Atom, Need]) -> set[Atom]:
    """Return the statuses that are possible: the smallest set that follows from the definitions."""
    gates = _Gates()
    for atom, wanted in definitions.items():
        gates.add(wanted, atom)
    found: set[Atom] = set()
    while gates.open:
        atom = gates.open.pop()
        if atom not in found:
            found.add(atom)
            for gate in gates.watchers.get(atom, ()):
                follows = gates.passed(gate)
                if follows is not None:
                    gates.open.append(follows)
    return found


def hindrances(wanted: Need, found: Collection[Atom]) -> Iterator[Atom | Never]:
    """Yield what stands in the way of a formula, given what is possible; nothing when it can be fulfilled."""
    if isinstance(wanted, Never) or (isinstance(wanted, Atom) and wanted not in found):
        yield wanted
    elif isinstance(wanted, Some):
        inner = [list(hindrances(part, found)) for part in wanted.parts]
        if len(inner) - sum(map(bool, inner)) < wanted.count:
            for one in inner:
                yield from one
