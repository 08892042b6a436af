"""Evaluation: the conditions of a commitment anchored and taken further. It decides nothing about the status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.past import Outlook
from rules.progression import begin, progress
from rules.promise import MUST, MUST_NOT, Promise
from rules.residue import Bounds, Fact

if TYPE_CHECKING:
    from rules.instants import Instant, Moment
    from rules.world import World


def outlook(world: World, promise: Promise, role: str) -> Outlook:
    """Return the past as a condition of a commitment sees it."""
    return Outlook(
        world,
        promise.pact.name,
        promise.pact.zone,
        name=promise.name,
        commitment=promise.clause.full_name,
        bound={"debtor": promise.debtors, "creditor": promise.creditors},
        limit=promise.limit(role),
        gaps=promise.suspensions if role == MUST_NOT else (),
        last=last_evidence(world, promise, role),
    )


def last_evidence(world: World, promise: Promise, role: str) -> Instant | None:
    """Return until when evidence counts for an instance of `every`: the end of its period.

    In its grace, it goes on to count for the oldest open period (section 5, `every`).
    """
    if role not in promise.bound_roles:
        return None
    return None if promise.status == "overdue" and oldest_open(world, promise) else promise.period_end


def oldest_open(world: World, promise: Promise) -> bool:
    """Whether no earlier period of the same commitment, for the same values, is still open."""
    for other in world.families[promise.clause.full_name].promises:
        if other is promise:
            return True
        if other.status in {"detached", "overdue"} and same_source(other, promise):
            return False
    return True


def same_source(first: Promise, second: Promise) -> bool:
    """Whether two instances are periods of one commitment, for the same values."""
    return (first.instance or "").rpartition(",")[0] == (second.instance or "").rpartition(",")[0]


def anchor_role(world: World, promise: Promise, role: str, anchor: Moment) -> None:
    """Begin the condition of a role at an anchor, looking back where that lies in the past."""
    if promise.forms[role] is None:
        return
    used = promise.used if role in {MUST, MUST_NOT} else frozenset()
    past = outlook(world, promise, role)
    promise.residues[role] = begin(promise.condition(role), anchor, Bounds(anchor, None), past, used)


def advance(world: World, promise: Promise, fact: Fact) -> None:
    """Take the open conditions of a commitment further by a fact, or by time alone."""
    for role in promise.open_roles():
        if role == MUST_NOT and promise.status == "suspended":
            continue
        used = promise.used if role in {MUST, MUST_NOT} else frozenset()
        residue = promise.residues[role]
        promise.residues[role] = progress(promise.condition(role), residue, fact, outlook(world, promise, role), used)
