"""An event calculus in SWI-Prolog, in a process of its own, which measures itself: reading the events is left out."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.workload import Happening, Workload

PROGRAM = Path(__file__).with_name("event_calculus.pl")


class Prolog:
    """``event_calculus.pl`` over a file of events."""

    name = "SWI-Prolog"

    def __init__(self, workload: Workload) -> None:
        """Look for Prolog. Raises ImportError when it is not installed, as a missing library does."""
        if shutil.which("swipl") is None:
            raise ImportError("swipl is not installed")
        self.workload = workload
        self.statuses: list[str] = []

    def prepare(self, happenings: Sequence[Happening]) -> str:
        """Return the events as terms."""
        return "".join(f"happens({each.kind},{each.number},{each.at}).\n" for each in happenings)

    def run(self, events: str) -> float:
        """Take all events; return the seconds of CPU time."""
        with tempfile.NamedTemporaryFile("w", suffix=".pl") as file:
            file.write(events)
            file.flush()
            command = ["swipl", "--stack-limit=8g", "-O", "-q", "-g", "main", str(PROGRAM), "--"]
            told = [str(self.workload.size), str(self.workload.until), file.name]
            done = subprocess.run([*command, *told], capture_output=True, text=True, check=True)
        seconds, *self.statuses = done.stdout.split()
        return float(seconds)

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number."""
        return self.statuses
