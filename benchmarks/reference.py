"""What is true in the end: each commitment on its own, from the events that name it. Slow, and plain to see."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from benchmarks.workload import (
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
    Workload,
)


class Times(NamedTuple):
    """When the three kinds of events that matter to one commitment happened, in order."""

    triggers: list[int]
    performances: list[int]
    invasions: list[int]


def true_statuses(workload: Workload, now: int | None = None) -> list[str]:
    """Return the status of each commitment, by number, as of the last event, or later."""
    about: dict[tuple[str, int], list[int]] = defaultdict(list)
    for happening in workload.happenings:
        about[happening.kind, happening.number].append(happening.at)
    return [
        status(
            Times(
                about.get((TRIGGER, number), []),
                about.get((PERFORM, number), []),
                about.get((INVASION, number // PER_AGREEMENT), []),
            ),
            workload.until if now is None else now,
        )
        for number in range(workload.size)
    ]


def status(times: Times, now: int) -> str:
    """Return the status of one commitment."""
    void = times.invasions[0] if times.invasions else now + 1
    detached = times.triggers[0] if times.triggers else now + 1
    if void < detached:
        return VOID if void <= now else CONDITIONAL
    if detached > now:
        return CONDITIONAL
    limit = detached + WITHIN
    performed = next((at for at in times.performances if at >= detached), now + 1)
    if min(void, limit, performed) > now:
        return DETACHED
    if void < min(limit, performed):
        return VOID
    if performed <= limit:
        return SATISFIED
    return REMEDIED if performed <= now else VIOLATED
