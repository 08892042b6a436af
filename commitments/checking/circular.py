"""W501: circular ifs, a deadlock: commitments that wait for each other, so that none of them can ever be owed.

A ring is one when nothing in it can come first: not where `any` leaves another way, where `early: true` lets one side
perform before it is owed, or where the status that is waited for can be reached without the other. Each ring is told
once, point by point, with the answers under which it is one. A ring of states alone is W508.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from commitments.checking.cases import Case
from commitments.checking.needs import Atom, Never
from commitments.checking.rings import components, shortest_ring
from commitments.checking.tally import Held
from commitments.checking.wordings import Text
from commitments.checking.world import World
from commitments.compile.names import full
from commitments.records.conditions import AgreementIs, CommitmentIs, Condition, StateHolds, Windowed
from commitments.text.walking import Path, walk

DEADLOCK = "W501"
CIRCULAR_STATE = "W508"
#: How many rings of one knot are told: each is a shortest one through a commitment that is in none of those before.
MOST_RINGS = 20
#: How many points of a ring are named.
MOST_POINTS = 50
MOST_NAMED = 5
#: The statuses that only follow from another one of the same commitment, and from nothing else in it.
FOLLOWING = ("satisfied", "remedied", "violated", "overdue", "lapsed")
#: Two commitments that void each other, or would be made good by each other, may well be meant so.
AT_REST = ("void", "remedied", "conditional", "overdue")
ADVICE = "break the ring: let one side go first (`early: true`, or without its `if`), or wait for `any` of several"
STATE_ADVICE = "break the ring: let one of them start in another way, or hold from the start (`initially: true`)"


def rings(world: World, case: Case) -> Iterator[Held]:
    """Yield each ring in a group under one combination of answers."""
    return _Circular(world, case).rings()


@dataclass(frozen=True)
class _Circular:
    world: World
    case: Case

    def rings(self) -> Iterator[Held]:
        for knot in components(self._waits):
            if any(atom.status not in AT_REST for atom in knot):
                yield from self._of_knot(knot)

    @cached_property
    def _waits(self) -> dict[Atom, list[Atom]]:
        case = self.case
        return {atom: [one for one in case.hindrances(atom) if not isinstance(one, Never)] for atom in case.hindered()}

    def _of_knot(self, knot: list[Atom]) -> Iterator[Held]:
        inside = frozenset(knot)
        steps: dict[str, dict[str, Atom]] = {}
        for atom in knot:
            for after in self._waits[atom]:
                if after in inside and not _own(atom, after):
                    steps.setdefault(atom.name, {}).setdefault(after.name, atom)
        graph = {name: sorted(after, key=self._order) for name, after in steps.items()}
        left = dict.fromkeys(sorted(graph, key=self._order))
        held_up = self._held_up(inside)
        for _ in range(MOST_RINGS):
            if not left:
                return
            start = next(iter(left))
            ring = shortest_ring(graph, start)
            for name in (start, *ring):
                left.pop(name, None)
            if ring:
                yield self._told(ring, steps, held_up)

    def _order(self, name: str) -> tuple[int, str]:
        return self.world.order.get(name, len(self.world.order)), name

    def _held_up(self, inside: frozenset[Atom]) -> list[str]:
        """Return the commitments that can never be owed because of a knot: in it, or waiting for it."""
        after: dict[Atom, list[Atom]] = {}
        for atom, waits in self._waits.items():
            for one in waits:
                after.setdefault(one, []).append(atom)
        reached = dict.fromkeys(inside)
        queue = list(inside)
        for atom in queue:
            for one in after.get(atom, ()):
                if one not in reached:
                    reached[one] = None
                    queue.append(one)
        return sorted({atom.name for atom in reached if atom.status == "detached"}, key=self._order)

    def _told(self, ring: list[str], steps: dict[str, dict[str, Atom]], held_up: list[str]) -> Held:
        names = [name for name in ring if name in self.world.commitments]
        text, _ = self.world.commitments[names[0]] if names else (self._home(ring[0]), "")
        ways = [(name, after, steps[name][after]) for name, after in zip(ring, [*ring[1:], ring[0]], strict=True)]
        said = [f"{self.world.shown(after, text.name)} ({self._key(after, atom)})" for _, after, atom in ways]
        if len(said) > MOST_POINTS:
            said[MOST_POINTS - 1 : -1] = [f"… {len(said) - MOST_POINTS} more"]
        chain = f"{self.world.shown(ring[0], text.name)} waits for {', which waits for '.join(said)}"
        states = all(":" in name for name in ring)
        others = list(dict.fromkeys([*ring, *held_up]))[len(ring) :][:MOST_POINTS]
        more = "" if len(others) <= MOST_NAMED else ", …"
        also = ", ".join(self.world.shown(name, text.name) for name in others[:MOST_NAMED])
        way_out = STATE_ADVICE if states else ADVICE
        advice = way_out + (f"; {also}{more} can never be owed either" if others else "")
        kind = CIRCULAR_STATE if states else DEADLOCK
        where = self._place(*ways[0])
        return Held(kind, where[0], where[1], f"deadlock: {chain}", (*names, *others), advice)

    def _key(self, after: str, atom: Atom) -> str:
        return "in force" if after in self.world.texts else self.case.keys[atom] or atom.status

    def _home(self, name: str) -> Text:
        return self.world.texts[name.partition("/")[0].partition(":")[0]]

    def _place(self, name: str, after: str, atom: Atom) -> tuple[Text, Path]:
        """Return where it is said that one waits for the other."""
        text = self._home(name)
        key = self.case.keys[atom]
        if name in self.world.commitments:
            wording = self.case.wordings[name]
            condition = {"if": wording.terms.if_, "must": wording.terms.must, "unless": wording.terms.unless}.get(key)
            path = wording.path(key) if condition is not None else wording.path()
        elif ":" in name:
            state = name.partition(":")[2]
            condition, path = text.record.states[state].starts, ("states", state, "starts")
        else:
            condition, path = text.record.in_force, ("in-force",)
        return text, path if condition is None else _part(condition, path, after, text.name)


def _own(atom: Atom, after: Atom) -> bool:
    """Whether one status of a commitment only follows from another of its own: to be satisfied it has to be owed."""
    return atom.name == after.name and atom.status in FOLLOWING


def _part(condition: Condition, path: Path, after: str, agreement: str) -> Path:
    """Return the path of the part of a condition that waits for something."""
    return next((place for place, part in walk(condition, path) if _names(part, after, agreement)), path)


def _names(part: Windowed, after: str, agreement: str) -> bool:
    if isinstance(part, CommitmentIs):
        return full(part.commitment, agreement).commitment == after
    if isinstance(part, StateHolds):
        return f"{agreement}:{part.state}" == after
    return isinstance(part, AgreementIs) and part.agreement == after
