"""experta, pure Python. It is from before Python 3.10: names that ``collections`` has lost are put back for it.

It looks at all facts again and again, so it takes milliseconds for one event: it runs in a small workload only.
"""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

import collections
import collections.abc
import heapq
from collections.abc import Sequence
from typing import Any

for lost in ("Mapping", "MutableMapping", "Sequence", "Iterable", "Callable", "Set", "Hashable"):
    if not hasattr(collections, lost):
        setattr(collections, lost, getattr(collections.abc, lost))

import experta  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: E402
from experta import AS, MATCH, L, Rule  # noqa: E402

from benchmarks.workload import (  # noqa: E402
    CONDITIONAL,
    DETACHED,
    INVASION,
    PER_AGREEMENT,
    PERFORM,
    REMEDIED,
    SATISFIED,
    TRIGGER,
    VIOLATED,
    VOID,
    WITHIN,
    Happening,
    Workload,
)

TIMEOUT = "timeout"


class Commitment(experta.Fact):  # type: ignore[misc]
    """Where a commitment stands."""


class Told(experta.Fact):  # type: ignore[misc]
    """An event."""


class Tracking(experta.KnowledgeEngine):  # type: ignore[misc]
    """The rules."""

    limits: list[tuple[int, int]]

    def move(self, commitment: Commitment, status: str) -> None:
        """Take a commitment to another status."""
        number, agreement = commitment["number"], commitment["agreement"]
        self.retract(commitment)
        self.declare(Commitment(number=number, agreement=agreement, status=status))

    @Rule(
        AS.e << Told(kind=TRIGGER, number=MATCH.n), AS.c << Commitment(number=MATCH.n, status=CONDITIONAL), salience=10
    )
    def detach(self, e: Told, c: Commitment, n: int) -> None:
        """Let it be owed."""
        heapq.heappush(self.limits, (e["at"] + WITHIN, n))
        self.retract(e)
        self.move(c, DETACHED)

    @Rule(AS.e << Told(kind=PERFORM, number=MATCH.n), AS.c << Commitment(number=MATCH.n, status=DETACHED), salience=10)
    def satisfy(self, e: Told, c: Commitment) -> None:
        """Take a performance in time."""
        self.retract(e)
        self.move(c, SATISFIED)

    @Rule(AS.e << Told(kind=PERFORM, number=MATCH.n), AS.c << Commitment(number=MATCH.n, status=VIOLATED), salience=10)
    def remedy(self, e: Told, c: Commitment) -> None:
        """Take a late performance."""
        self.retract(e)
        self.move(c, REMEDIED)

    @Rule(AS.e << Told(kind=TIMEOUT, number=MATCH.n), AS.c << Commitment(number=MATCH.n, status=DETACHED), salience=10)
    def violate(self, e: Told, c: Commitment) -> None:
        """Let a limit pass."""
        self.retract(e)
        self.move(c, VIOLATED)

    @Rule(
        Told(kind=INVASION, number=MATCH.a),
        AS.c << Commitment(agreement=MATCH.a, status=L(CONDITIONAL) | L(DETACHED)),
        salience=20,
    )
    def void(self, c: Commitment) -> None:
        """Let it fall away."""
        self.move(c, VOID)

    @Rule(AS.e << Told(), salience=-10)
    def consume(self, e: Told) -> None:
        """Let go of an event."""
        self.retract(e)


class Experta:
    """One engine."""

    name = "experta"

    def __init__(self, workload: Workload) -> None:
        """Set out all commitments."""
        self.workload = workload
        self.engine = Tracking()
        self.engine.limits = []
        self.engine.reset()
        for number in range(workload.size):
            fact = Commitment(number=number, agreement=number // PER_AGREEMENT, status=CONDITIONAL)
            self.engine.declare(fact)
        self.engine.run()

    def prepare(self, happenings: Sequence[Happening]) -> list[dict[str, Any]]:
        """Return the events as what a fact is made of."""
        return [{"kind": each.kind, "number": each.number, "at": each.at} for each in happenings]

    def run(self, events: Sequence[dict[str, Any]]) -> None:
        """Take all events."""
        for event in events:
            self._expire(event["at"])
            self.engine.declare(Told(**event))
            self.engine.run()

    def _expire(self, now: int) -> None:
        limits = self.engine.limits
        while limits and limits[0][0] < now:
            limit, number = heapq.heappop(limits)
            self.engine.declare(Told(kind=TIMEOUT, number=number, at=limit))
            self.engine.run()

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number."""
        self._expire(self.workload.until + 1)
        found = {fact["number"]: fact["status"] for fact in self.engine.facts.values() if isinstance(fact, Commitment)}
        return [found[number] for number in range(self.workload.size)]
