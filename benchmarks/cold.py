"""The command from a cold start, beside a Python that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import commitments, cpu_of, interleaved, ratios, spread
from benchmarks.table import Table, shown, verdict

AIM = 4.0
MILLI = 1_000


def cold(ledgers: dict[str, Path], *, quick: bool) -> list[Table]:
    """Measure ``commitments live`` as a whole process."""
    table = Table("Cold start", ("command", "ledger", "rows", "ms", "times `python -c pass`", "aim"))
    for name, path in ledgers.items():
        found, rows = _beside_nothing(path, 5 if quick else 15)
        beside = ratios(found["ours"], found["nothing"])
        ours = shown(spread(found["ours"]), scale=MILLI)
        table.add("live", name, f"{rows:,}", ours, shown(beside), verdict(beside.middle, AIM))
    return [table]


def _beside_nothing(path: Path, rounds: int) -> tuple[dict[str, list[float]], int]:
    """Return the times of both, and how many rows the command prints."""
    folder = path.parent
    command = commitments("live", "--ledger", str(path), "--format", "jsonl")
    cpu_of(command, folder)  # compiles what was never imported
    rows = len((folder / "stdout").read_text().splitlines())
    nothing = [sys.executable, "-c", "pass"]
    return interleaved(
        {"ours": lambda: cpu_of(command, folder), "nothing": lambda: cpu_of(nothing, folder)}, rounds
    ), rows
