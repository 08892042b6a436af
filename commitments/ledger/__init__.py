"""The ledger: an append-only, hash-chained log of what was said, and the working memory that follows from it.

``open_ledger`` gives a ``Storage``. No database is imported before a ledger is opened.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from commitments.ledger.errors import LedgerError, MissingExtraError, UnsupportedLedgerError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from commitments.ledger.storage import Storage

__all__ = ["LedgerError", "init_ledger", "open_ledger"]


def open_ledger(location: str | Path, *, writable: bool = True, create: bool = False) -> Storage:
    """Open the ledger at a path or a URL; with ``create`` make a file where there is none. Raises LedgerError.

    A shared ledger is made by ``init_ledger`` only.
    """
    scheme = _scheme(location)
    if scheme:
        opened: Storage = _postgres(scheme).open_postgres(str(location), writable=writable)
        return opened
    from commitments.ledger.sqlite import open_sqlite

    return open_sqlite(location, writable=writable, create=create)


def init_ledger(location: str | Path) -> tuple[int, int]:
    """Make the ledger, or upgrade it; return its schema versions before (0: there was none) and now."""
    scheme = _scheme(location)
    if scheme:
        versions: tuple[int, int] = _postgres(scheme).init_postgres(str(location))
        return versions
    from commitments.ledger.sqlite import init_sqlite

    return init_sqlite(location)


def _scheme(location: str | Path) -> str:
    scheme, separator, _ = str(location).partition("://")
    return scheme + separator if separator else ""


def _postgres(scheme: str) -> ModuleType:
    if scheme not in {"postgresql://", "postgres://"}:
        raise UnsupportedLedgerError(scheme)
    try:
        return import_module("commitments.ledger.postgres")
    except ImportError as error:
        raise MissingExtraError(scheme, "postgres") from error
