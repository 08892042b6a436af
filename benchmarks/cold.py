"""The command from a cold start, beside a Python that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import commitments, cpu_of, interleaved, ratios, spread
from benchmarks.table import Table, shown, verdict

AIM = 4.0
MILLI = 1_000


def cold(ledgers: dict[str, Path], *, quick: bool) -> list[Table]:
    """Measure ``commitments live`` and ``commitments --help`` as whole processes."""
    table = Table("Cold start", ("command", "ledger", "rows", "ms", "times `python -c pass`", "aim"))
    rounds = 5 if quick else 15
    for name, path in ledgers.items():
        command = commitments("live", "--ledger", str(path), "--format", "jsonl")
        folder = path.parent
        found = interleaved(
            {"ours": lambda command=command: cpu_of(command, folder), "nothing": lambda: _nothing(folder)}, rounds
        )
        cpu_of(command, folder)
        rows = len((folder / "stdout").read_text().splitlines())
        beside = ratios(found["ours"], found["nothing"])
        table.add(
            "live", name, f"{rows:,}", shown(spread(found["ours"]), scale=MILLI), shown(beside), verdict(beside.middle, AIM)
        )
    return [table]


def _nothing(folder: Path) -> float:
    return cpu_of([sys.executable, "-c", "pass"], folder)
