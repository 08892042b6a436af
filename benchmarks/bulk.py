"""Many events into a ledger at once."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import ledgers, texts
from benchmarks.measure import cpu_of, interleaved, ratios, spread
from benchmarks.table import Table, shown, verdict
from benchmarks.workload import Workload

RATE_AIM, RATIO_AIM = 20_000.0, 3.0


def bulk(folder: Path, *, quick: bool) -> list[Table]:
    """Measure ``assert --file`` beside parsing, hashing and inserting alone; both as whole processes."""
    sizes = [(1_000, 10_000)] if quick else [(1_000, 100_000), (10_000, 100_000), (10_000, 1_000_000)]
    return [_bulk(folder, Workload(size, length), 1 if quick else 3) for size, length in sizes]


def _bulk(folder: Path, workload: Workload, rounds: int) -> Table:
    events = texts.write_events(workload.happenings, folder / "events.jsonl")
    fresh = ledgers.new_ledger(workload, folder / "fresh.db")

    def ours() -> float:
        return ledgers.tell_file(ledgers.copy_of(fresh, "bulk.db"), events)

    def bare() -> float:
        (folder / "bare.db").unlink(missing_ok=True)
        return cpu_of([sys.executable, "-m", "benchmarks.bare", str(events), "bare.db"], folder)

    found = interleaved({"ours": ours, "bare": bare}, rounds)
    ledgers.check(workload, folder / "bulk.db")
    rate = spread([workload.length / seconds for seconds in found["ours"]])
    beside = ratios(found["ours"], found["bare"])
    table = Table(f"Bulk assert, W({workload.size:,}, {workload.length:,})", ("what", "events a second", "aim"))
    table.add("assert --file", shown(rate), verdict(rate.middle, RATE_AIM, at_least=True))
    table.add("parse, hash, insert", shown(spread([workload.length / seconds for seconds in found["bare"]])), "")
    table.add("times as long", shown(beside), verdict(beside.middle, RATIO_AIM))
    return table
