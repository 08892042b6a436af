"""A process that appends to a ledger and says so: ``python -m tests.ledger.writer LOCATION NAME COUNT``.

It prints the id of each event once it is acknowledged, and how long that took, in milliseconds.
"""

from __future__ import annotations

import sys
import time

from tests.ledger.places import open_any
from tests.ledger.samples import assert_inspection


def main(location: str, name: str, count: str) -> None:
    """Append ``count`` events called NAME0, NAME1 …."""
    with open_any(location) as ledger:
        for number in range(int(count)):
            started = time.perf_counter()
            assert_inspection(ledger, number, name=name)
            sys.stdout.write(f"{name}{number} {1000 * (time.perf_counter() - started):.1f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
