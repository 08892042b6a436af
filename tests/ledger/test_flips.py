"""Any bit of the file that matters is missed when it is changed."""

from __future__ import annotations

import random
from pathlib import Path

import apsw
import pytest

from commitments.ledger.carrying import TABLES
from commitments.ledger.errors import LedgerError
from commitments.ledger.rows import Head
from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep.checking import verify_ledger
from tests.ledger.books import fill
from tests.ledger.sizes import Figures, full

DATABASES = ("sqlite",)


def problems(path: Path, head: Head) -> str:
    """Return what verifying finds, or what keeps the file from being opened."""
    try:
        with open_sqlite(path, writable=False) as ledger:
            return "; ".join(map(str, verify_ledger(ledger, head)))
    except LedgerError as error:
        return str(error)


def said(path: Path) -> list[object]:
    """Return all that the tables say, without any index."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return [connection.execute(f"SELECT {columns} FROM {table} NOT INDEXED").fetchall()  # noqa: S608
                for table, columns in TABLES.items()]  # fmt: skip
    finally:
        connection.close()


def sound(path: Path) -> bool:
    """Whether SQLite itself finds nothing: the control."""
    try:
        connection = apsw.Connection(str(path))
        told = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
    except (apsw.Error, UnicodeError):
        return False
    return told == [("ok",)]


@pytest.mark.parametrize("flips", [60, full(600)])
def test_flipped_bits_are_found(path: Path, tmp_path: Path, figures: Figures, flips: int) -> None:
    with fill(str(path), "minsk-2015") as ledger:
        head = ledger.log.head()
    whole, before = path.read_bytes(), said(path)
    used = [place for place, byte in enumerate(whole) if byte]
    chance = random.Random(7)  # noqa: S311 - which bits is no secret
    flipped = tmp_path / "flipped.db"
    found, harmless, unseen_by_sqlite = 0, 0, 0
    for _ in range(flips):
        place, bit = chance.choice(used), chance.randrange(8)
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        flipped.write_bytes(changed)
        told = problems(flipped, head)
        found += bool(told)
        unseen_by_sqlite += bool(told) and sound(flipped)
        if not told:
            assert said(flipped) == before, f"byte {place}, bit {bit}"  # in a place that nothing reads
            harmless += 1
        for file in tmp_path.glob("flipped.db-*"):
            file.unlink()
    figures(
        f"bit flips, sqlite: {flips} in used bytes: {found} found, {harmless} in places that say nothing, 0 missed; "
        f"integrity_check alone misses {unseen_by_sqlite}"
    )
    assert found > flips // 2
    assert unseen_by_sqlite > flips // 10
