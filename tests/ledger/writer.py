"""A process that appends to a ledger and says so: ``python -m tests.ledger.writer PATH NAME COUNT``."""

from __future__ import annotations

import sys
from pathlib import Path

from commitments.ledger.sqlite import open_sqlite
from tests.ledger.samples import assert_inspection


def main(path: str, name: str, count: str) -> None:
    """Append ``count`` events called NAME0, NAME1 …; print each id once it is acknowledged."""
    with open_sqlite(Path(path), create=True) as ledger:
        for number in range(int(count)):
            assert_inspection(ledger, number, name=name)
            sys.stdout.write(f"{name}{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
