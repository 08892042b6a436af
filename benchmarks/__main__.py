"""All measurements, or some: ``python -m benchmarks [--quick] [--only NAME] [--folder FOLDER]``; see README.md."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import ledgers
from benchmarks.bulk import bulk
from benchmarks.checking import checking
from benchmarks.cold import cold
from benchmarks.growth import growth, memory
from benchmarks.jobs import jobs
from benchmarks.late import late
from benchmarks.measure import MissingError, WrongError
from benchmarks.replay import replay
from benchmarks.single import single
from benchmarks.table import Table
from benchmarks.workload import INVASION, PER_AGREEMENT, Happening, Workload

#: Events in the smaller ledger.
FEW_EVENTS = 1_000


@dataclass(frozen=True)
class Plan:
    """Where ledgers are made, whether all is to be small; the commitments and events of the largest ledger."""

    folder: Path
    quick: bool
    size: int
    length: int


Measurement = Callable[[Plan], list[Table]]


def _with_ledgers(plan: Plan, *, dormant: bool = False) -> dict[str, tuple[Workload, Path]]:
    """Return two ledgers of one set of agreements, with fewer and with more events; made once in a folder."""
    size = plan.size
    kind = "dormant" if dormant else "live"
    fresh = plan.folder / f"{kind}-{size}.db"
    if not fresh.exists():
        ledgers.new_ledger(Workload(size, 1), fresh, dormant=dormant)
    found: dict[str, tuple[Workload, Path]] = {}
    for length in (FEW_EVENTS, plan.length):
        workload = Workload(size, length)
        path = plan.folder / f"{kind}-{size}-{length}.db"
        if not path.exists():
            concerned = (each for each in workload.happenings if not (dormant and _concerns_first(each)))
            part = ledgers.copy_of(fresh, "part.db")
            ledgers.tell(part, concerned)
            if not dormant:
                ledgers.check(workload, part)
            part.rename(path)
        found[f"{size:,} commitments, {length:,} events"] = workload, path
    return found


def _concerns_first(happening: Happening) -> bool:
    """Whether an event is about the one agreement that is in force in a dormant ledger."""
    number = happening.number
    return (number if happening.kind == INVASION else number // PER_AGREEMENT) == 0


def _paths(made: dict[str, tuple[Workload, Path]], note: str = "") -> dict[str, Path]:
    return {name + note: path for name, (_, path) in made.items()}


def _cold(plan: Plan) -> list[Table]:
    few = _paths(_with_ledgers(plan, dormant=True), ", 10 in force")
    return cold({**few, **_paths(_with_ledgers(plan))}, quick=plan.quick)


MEASUREMENTS: dict[str, Measurement] = {
    "replay": lambda plan: replay(quick=plan.quick),
    "growth": lambda plan: growth(quick=plan.quick),
    "memory": lambda plan: memory(quick=plan.quick),
    "check": lambda plan: checking(plan.folder, quick=plan.quick),
    "bulk": lambda plan: bulk(plan.folder, quick=plan.quick),
    "cold": _cold,
    "assert": lambda plan: single(_paths(_with_ledgers(plan)), quick=plan.quick),
    "jobs": lambda plan: jobs(plan.folder, quick=plan.quick),
    "late": lambda plan: late(_with_ledgers(plan), quick=plan.quick),
}


def main() -> None:
    """Measure what is asked for and print the tables; a measurement that cannot be made is told and left out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small workloads: to see that it works, not how fast")
    parser.add_argument("--only", action="append", choices=MEASUREMENTS, help="only this one; may be given again")
    parser.add_argument("--folder", type=Path, help="keep ledgers here, and use those that are here")
    parser.add_argument("--size", type=int, help="commitments in the ledgers (default: 100,000; quick: 1,000)")
    parser.add_argument("--length", type=int, help="events in the larger ledger (default: 1,000,000; quick: 10,000)")
    options = parser.parse_args()
    today = datetime.now(UTC).date()
    print(f"Measured {today} with Python {platform.python_version()} on {_machine()}.\n", flush=True)
    with _folder(options.folder) as folder:
        size = options.size or (1_000 if options.quick else 100_000)
        length = options.length or (10_000 if options.quick else 1_000_000)
        plan = Plan(folder, options.quick, size, length)
        for name in options.only or MEASUREMENTS:
            _measure(name, plan)


def _measure(name: str, plan: Plan) -> None:
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    try:
        for table in MEASUREMENTS[name](plan):
            print(table, flush=True)
    except (MissingError, WrongError, ImportError) as error:
        print(f"### {name}\n\nCould not be measured: {error}\n", flush=True)


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} processors {models[0]}" if models else platform.machine()


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as made:
        yield Path(made)


if __name__ == "__main__":
    main()
