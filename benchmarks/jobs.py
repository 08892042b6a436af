"""A ledger replayed by one process and by two: the same work, shared."""

from __future__ import annotations

from pathlib import Path

from benchmarks import ledgers
from benchmarks.measure import interleaved, python, ratios, spread
from benchmarks.table import Table, shown, verdict
from benchmarks.workload import Workload

#: Two processes are to be so many times as fast as one: each has to start, and one reads what all have in common.
AIM = 1.6
COLUMNS = ("command", "seconds of the longest way", "times as fast", "aim", "seconds in all", "seconds of the clock")


def jobs(folder: Path, *, quick: bool) -> list[Table]:
    """Measure ``replay`` with one process and with two, on the same ledger."""
    return [shared(Workload(1_000, 10_000), folder, 1) if quick else shared(Workload(10_000, 100_000), folder, 5)]


def shared(workload: Workload, folder: Path, rounds: int) -> Table:
    """Return what replaying the ledger of a workload takes; the ledger is made where there is none yet."""
    ledger = folder / f"jobs-{workload.size}-{workload.length}.db"
    if not ledger.exists():
        made = ledgers.new_ledger(workload, folder / "part.db")
        ledgers.tell(made, workload.happenings)
        made.rename(ledger)
    one, two = _Replay(ledger, 1), _Replay(ledger, 2)
    found = interleaved({"one": one.longest, "two": two.longest}, rounds)
    faster = ratios(found["one"], found["two"])
    table = Table(f"Replay of a ledger, W({workload.size:,}, {workload.length:,})", COLUMNS)
    table.add("replay", shown(spread(found["one"])), "", "", *one.totals())
    reached = verdict(faster.middle, AIM, at_least=True)
    table.add("replay --jobs 2", shown(spread(found["two"])), shown(faster), reached, *two.totals())
    table.remarks.append(
        "CPU time. The longest way is that of the process which writes, and of the slowest other: what the clock would "
        "show on processors that nobody else uses."
    )
    return table


class _Replay:
    """Replays of a ledger by so many processes."""

    def __init__(self, ledger: Path, many: int) -> None:
        self.ledger = ledger
        self.many = many
        self.work: list[float] = []
        self.clock: list[float] = []

    def longest(self) -> float:
        """Replay once; return the seconds of CPU time of the longest way. Raises MissingError where it fails."""
        took = python("benchmarks.sharing", str(self.ledger), str(self.many))
        self.work.append(took["here"] + sum(took["others"]))
        self.clock.append(took["clock"])
        return float(took["here"] + max(took["others"], default=0.0))

    def totals(self) -> tuple[str, str]:
        """Return the seconds of CPU time of all processes, and those of the clock."""
        return shown(spread(self.work)), shown(spread(self.clock))
