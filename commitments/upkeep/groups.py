"""Groups: agreements that depend on one another are evaluated together, others apart.

An agreement depends on another when one of its conditions names it, or a commitment of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from rules.conditions import AgreementIs, CommitmentIs, Condition
from rules.memory import leaves, patterns
from rules.patterns import pattern_keys

if TYPE_CHECKING:
    from rules.patterns import Key, Pattern
    from rules.program import Agreement


def conditions(agreement: Agreement) -> Iterator[Condition]:
    """Yield every condition of an agreement."""
    found = [agreement.in_force, agreement.guard, agreement.renewal.unless if agreement.renewal else None]
    for state in agreement.states:
        found += [state.starts, state.ends]
    for clause in agreement.clauses:
        found += [clause.antecedent, clause.guard, clause.during, clause.must, clause.must_not]
    return (form for form in found if form is not None)


def mentioned(agreement: Agreement) -> frozenset[str]:
    """Return the other agreements that an agreement names."""
    names: set[str] = set()
    for form in conditions(agreement):
        for leaf in leaves(form):
            if isinstance(leaf, CommitmentIs):
                names.add(leaf.commitment.partition("/")[0])
            elif isinstance(leaf, AgreementIs):
                names.add(leaf.agreement)
    for clause in agreement.clauses:
        names.update(commitment.partition("/")[0] for commitment, _ in clause.remedies)
    return frozenset(names - {agreement.name})


def watched_patterns(agreement: Agreement) -> Iterator[Pattern]:
    """Yield every pattern of an agreement."""
    yield from chain.from_iterable(patterns(form) for form in conditions(agreement))
    yield from (clause.for_each for clause in agreement.clauses if clause.for_each is not None)
    yield from chain.from_iterable(entry.parts for entry in agreement.counts_as)


def interests(agreements: Iterable[Agreement]) -> dict[Key, None]:
    """Return what agreements may ever wait for: types with the values that their patterns fix in the text."""
    found: dict[Key, None] = {}
    for agreement in agreements:
        for pattern in watched_patterns(agreement):
            found.update(dict.fromkeys(pattern_keys(pattern)))
    return found


def joined(members: Iterable[tuple[str, frozenset[str]]]) -> dict[str, str]:
    """Return the group of each agreement, given what each mentions: the least name of those that hang together."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        leader.setdefault(name, name)
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for name, others in members:
        for other in others:
            first, second = sorted((find(name), find(other)))
            leader[second] = first
        find(name)
    return {name: find(name) for name in leader}
