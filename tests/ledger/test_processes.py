"""Several processes write, and some are killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from commitments.ledger.sqlite import open_sqlite
from tests.ledger.samples import index_of

ROOT = Path(__file__).parents[2]


def start(path: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    """Start a writer that acknowledges into the file NAME.out."""
    command = [sys.executable, "-m", "tests.ledger.writer", str(path), name, str(count)]
    with path.with_name(f"{name}.out").open("wb") as out:
        return subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)


def told(path: Path, name: str) -> set[str]:
    """Return what a writer acknowledged: whole lines, all of them ids of its own."""
    lines = path.with_name(f"{name}.out").read_text().splitlines(keepends=True)
    assert all(line.startswith(name) for line in lines), lines
    return {line.strip() for line in lines if line.endswith("\n")}


def check(path: Path, acknowledged: set[str]) -> set[str]:
    """Check that the ledger is whole and has all that was acknowledged; return the ids of its events."""
    with open_sqlite(path) as ledger:
        assert ledger.verify(index_of=index_of) == []
        present = {entry.key for entry in ledger.log.events()}
        assert acknowledged <= present
        assert {row.name.removeprefix("a/") for row in ledger.transitions.statuses_at(10**6)} == present
        assert {row.name.removeprefix("a/") for row in ledger.standings.all()} == present
    return present


def test_four_writers_lose_nothing(path: Path) -> None:
    writers = [start(path, name, 200) for name in "abcd"]
    assert [writer.wait(timeout=60) for writer in writers] == [0] * 4
    acknowledged = set().union(*(told(path, name) for name in "abcd"))
    assert len(acknowledged) == 800
    assert check(path, acknowledged) == acknowledged


def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - when is no secret
    acknowledged: set[str] = set()
    kills = 0
    for turn in range(5):
        names = [f"{name}{turn}-" for name in "ab"[: 1 + turn % 2]]
        writers = [start(path, name, 10**6) for name in names]
        while not all(told(path, name) for name in names):
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
        for writer in writers:
            writer.kill()
            writer.wait(timeout=30)
        kills += len(writers)
        acknowledged = acknowledged.union(*(told(path, name) for name in names))
        assert len(check(path, acknowledged)) <= len(acknowledged) + kills  # at most the one in hand at each kill
