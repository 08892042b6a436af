"""The ledger: an append-only, hash-chained log of what was said, and the working memory that follows from it.

``open_ledger`` gives a ``Storage``. No database is imported before a ledger is opened.
"""

from __future__ import annotations

from pathlib import Path

from commitments.ledger.errors import LedgerError, UnsupportedLedgerError
from commitments.ledger.storage import Storage

__all__ = ["LedgerError", "Storage", "open_ledger"]


def open_ledger(location: str | Path, *, writable: bool = True, create: bool = False) -> Storage:
    """Open the ledger at a path; with ``create`` make it where there is none. Raises LedgerError."""
    scheme, separator, _ = str(location).partition("://")
    if separator:
        raise UnsupportedLedgerError(f"{scheme}://")
    from commitments.ledger.sqlite import open_sqlite

    return open_sqlite(Path(location), writable=writable, create=create)
