"""The workload that everybody runs: W(N, M), N commitments and M events, the same for the same seed.

Commitment ``i`` stands in agreement ``i // 10``. It is ``if`` trigger of ``i``, ``unless`` invasion of its agreement,
``must`` perform of ``i`` ``within`` 100 units of time. It is owed once: what is satisfied or void stays so, and what is
violated is remedied by a late performance, for good.

Of the events, 40 % are triggers, 40 % performances (about half of them in time), 1 % invasions, and 19 % are watched by
nobody. They come at a rate of N / 100 a unit of time, so that one commitment lives the same life in a small workload as
in a large one, and no two at the same instant: after each event every status is up to date.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import NamedTuple

#: Times are microseconds, from 1970-01-01T00:00Z on, as in ``rules.instants``.
MILLISECOND = 1_000
HOUR = 3_600_000 * MILLISECOND
UNIT = HOUR
WITHIN = 100 * UNIT
START = 1_767_225_600_000_000  # 2026-01-01T00:00Z: when the agreements were made

PER_AGREEMENT = 10
TRIGGER, PERFORM, INVASION = "trigger", "perform", "invasion"
NOISE = ("heartbeat", "memo", "audit", "quote")

#: The parts of all events, added up.
TRIGGERS, PERFORMANCES, INVASIONS = 0.40, 0.80, 0.81
#: How many performances come in time, and after how many triggers one is meant to come at all.
IN_TIME, INTENDED = 0.5, 0.95

CONDITIONAL, DETACHED, VOID = "conditional", "detached", "void"
SATISFIED, VIOLATED, REMEDIED = "satisfied", "violated", "remedied"


class Happening(NamedTuple):
    """One event. ``number`` is of a commitment, of an invasion that of an agreement."""

    id: int
    at: int
    kind: str
    number: int


@dataclass(frozen=True)
class Workload:
    """W(N, M): ``size`` commitments and ``length`` events."""

    size: int
    length: int
    seed: int = 7

    @property
    def agreements(self) -> int:
        """How many agreements there are."""
        return -(-self.size // PER_AGREEMENT)

    def members(self, agreement: int) -> range:
        """Return the numbers of the commitments of an agreement."""
        return range(agreement * PER_AGREEMENT, min(self.size, (agreement + 1) * PER_AGREEMENT))

    @cached_property
    def happenings(self) -> list[Happening]:
        """The events, in order."""
        return list(_happenings(self))

    @property
    def until(self) -> int:
        """The instant of the last event: as of then statuses are compared."""
        return self.happenings[-1].at


def _happenings(workload: Workload) -> Iterator[Happening]:
    random = Random(f"{workload.seed} {workload.size}")  # noqa: S311 - it need not be a secret
    gap = WITHIN // workload.size // MILLISECOND
    intended: list[tuple[int, int]] = []
    for number in range(workload.length):
        at = START + (number * gap + random.randrange(1, gap + 1)) * MILLISECOND
        kind, about = _next(workload, random, at, intended)
        yield Happening(number, at, kind, about)


def _next(workload: Workload, random: Random, at: int, intended: list[tuple[int, int]]) -> tuple[str, int]:
    """Return what happens next. ``intended`` is a heap of the performances to come: when, and of what."""
    lot = random.random()
    about = random.randrange(workload.size)
    if lot < TRIGGERS:
        delay = random.uniform(1, 95) if random.random() < IN_TIME else random.uniform(105, 200)
        if random.random() < INTENDED:
            heapq.heappush(intended, (at + int(delay * UNIT), about))
        return TRIGGER, about
    if lot < PERFORMANCES:
        return PERFORM, heapq.heappop(intended)[1] if intended and intended[0][0] <= at else about
    if lot < INVASIONS:
        return INVASION, about // PER_AGREEMENT
    return random.choice(NOISE), about
