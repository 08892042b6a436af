"""The floor: what somebody writes by hand who knows this one workload, with lists for indexes and a heap for limits.

It keeps no causes, and cannot do anything else. Its events are dictionaries, as they come out of JSON.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TypedDict

from benchmarks.workload import INVASION, PERFORM, TRIGGER, WITHIN, Happening, Workload

CONDITIONAL, DETACHED, VIOLATED, SATISFIED, REMEDIED, VOID = range(6)
NAMES = ("conditional", "detached", "violated", "satisfied", "remedied", "void")


class Told(TypedDict):
    """An event as it comes."""

    id: int
    at: int
    type: str
    about: int


class PythonLoop:
    """A list of statuses by number, a heap of limits."""

    name = "hand-written Python"

    def __init__(self, workload: Workload) -> None:
        """Set out all commitments."""
        self.workload = workload
        self.statuses = [CONDITIONAL] * workload.size
        self.limits: list[tuple[int, int]] = []

    def prepare(self, happenings: Sequence[Happening]) -> list[Told]:
        """Return the events as they come."""
        return [Told(id=each.id, at=each.at, type=each.kind, about=each.number) for each in happenings]

    def run(self, events: Sequence[Told]) -> None:
        """Take all events."""
        take = self.take
        for event in events:
            take(event)

    def take(self, event: Told) -> None:
        """Take one event."""
        at, statuses, limits = event["at"], self.statuses, self.limits
        while limits and limits[0][0] < at:
            self._violate(heapq.heappop(limits)[1])
        kind = event["type"]
        if kind == TRIGGER:
            about = event["about"]
            if statuses[about] == CONDITIONAL:
                statuses[about] = DETACHED
                heapq.heappush(limits, (at + WITHIN, about))
        elif kind == PERFORM:
            about = event["about"]
            if statuses[about] == DETACHED:
                statuses[about] = SATISFIED
            elif statuses[about] == VIOLATED:
                statuses[about] = REMEDIED
        elif kind == INVASION:
            for member in self.workload.members(event["about"]):
                if statuses[member] <= DETACHED:
                    statuses[member] = VOID

    def _violate(self, number: int) -> None:
        if self.statuses[number] == DETACHED:
            self.statuses[number] = VIOLATED

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number."""
        while self.limits and self.limits[0][0] <= self.workload.until:
            self._violate(heapq.heappop(self.limits)[1])
        return [NAMES[status] for status in self.statuses]
