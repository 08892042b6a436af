"""A new ledger for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.ledger.sqlite import SqliteLedger, open_sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    with open_sqlite(path, create=True) as opened:
        yield opened
