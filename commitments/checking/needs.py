"""What has to be so for a commitment, state or agreement to come into a status: formulas over statuses.

A formula is generous: events, times, and what an act can bring about are always possible; what is left is what waits
for the status of something else. Source: semantics.md, sections 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from commitments.compile.names import full
from commitments.records.conditions import (
    AgreementIs,
    AllOf,
    AnyOf,
    CommitmentIs,
    Condition,
    Sequence,
    SomeOf,
    StateHolds,
)
from commitments.text.walking import parts


class Atom(NamedTuple):
    """Something is in a status: a commitment (``a/c``), a state (``a:s``) or an agreement (``a``)."""

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class Never:
    """It can never be; ``why`` completes the sentence `waits for …`."""

    why: str


@dataclass(frozen=True, slots=True)
class Some:
    """So many of the parts have to be."""

    count: int
    parts: tuple[Need, ...]


#: None: always possible.
Need = Atom | Never | Some | None

HOLDS = "holds"
IN_FORCE = "in-force"
#: The statuses that are followed; a commitment can be brought into every other one by an act, or by its end.
FOLLOWED = ("conditional", "detached", "satisfied", "overdue", "violated", "remedied", "lapsed", "void")


def some(count: int, needs: list[Need]) -> Need:
    """Return that so many of several needs are fulfilled, as simply as can be."""
    left = [need for need in needs if need is not None]
    wanted = count - (len(needs) - len(left))
    if wanted <= 0:
        return None
    if count > len(needs):
        return Never(f"{count} of {len(needs)} conditions, which are too few")
    return left[0] if len(left) == wanted == 1 else Some(wanted, tuple(left))


def every(*needs: Need) -> Need:
    """Return that all needs are fulfilled."""
    return some(len(needs), list(needs))


def state_name(agreement: str, state: str) -> str:
    """Return the name under which a state of an agreement is followed."""
    return f"{agreement}:{state}"


def need(condition: Condition | None, agreement: str) -> Need:
    """Return what has to be so for a condition in the text of an agreement to be met at all."""
    if isinstance(condition, CommitmentIs):
        if any(status not in FOLLOWED for status in condition.is_):
            return None
        name = full(condition.commitment, agreement).commitment
        return some(1, [Atom(name, status) for status in condition.is_])
    if isinstance(condition, StateHolds):
        return Atom(state_name(agreement, condition.state), HOLDS)
    if isinstance(condition, AgreementIs):
        return Atom(condition.agreement, IN_FORCE) if condition.is_ == (IN_FORCE,) else None
    if isinstance(condition, AllOf | AnyOf | SomeOf | Sequence):
        inner = [need(part, agreement) for _, part in parts(condition, ())]
        if isinstance(condition, SomeOf):
            return some(condition.at_least, inner)
        return some(1 if isinstance(condition, AnyOf) else len(inner), inner)
    return None


def atoms_in(wanted: Need) -> Iterator[Atom]:
    """Yield the statuses that a formula speaks of."""
    if isinstance(wanted, Atom):
        yield wanted
    elif isinstance(wanted, Some):
        for part in wanted.parts:
            yield from atoms_in(part)
