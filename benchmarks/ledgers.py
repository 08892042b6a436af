"""Ledgers to measure with, made by our own command from texts; and the like of one by hand, which holds bare rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks import texts
from benchmarks.measure import WrongError, commitments, cpu_of
from benchmarks.ours import full_name
from benchmarks.reference import true_statuses
from benchmarks.workload import Happening, Workload

#: How many commitments stand in one file: texts are bounded.
A_FILE = 10_000


def new_ledger(workload: Workload, path: Path, *, dormant: bool = False) -> Path:
    """Make a ledger that holds the agreements; ``dormant``: all but the first are not yet in force."""
    folder = path.with_suffix(".texts")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    documents = list(texts.agreements(workload, dormant=dormant))
    step = A_FILE // 10
    for first in range(0, len(documents), step):
        (folder / f"{first:08}.yaml").write_text("---\n".join(documents[first : first + step]))
    cpu_of(commitments("add", str(folder), "--ledger", str(path), "-o", str(folder / "changes.jsonl")), folder)
    shutil.rmtree(folder)
    return path


def copy_of(ledger: Path, name: str) -> Path:
    """Return a copy of a ledger that nobody has open."""
    copy = ledger.with_name(name)
    for ending in ("", "-wal", "-shm"):
        beside = ledger.with_name(ledger.name + ending)
        if beside.exists():
            shutil.copy(beside, copy.with_name(copy.name + ending))
    return copy


def check(workload: Workload, path: Path) -> None:
    """See that every status in a ledger is right as of now. Raises WrongError."""
    from commitments import Tracker

    with Tracker.open(path, create=False) as tracker:
        now = tracker.clock()
        told = {row.name: row.status for row in tracker.list()}
    truth = true_statuses(workload, now)
    wrong = sum(told.get(full_name(number)) != true for number, true in enumerate(truth))
    if wrong:
        raise WrongError(f"{path.name}: {wrong} of {workload.size} statuses are wrong")


def tell(ledger: Path, happenings: Iterable[Happening]) -> float:
    """Record events in a ledger, all at once; return the seconds of CPU time of the whole command."""
    file = texts.write_events(happenings, ledger.with_suffix(".jsonl"))
    return tell_file(ledger, file)


def tell_file(ledger: Path, file: Path) -> float:
    """Record the events of a file; return the seconds of CPU time of the whole command."""
    changes = ledger.with_suffix(".changes.jsonl")
    command = commitments("assert", "--file", str(file), "--ledger", str(ledger), "-o", str(changes))
    return cpu_of(command, ledger.parent)
