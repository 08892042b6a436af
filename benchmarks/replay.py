"""Replay in memory, beside the peers."""

from __future__ import annotations

from benchmarks.contest import Took, contest
from benchmarks.measure import MissingError, ratios, spread
from benchmarks.panel import LOOP, OURS, PANEL, peer
from benchmarks.table import Table, shown, verdict
from benchmarks.workload import Workload

#: How many times slower a peer has to be than this engine; of the loop, this engine than it.
AIMS = {"durable": 20.0, "clips": 8.0, "sqlite": 3.0}
LOOP_AIM = 4.0
#: What takes milliseconds for an event runs in a workload of its own.
SLOW = ("experta",)
SLOW_SIZE, SLOW_LENGTH = 300, 1_000
MICRO = 1_000_000


def replay(*, quick: bool) -> list[Table]:
    """Measure the workload from its end, at which most events concern what is closed, to its busy beginning."""
    size, rounds, lengths = (1_000, 2, (10, 2)) if quick else (10_000, 3, (100, 10, 2))
    keys = [key for key in PANEL if key not in SLOW]
    tables = [_table(size, events * size, keys, rounds) for events in lengths]
    return [*tables, _table(SLOW_SIZE, SLOW_LENGTH, [OURS, *SLOW], rounds)]


def _table(size: int, length: int, keys: list[str], rounds: int) -> Table:
    table = Table(
        f"Replay in memory, W({size:,}, {length:,})",
        ("who", "µs an event", "µs a commitment to set out", "times ours", "aim"),
    )
    present = [key for key in keys if _is_there(key, table)]
    took: dict[str, list[Took]] = {key: [] for key in present}
    for number in range(rounds):
        for key in present[:: -1 if number % 2 else 1]:
            took[key].append(contest(key, size, length))
    ours = [each.run for each in took[OURS]]
    for key in present:
        runs = [each.run for each in took[key]]
        setup = shown(spread([each.setup for each in took[key]]), scale=MICRO / size)
        own_setup = "in its own process" if key == "prolog" else setup
        beside = ratios(runs, ours)
        table.add(
            peer(key).name, shown(spread(runs), scale=MICRO / length), own_setup, shown(beside), _aim(key, runs, ours)
        )
    return table


def _aim(key: str, runs: list[float], ours: list[float]) -> str:
    if key == LOOP:
        return "ours " + verdict(ratios(ours, runs).middle, LOOP_AIM) + f" ({ratios(ours, runs).middle:.1f})"
    return verdict(ratios(runs, ours).middle, AIMS[key], at_least=True) if key in AIMS else ""


def _is_there(key: str, table: Table) -> bool:
    try:
        peer(key)(Workload(1, 1))
    except (MissingError, ImportError) as error:
        table.remarks.append(f"Left out, not installed: {error}.")
        return False
    return True
