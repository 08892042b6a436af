"""A ledger kept up to date: what is recorded is evaluated over working memory on disk, in the same transaction."""

from __future__ import annotations

from pathlib import Path

from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep.book import LedgerBook


def open_book(path: str | Path, *, create: bool = False, writable: bool = True) -> LedgerBook:
    """Open the ledger at a path as a book; with ``create``, make it where there is none. Raises LedgerError."""
    return LedgerBook(open_sqlite(Path(path), writable=writable, create=create))


__all__ = ["LedgerBook", "open_book"]
