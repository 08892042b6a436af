"""One peer, one workload, one process.

``python -m benchmarks.contest PEER SIZE LENGTH`` prints what it took, as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import WrongError, python
from benchmarks.panel import peer
from benchmarks.reference import true_statuses
from benchmarks.workload import Workload

#: When garbage is looked for, as in ``cli.py``: the same for all, whose work is mostly to make what stays.
GARBAGE = (1_000_000, 20)


class Took(NamedTuple):
    """Seconds of CPU time for setting out and for all events; bytes of memory that setting out took."""

    setup: float
    run: float
    memory: int


def take_part(key: str, workload: Workload) -> tuple[Took, list[str]]:
    """Let a peer run a workload; return what it took, and its answers."""
    chosen = peer(key)
    happenings = workload.happenings
    gc.collect()
    before, started = resident(), time.process_time()
    one = chosen(workload)
    setup = time.process_time() - started
    memory = resident() - before
    events = one.prepare(happenings)
    gc.collect()
    gc.freeze()  # what lies ready is no work of the peer
    started = time.process_time()
    own = one.run(events)
    run = time.process_time() - started if own is None else own
    gc.unfreeze()
    return Took(setup, run, memory), one.answers()


def resident() -> int:
    """Return the bytes of memory that the process occupies; 0 where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def contest(key: str, size: int, length: int) -> Took:
    """Let a peer run a workload in a fresh process. Raises WrongError unless every status is right."""
    told = python("benchmarks.contest", key, str(size), str(length))
    if told["wrong"]:
        raise WrongError(f"{key}: {told['wrong']} of {size} statuses are wrong")
    return Took(told["setup"], told["run"], told["memory"])


def main() -> None:
    """Run one contest, as the arguments say."""
    gc.set_threshold(*GARBAGE)
    key, size, length = sys.argv[1:]
    workload = Workload(int(size), int(length))
    truth = true_statuses(workload)
    took, answers = take_part(key, workload)
    wrong = sum(answer != true for answer, true in zip(answers, truth, strict=True))
    print(json.dumps({**took._asdict(), "wrong": wrong}))


if __name__ == "__main__":
    main()
