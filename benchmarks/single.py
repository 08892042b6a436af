"""One durable assert: from the call until it is on the disk, in a process that has the ledger open."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks import texts
from benchmarks.bare import BareLog
from benchmarks.ledgers import copy_of
from benchmarks.measure import interleaved, ratios, spread
from benchmarks.table import Table, shown, verdict
from benchmarks.workload import CONDITIONAL, TRIGGER, Happening

AIM = 1.5
MILLI = 1_000
COLUMNS = ("ledger", "ms an assert", "ms a bare insert", "times as long", "aim", "met from ms a sync more")
WARM_UP = 5


def single(ledgers: dict[str, Path], *, quick: bool) -> list[Table]:
    """Measure asserts that change a status, each beside a bare insert, in ledgers with fewer and with more events.

    Both wait for one sync. So the slower the disk, the nearer they are: what is told last is by how much slower than
    this one it would be where the aim is met.
    """
    table = Table("One durable assert", COLUMNS)
    for name, path in ledgers.items():
        found = _beside_bare(copy_of(path, "scratch.db"), 30 if quick else 100)
        beside = ratios(found["ours"], found["bare"])
        ours, bare = spread(found["ours"]), spread(found["bare"])
        slower = max(0.0, (ours.middle - AIM * bare.middle) / (AIM - 1))
        times = [shown(each, scale=MILLI) for each in (ours, bare)]
        table.add(name, *times, shown(beside), verdict(beside.middle, AIM), f"{slower * MILLI:.1f}")
    table.remarks.append(
        "Time of the clock, because both wait once for the disk. The last column is calculated: so much longer would a "
        "sync have to take than on this disk for the aim to be met."
    )
    return [table]


def _beside_bare(path: Path, rounds: int) -> dict[str, list[float]]:
    from commitments import Tracker

    bare = BareLog(path.with_name("bare-single.db"))
    numbers = count(10**9)
    try:
        with Tracker.open(path) as tracker:
            ready = [row.commitment for row in tracker.live() if row.status == CONDITIONAL][: rounds + WARM_UP]
            waiting = iter(ready)

            def ours() -> None:
                tracker.assert_event(TRIGGER, data={"ref": int(next(waiting).removeprefix("c"))})

            def insert() -> None:
                number = next(numbers)
                bare.append([texts.line(Happening(number, number, TRIGGER, number))])

            for _ in range(WARM_UP):
                ours()
            return interleaved({"ours": _timed(ours), "bare": _timed(insert)}, len(ready) - WARM_UP)
    finally:
        bare.connection.close()
        path.with_name("bare-single.db").unlink()


def _timed(work: Callable[[], None]) -> Callable[[], float]:
    def timed() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return timed
