"""A late event: one that happened before what its agreement knows already."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

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
COLUMNS = (
    "ledger", "ms an assert", "ms a replay of its agreement", "times as long", "aim",
    "ms to rebuild it from the ledger", "times as long as that",
)  # fmt: skip


def late(ledgers: dict[str, tuple[Workload, Path]], *, quick: bool) -> list[Table]:
    """Measure late asserts, each beside a replay in memory of the agreement that it concerns, and its rebuilding."""
    table = Table("A late event", COLUMNS)
    for name, (workload, path) in ledgers.items():
        rounds = 10 if quick else 40
        found = _beside_replay(workload, copy_of(path, "scratch.db"), copy_of(path, "rebuilt.db"), rounds)
        beside, again = ratios(found["ours"], found["replay"]), ratios(found["ours"], found["rebuilt"])
        ours, replayed, rebuilt = (shown(spread(found[key]), scale=MILLI) for key in ("ours", "replay", "rebuilt"))
        table.add(name, ours, replayed, shown(beside), verdict(beside.middle, AIM), rebuilt, shown(again))
    table.remarks.append(
        "CPU time; the replay is of a program and events that are ready in memory. To rebuild an agreement is to read "
        "its text and its events, to evaluate them, and to write all that follows, where nothing of it was stored."
    )
    return [table]


def _beside_replay(workload: Workload, path: Path, other: Path, rounds: int) -> dict[str, list[float]]:
    from commitments import Tracker

    whole = program(workload)
    by_agreement: dict[int, list[Happening]] = {}
    for each in workload.happenings:
        number = each.number if each.kind == INVASION else each.number // PER_AGREEMENT
        by_agreement.setdefault(number, []).append(each)
    ours_next, replay_next, rebuilt_next = (iter(range(rounds)) for _ in range(3))
    with Tracker.open(path) as tracker, Rebuilding(other) as rebuilding:

        def ours() -> None:
            number = next(ours_next)
            tracker.assert_event(TRIGGER, data={"ref": number * PER_AGREEMENT}, at=written(START + HOUR + number))

        def replay() -> None:
            number = next(replay_next)
            engine = Engine(Program((whole.agreements[number],)))
            engine.run([event(each) for each in by_agreement.get(number, ())], tracker.clock())

        def rebuilt() -> float:
            agreement = f"a{next(rebuilt_next)}"
            rebuilding.forget(agreement)
            return _timed(lambda: rebuilding.rebuild(agreement))()

        return interleaved({"ours": _timed(ours), "replay": _timed(replay), "rebuilt": rebuilt}, rounds)


class Rebuilding:
    """Makes anew what a ledger keeps of an agreement. Use it in a ``with`` block."""

    def __init__(self, path: Path) -> None:
        """Open a ledger that may be spoilt."""
        from commitments.ledger import open_ledger

        self.storage = open_ledger(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.storage.close()

    def forget(self, agreement: str) -> None:
        """Take away all that follows for an agreement; no text is known any more either."""
        from commitments.upkeep.contents import Contents
        from commitments.upkeep.units import UNITS

        storage = self.storage
        with storage.transaction():
            units = storage.memory.of_agreement(agreement)
            storage.memory.delete(unit.name for unit in units if unit.kind in UNITS)
            storage.standings.delete(row.name for row in storage.standings.of_agreement(agreement))
            known = storage.transitions.of_agreement(agreement)
            storage.transitions.supersede_each((row.id for row in known), storage.log.head().seq, known[-1].recorded)
        self._contents = Contents(storage)

    def rebuild(self, agreement: str) -> None:
        """Read its text and its events, evaluate them, and write what follows, durably."""
        from commitments.upkeep.storing import Because

        evaluating = self._contents.evaluating()
        with self.storage.transaction():
            group = evaluating.membership.group(agreement)
            because = Because(self.storage.log.head().seq, group.known or 0)
            evaluating.replay(group, because, self.storage.memory.clock(agreement))


def _timed(work: Callable[[], None]) -> Callable[[], float]:
    def timed() -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    return timed
