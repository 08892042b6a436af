"""A log by hand: lines of JSON parsed, chained by a hash, and inserted into one table. Nothing is checked or evaluated.

``python -m benchmarks.bare EVENTS DATABASE`` does it for a file, in one transaction.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import apsw

TABLE = """create table entry (
  seq integer primary key, id text not null unique, body blob not null, hash blob not null
) strict"""
INSERT = "insert into entry values (?, ?, ?, ?)"


class BareLog:
    """A table on disk with the settings of a ledger: write-ahead log, synced at each commit."""

    def __init__(self, path: Path) -> None:
        """Make it."""
        self.connection = apsw.Connection(str(path))
        self.connection.execute("pragma journal_mode = wal").fetchall()
        self.connection.execute("pragma synchronous = full")
        self.connection.execute(TABLE)
        self.last = b"\0" * 32
        self.seq = 0

    def append(self, lines: Iterable[str]) -> None:
        """Append events in one transaction."""
        with self.connection:
            self.connection.executemany(INSERT, self._rows(lines))

    def _rows(self, lines: Iterable[str]) -> Iterator[tuple[int, str, bytes, bytes]]:
        for line in lines:
            event = json.loads(line)
            body = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            self.last = sha256(self.last + body).digest()
            self.seq += 1
            yield self.seq, event["id"], body, self.last


if __name__ == "__main__":
    with Path(sys.argv[1]).open() as events:
        BareLog(Path(sys.argv[2])).append(events)
