"""Ledgers with agreements in them, for the tests that need to know what the entries mean."""

from __future__ import annotations

from pathlib import Path

from commitments.ledger.sql import SqlLedger
from commitments.text.loading import load
from commitments.upkeep import LedgerBook
from tests.ledger.places import open_any

FIXTURES = Path(__file__).parents[2] / "fixtures"
NOW = 1_800_000_000_000_000


def fill(location: str, *names: str) -> SqlLedger:
    """Record fixtures in a ledger, made where there is none; return it, open."""
    ledger = open_any(location)
    book = LedgerBook(ledger)
    for name in names or ("supply-contract", "minsk-2015"):
        loaded = load([FIXTURES / f"{name}.yaml"])
        assert loaded.ok
        book.add(loaded.library, NOW)
    return ledger
