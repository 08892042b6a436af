"""Opens a ledger wherever it is."""

from __future__ import annotations

from pathlib import Path

from commitments.ledger.postgres import PostgresLedger, open_postgres
from commitments.ledger.sqlite import SqliteLedger, open_sqlite


def open_any(location: str, *, create: bool = True) -> SqliteLedger | PostgresLedger:
    """Open the ledger at a path or a URL; ``create`` makes a file where there is none."""
    if location.startswith("postgresql://"):
        return open_postgres(location)
    return open_sqlite(Path(location), create=create)
