"""What lies ahead of a commitment: each open condition and limit, and the status that would follow.

Source: semantics.md, sections 5 (Lifecycle rules) and 7 (`next`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rules.conditions import Condition
from rules.instants import Instant
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.residue import Residue, Verdict


class Ahead(NamedTuple):
    """What would decide: a condition that is open (with what is left of it), or an instant, when it comes in silence.

    ``part``: of the commitment (``if`` … ``must-not``, ``limit``, ``grace``, ``until``, ``start``, ``agreement``);
    ``status``: what would follow.
    """

    part: str
    status: str
    form: Condition | None = None
    residue: Residue | None = None
    at: Instant | None = None


def ahead_of(promise: Promise) -> list[Ahead]:
    """Return everything that would change the status of a commitment next, the most urgent rule first."""
    status = promise.left if promise.status == "suspended" else promise.status
    found = [Ahead("while", status)] if promise.status == "suspended" else []
    if status == "proposed":
        start = promise.start
        return [*found, Ahead("start", promise.first, at=None if start is None else start.at)]
    if promise.live or promise.mendable:
        found += _conditions(promise, status)
        found += _limits(promise, status)
    return found


def _conditions(promise: Promise, status: str) -> Iterator[Ahead]:
    leads = {UNLESS: "void", MUST_NOT: promise.breach, IF: "detached"}
    leads[MUST] = "remedied" if promise.mendable else "satisfied"
    for role in (UNLESS, MUST_NOT, MUST, IF):
        residue, form = promise.residues.get(role), promise.form(role)
        followed = role in promise.roles() and form is not None and residue is not None
        if followed and not isinstance(residue, Verdict) and not (role == MUST_NOT and status == "conditional"):
            yield Ahead(role, leads[role], form, residue)


def _limits(promise: Promise, status: str) -> Iterator[Ahead]:
    if status == "conditional":
        limits = [promise.limit(role) for role in (MUST, IF, "until", MUST_NOT)]
        latest = min((limit for limit in limits if limit is not None), default=None)
        if latest is not None:
            yield Ahead("until", "expired", at=latest)
    elif status == "detached" and promise.clause.must is not None and promise.limit(MUST) is not None:
        yield Ahead("limit", promise.breach if promise.clause.grace is None else "overdue", at=promise.limit(MUST))
    elif status == "overdue" and promise.limit("grace") is not None:
        yield Ahead("grace", promise.breach, at=promise.limit("grace"))
    if status == "detached" and promise.clause.must is None and promise.limit(MUST_NOT) is not None:
        yield Ahead("period", "satisfied", at=promise.limit(MUST_NOT))
    deadline = promise.pact.deadline
    if promise.live and deadline is not None and not promise.clause.survives and promise.pact.program.renewal is None:
        yield Ahead("agreement", "terminated" if promise.clause.must is not None else "satisfied", at=deadline)
