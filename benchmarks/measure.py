"""How it is measured: CPU time, in interleaved rounds, each told as a median with the least and the most.

The machine is shared and noisy. So what is compared runs in turn in each round, each ratio is of two times of one
round, and everything that is large runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent

#: How long one thing may take, in seconds of the clock, before it is given up.
PATIENCE = 900

Measure = Callable[[], float]


class MissingError(Exception):
    """Something that a measurement needs is not there; the message says what."""


class WrongError(Exception):
    """An answer is not right: then its time means nothing."""


class Spread(NamedTuple):
    """What came out of several rounds."""

    middle: float
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """Return the median, the least and the most."""
    return Spread(median(values), min(values), max(values))


def interleaved(measures: Mapping[str, Measure], rounds: int) -> dict[str, list[float]]:
    """Return what each measure gives in each round; in a round each has its turn, every other round backwards."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds):
        for name in list(measures)[:: -1 if number % 2 else 1]:
            found[name].append(measures[name]())
    return found


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Return the ratio of two measures, round by round."""
    return spread([first / second for first, second in zip(above, below, strict=True)])


def environment() -> dict[str, str]:
    """Return the environment of a child process, which finds this checkout, with bytecode as what is installed."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}


def python(*arguments: str) -> Any:  # noqa: ANN401 - what the module says
    """Run a module of these benchmarks in a fresh process, and return what it prints, as JSON."""
    command = [sys.executable, "-m", *arguments]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"{' '.join(arguments)} did not end within {PATIENCE} s") from None
    if done.returncode:
        raise MissingError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return json.loads(done.stdout)


def cpu_of(command: Sequence[str], folder: Path, accepted: Sequence[int] = (0,)) -> float:
    """Run a command and return the seconds of CPU time that it took. Raises MissingError when it fails."""
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        child = subprocess.Popen(command, cwd=folder, env=environment(), stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accepted:
        told = (folder / "stderr").read_text().strip().splitlines() or ["no reason given"]
        raise MissingError(told[-1])
    return usage.ru_utime + usage.ru_stime


def commitments(*arguments: str) -> list[str]:
    """Return the command line of our command, as it is installed."""
    return [sys.executable, "-c", "from cli import run; run()", *arguments]
