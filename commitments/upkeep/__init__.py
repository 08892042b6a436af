"""A ledger kept up to date: what is recorded is evaluated over working memory on disk, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.ledger import open_ledger
from commitments.upkeep.book import LedgerBook

if TYPE_CHECKING:
    from pathlib import Path


def open_book(location: str | Path, *, create: bool = False, writable: bool = True) -> LedgerBook:
    """Open the ledger at a path or URL as a book; ``create``: make a file where there is none. Raises LedgerError."""
    return LedgerBook(open_ledger(location, writable=writable, create=create))


__all__ = ["LedgerBook", "open_book"]
