"""One replay of a ledger, in a fresh process: ``python -m benchmarks.sharing LEDGER JOBS``; what it took, as JSON."""

from __future__ import annotations

import json
import sys
import time
from contextlib import closing

from commitments.ledger import open_ledger
from commitments.upkeep.contents import Contents
from commitments.upkeep.crew import crew_of
from commitments.upkeep.replaying import replay


def used(contents: Contents, part: int) -> float:
    """Return the seconds of CPU time that a process has taken; a task for each of a crew."""
    del contents, part
    return time.process_time()


def main() -> None:
    """Replay, and print the seconds of the clock, and those of CPU time: of this process and of the others."""
    location, many = sys.argv[1], int(sys.argv[2])
    started = time.perf_counter()
    with closing(open_ledger(location)) as ledger, crew_of(ledger, location, many) as crew:
        done = replay(ledger, crew)
        others = [] if crew is None else list(crew.each(used, range(crew.jobs)))
    if done.findings:
        sys.exit(str(done.findings[0]))
    print(json.dumps({"clock": time.perf_counter() - started, "here": time.process_time(), "others": others}))


if __name__ == "__main__":
    main()
