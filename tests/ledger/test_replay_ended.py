"""A replay that is ended from outside: whoever is killed, at whatever point, the ledger is as it was or replayed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep.checking import verify_ledger
from tests.architecture.sources import ROOT
from tests.ledger import failing
from tests.ledger.books import fill
from tests.ledger.damage import Stored, damage, stored

#: Runs the command with something of it in the place of something else.
RUN = "from commitments.upkeep import mending, replaying, survey\nfrom tests.ledger import failing\n{}\n"
RUN += "from cli import main\nmain(['replay', '--ledger', {!r}, '--jobs', '{}'])"
LINGER = "survey.examine_all = failing.linger"
#: The process ends itself as by kill -9 when it is to write what the second group needs, or has written all.
HALF = "put, calls = mending._put, []\nmending._put = lambda *a: failing.die(*a) if calls else calls.append(put(*a))"
ALL = "mend = replaying.mend\nreplaying.mend = lambda *a: failing.die(mend(*a), None)"
PATIENCE = 60


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stored]:
    """A damaged ledger, and what was stored before."""
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    with fill(str(path)) as ledger:
        before = stored(ledger)
        damage(ledger, "live", "wake", "no watch")
    return path, before


@pytest.fixture
def copy(whole: tuple[Path, Stored], tmp_path: Path) -> Path:
    return Path(shutil.copy(whole[0], tmp_path / "copy.db"))


def start(path: Path, instead: str, jobs: int) -> subprocess.Popen[str]:
    """Start a replay, in a process group of its own, as a terminal would."""
    environment = {**os.environ, failing.LINGERING: str(path.with_name("lingering"))}
    return subprocess.Popen(
        [sys.executable, "-c", RUN.format(instead, str(path), jobs)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def lingering(copy: Path) -> Iterator[subprocess.Popen[str]]:
    """A replay by two processes, which are at work and take long."""
    running = start(copy, LINGER, 2)
    ends = time.monotonic() + PATIENCE
    while not copy.with_name("lingering").exists() and running.poll() is None and time.monotonic() < ends:
        time.sleep(0.02)
    yield running
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)  # those that do part of the work as well
    running.communicate()


def workers(running: subprocess.Popen[str]) -> list[int]:
    """Return the processes that do part of the work."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def is_deaf(process: int) -> bool:
    """Whether Ctrl-C does not reach a process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    blocked = next(line.partition(":")[2] for line in lines if line.startswith("SigBlk:"))
    return bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def are_gone(processes: list[int]) -> bool:
    ends = time.monotonic() + PATIENCE
    while any(map(is_there, processes)) and time.monotonic() < ends:
        time.sleep(0.02)
    return not any(map(is_there, processes))


def content(path: Path) -> Stored:
    with open_sqlite(path) as ledger:
        return stored(ledger)


def test_interrupted(whole: tuple[Path, Stored], copy: Path, lingering: subprocess.Popen[str]) -> None:
    """Ctrl-C reaches all processes of the terminal: one line, from one of them."""
    at_work = workers(lingering)
    assert len(at_work) == 2
    assert all(map(is_deaf, at_work))  # since they were started, before they could say that they ignore it
    os.killpg(lingering.pid, signal.SIGINT)
    out, err = lingering.communicate(timeout=PATIENCE)
    assert (lingering.returncode, out, err) == (3, "", "error: interrupted\n")
    assert are_gone(at_work)
    assert content(copy) == content(whole[0])


def test_interrupted_while_they_start(copy: Path) -> None:
    running = start(copy, LINGER, 2)
    ends = time.monotonic() + PATIENCE
    while not workers(running) and time.monotonic() < ends:
        time.sleep(0.001)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out, err) == (3, "", "error: interrupted\n")


def test_one_of_them_killed(whole: tuple[Path, Stored], copy: Path, lingering: subprocess.Popen[str]) -> None:
    at_work = workers(lingering)
    os.kill(at_work[0], signal.SIGKILL)
    out, err = lingering.communicate(timeout=PATIENCE)
    told = "a process that did part of the work was ended by signal 9; nothing was changed, try again, or with --jobs 1"
    assert (lingering.returncode, out, err) == (3, "", f"error: {told}\n")
    assert are_gone(at_work)
    assert content(copy) == content(whole[0])


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("instead", [HALF, ALL], ids=["half", "all"])
def test_killed_while_it_writes(whole: tuple[Path, Stored], copy: Path, instead: str, jobs: int) -> None:
    running = start(copy, instead, jobs)
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == -signal.SIGKILL, err
    assert content(copy) == content(whole[0])
    again = start(copy, "", jobs)
    assert again.communicate(timeout=PATIENCE)[0].endswith("put right\n")
    assert content(copy) == whole[1]
    with open_sqlite(copy) as ledger:
        assert verify_ledger(ledger) == []
