"""A late event: one that happened before what its agreement knows already."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.ledgers import copy_of
from benchmarks.measure import interleaved, ratios, spread
from benchmarks.ours import event, program
from benchmarks.table import Table, shown, verdict
from benchmarks.texts import written
from benchmarks.workload import HOUR, INVASION, PER_AGREEMENT, START, TRIGGER, Happening, Workload
from rules.engine import Engine
from rules.program import Program

AIM = 1.5  # our reading of "no more": the rest is reading the log, and writing
MILLI = 1_000


def late(ledgers: dict[str, tuple[Workload, Path]], *, quick: bool) -> list[Table]:
    """Measure late asserts, each beside a replay in memory of the one agreement that it concerns."""
    table = Table("A late event", ("ledger", "ms an assert", "ms a replay of its agreement", "times as long", "aim"))
    for name, (workload, path) in ledgers.items():
        found = _beside_replay(workload, copy_of(path, "scratch.db"), 10 if quick else 40)
        beside = ratios(found["ours"], found["replay"])
        ours, again = (shown(spread(found[key]), scale=MILLI) for key in ("ours", "replay"))
        table.add(name, ours, again, shown(beside), verdict(beside.middle, AIM))
    table.remarks.append("CPU time; the replay is of a program and events that are ready in memory.")
    return [table]


def _beside_replay(workload: Workload, path: Path, rounds: int) -> dict[str, list[float]]:
    from commitments import Tracker

    whole = program(workload)
    by_agreement: dict[int, list[Happening]] = {}
    for each in workload.happenings:
        number = each.number if each.kind == INVASION else each.number // PER_AGREEMENT
        by_agreement.setdefault(number, []).append(each)
    ours_next, replay_next = iter(range(rounds)), iter(range(rounds))
    with Tracker.open(path) as tracker:

        def ours() -> None:
            number = next(ours_next)
            tracker.assert_event(TRIGGER, data={"ref": number * PER_AGREEMENT}, at=written(START + HOUR + number))

        def replay() -> None:
            number = next(replay_next)
            engine = Engine(Program((whole.agreements[number],)))
            engine.run([event(each) for each in by_agreement.get(number, ())], tracker.clock())

        return interleaved({"ours": _timed(ours), "replay": _timed(replay)}, rounds)


def _timed(work: Callable[[], None]) -> Callable[[], float]:
    def timed() -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    return timed
