"""Several processes write, and some are killed."""

from __future__ import annotations

import random
import time
from itertools import count
from pathlib import Path
from statistics import mean

import pytest

from commitments.ledger import init_ledger
from tests.ledger.conftest import server_programs
from tests.ledger.server import Server
from tests.ledger.sizes import Figures, full
from tests.ledger.writing import check, start, wait_for_all

#: How much longer than another a writer may wait on the average: a ratio, for how long that is depends on the machine.
FAIR = 2.0
#: How long no writer may wait, in milliseconds: a promise of ours. Tried where nothing else keeps the machine busy.
LONGEST = 2_000.0


@pytest.mark.parametrize("each", [40, full(2_500)])
def test_many_writers_wait_shortly_and_lose_nothing(
    location: str, database: str, tmp_path: Path, figures: Figures, each: int
) -> None:
    init_ledger(location)
    began = time.perf_counter()
    writers = [start(location, tmp_path, name, each) for name in "abcdefgh"]
    codes = [writer.process.wait(timeout=1200) for writer in writers]
    took = time.perf_counter() - began
    waits = {name: wait for writer in writers for name, wait in writer.acknowledged().items()}
    figures(
        f"writers, {database}: 8 processes x {each} events: {8 * each - len(waits)} lost, longest wait "
        f"{max(waits.values(), default=0):.0f} ms, {len(waits) / took:.0f} events/s"
    )
    assert codes == [0] * 8
    assert len(waits) == 8 * each
    assert check(location, set(waits)) == set(waits)
    if each > 1_000:  # at full size; starting eight processes takes longer than a few events do
        means = [mean(writer.acknowledged().values()) for writer in writers]
        assert max(means) < FAIR * min(means)
        assert max(waits.values()) < LONGEST


@pytest.mark.parametrize("kills", [8, full(200)])
def test_what_was_acknowledged_survives_kill_9(
    location: str, database: str, tmp_path: Path, figures: Figures, kills: int
) -> None:
    init_ledger(location)
    chance = random.Random(5)  # noqa: S311 - when is no secret
    acknowledged: set[str] = set()
    killed = 0
    for turn in count():
        writers = [start(location, tmp_path, f"{name}{turn}") for name in "abcd"[: 1 + turn % 4]]
        wait_for_all(writers)
        time.sleep(chance.uniform(0, 0.2))
        for writer in writers:
            writer.kill()
        killed += len(writers)
        acknowledged = acknowledged.union(*(writer.acknowledged() for writer in writers))
        if killed >= kills:
            break
    present = check(location, acknowledged)
    figures(
        f"kill -9, {database}: {killed} kills with 1-4 writers: {len(acknowledged)} acknowledged, "
        f"{len(acknowledged - present)} lost, {len(present - acknowledged)} stored and not yet acknowledged"
    )
    assert len(present) <= len(acknowledged) + killed  # at most the one in hand at each kill


@pytest.mark.parametrize("kills", [2, full(20)])
def test_what_was_acknowledged_survives_the_servers_death(tmp_path: Path, figures: Figures, kills: int) -> None:
    server = Server(server_programs())
    try:
        location = server.url()
        init_ledger(location)
        acknowledged: set[str] = set()
        for turn in range(kills):
            writers = [start(location, tmp_path, f"{name}{turn}") for name in "abcdefgh"]
            wait_for_all(writers)
            time.sleep(0.2)
            server.kill()
            assert {writer.process.wait(timeout=60) for writer in writers} == {1}  # each had its error, none hung
            acknowledged = acknowledged.union(*(writer.acknowledged() for writer in writers))
            server.start()
        present = check(location, acknowledged)
        figures(
            f"server killed, postgresql: {kills} x immediate under 8 writers: {len(acknowledged)} acknowledged, "
            f"{len(acknowledged - present)} lost"
        )
        assert len(present) <= len(acknowledged) + 8 * kills
    finally:
        server.close()
