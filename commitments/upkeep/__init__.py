"""A ledger kept up to date: what is recorded is evaluated over working memory on disk, in the same transaction."""

from __future__ import annotations

from pathlib import Path

from commitments.ledger import open_ledger
from commitments.mistakes import MistakeError
from commitments.upkeep.book import LedgerBook


class FolderError(MistakeError):
    """A folder where the file of a ledger was meant."""

    def __init__(self, location: str | Path) -> None:
        """Take the path."""
        super().__init__(f"{location} is a folder; a ledger is a file (texts in a folder are read with -f {location})")


def open_book(location: str | Path, *, create: bool = False, writable: bool = True) -> LedgerBook:
    """Open the ledger at a path or URL as a book; ``create``: make a file where there is none.

    Raises LedgerError, and FolderError when there is a folder at the path.
    """
    if "://" not in str(location) and Path(location).is_dir():
        raise FolderError(location)
    return LedgerBook(open_ledger(location, writable=writable, create=create))


__all__ = ["FolderError", "LedgerBook", "open_book"]
