"""Checking a large file, beside merely loading it."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import texts
from benchmarks.measure import commitments, cpu_of, interleaved, ratios, spread
from benchmarks.table import Table, shown, verdict
from benchmarks.workload import Workload

AIM = 3.0
LOAD = "import sys, yaml; list(yaml.load_all(open(sys.argv[1]), yaml.CSafeLoader))"


def checking(folder: Path, *, quick: bool) -> list[Table]:
    """Measure ``check`` beside PyYAML with its C loader; both as whole processes."""
    size = 1_000 if quick else 10_000
    file = texts.write_agreements(Workload(size, 1), folder / "agreements.yaml")
    found = interleaved(
        {
            "ours": lambda: cpu_of(commitments("check", str(file)), folder),
            "loading": lambda: cpu_of([sys.executable, "-c", LOAD, str(file)], folder),
        },
        2 if quick else 5,
    )
    beside = ratios(found["ours"], found["loading"])
    table = Table(f"Checking a file of {size:,} commitments", ("what", "seconds", "aim"))
    table.add("check", shown(spread(found["ours"])), "")
    table.add("loading with PyYAML (C)", shown(spread(found["loading"])), "")
    table.add("times as long", shown(beside), verdict(beside.middle, AIM))
    return [table]
