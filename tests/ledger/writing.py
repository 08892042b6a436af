"""Starts writers in processes of their own, and checks what they left against what they acknowledged."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from commitments.upkeep.checking import verify_ledger
from tests.ledger.places import open_any

ROOT = Path(__file__).parents[2]


class Writer(NamedTuple):
    """A process that writes, and the file in which it acknowledges."""

    name: str
    process: subprocess.Popen[bytes]
    told: Path

    def acknowledged(self) -> dict[str, float]:
        """Return the ids that were acknowledged, with how long each took, in milliseconds: whole lines only."""
        lines = self.told.read_text().splitlines(keepends=True)
        known = [line.split() for line in lines if line.startswith(self.name) and line.endswith("\n")]
        return {identifier: float(took) for identifier, took in known}

    def kill(self) -> None:
        """Kill the process as ``kill -9`` does."""
        self.process.kill()
        self.process.wait(timeout=30)


def start(location: str, folder: Path, name: str, count: int = 10**6) -> Writer:
    """Start a process that records ``count`` events called NAME.0, NAME.1 …."""
    command = [sys.executable, "-m", "tests.ledger.writer", location, name, str(count)]
    told = folder / f"{name}.out"
    with told.open("wb") as out:
        return Writer(name, subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT), told)


def check(location: str, acknowledged: set[str]) -> set[str]:
    """Check that a ledger is whole, equal to its replay, and has all that was acknowledged; return its events' ids."""
    with open_any(location) as ledger:
        with ledger.transaction():
            pass  # whoever was killed while the database committed has had its turn
        assert verify_ledger(ledger, ledger.log.head()) == []
        present = {entry.key for entry in ledger.log.events()}
        instances = {row.name.partition("[")[2].rstrip("]") for row in ledger.standings.all() if "[" in row.name}
    assert acknowledged <= present
    assert instances == {name for name in present if int(name.partition(".")[2]) % 3 != 2}
    return present


def wait_for_all(writers: list[Writer]) -> None:
    """Wait until each writer has acknowledged something."""
    while not all(writer.acknowledged() for writer in writers):
        died = [writer.told.read_text() for writer in writers if writer.process.poll() is not None]
        assert died == []
        time.sleep(0.05)
