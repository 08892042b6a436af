"""What a power cut leaves: everything that was acknowledged, nothing half-written, statuses as a replay gives them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from commitments.ledger import database
from commitments.ledger.errors import NoLedgerError, NotALedgerError
from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger
from tests.ledger.disk import Disk, Operation, after_power_cut, disk_of
from tests.ledger.sizes import Figures, full
from tests.ledger.writer import agree, happened

EVENTS = 40


def written(path: Path, disk: Disk) -> list[Operation]:
    """Make a ledger with events, from nothing, checkpoints among them; return all that reached the disk."""
    with open_sqlite(path, create=True) as ledger:
        ledger.database.connection.pragma("wal_autocheckpoint", 60)
        book = LedgerBook(ledger)
        agree(book, "a")
        for number in range(EVENTS):
            entered, at = happened("a", number)
            book.record([entered], at)
            disk.note("acknowledged", "", number)
    return disk.record


def cut(record: list[Operation], path: Path, chance: random.Random) -> tuple[set[str], set[str] | None]:
    """Cut the power somewhere; return what was acknowledged, and what is there (None: the ledger is not whole)."""
    before = record[: chance.randrange(len(record))]
    acknowledged = {f"a.{each.place}" for each in before if each.what == "acknowledged"}
    path.parent.mkdir()
    for name, content in after_power_cut(before, chance).items():
        path.with_name(name).write_bytes(content)
    try:
        with open_sqlite(path) as ledger:
            whole = verify_ledger(ledger) == []
            return acknowledged, {entry.key for entry in ledger.log.events()} if whole else None
    except (NoLedgerError, NotALedgerError):
        with open_sqlite(path, create=True) as ledger:  # it was being made: it still can be
            return acknowledged, {entry.key for entry in ledger.log.events()}


@pytest.mark.parametrize("images", [40, full(500)])
@pytest.mark.parametrize("synchronous", ["FULL", "NORMAL"])
def test_what_was_acknowledged_survives_a_power_cut(
    tmp_path: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch, images: int, synchronous: str
) -> None:
    if synchronous != "FULL":  # the control
        settings = database._SETTINGS.replace("synchronous = FULL", f"synchronous = {synchronous}")  # noqa: SLF001
        monkeypatch.setattr(database, "_SETTINGS", settings)
    with disk_of() as disk:
        record = written(tmp_path / "test.db", disk)
    monkeypatch.undo()
    chance = random.Random(11)  # noqa: S311 - where is no secret
    found = [cut(record, tmp_path / f"image{number}" / "test.db", chance) for number in range(images)]
    lost = sum(present is not None and not acknowledged <= present for acknowledged, present in found)
    broken = sum(present is None for _, present in found)
    syncs = sum(operation.what == "sync" for operation in record)
    figures(
        f"power cuts, sqlite, synchronous={synchronous}: {images} images from {len(record)} operations with {syncs} "
        f"syncs: {lost} lost acknowledged events, {broken} not whole"
    )
    assert broken == 0
    if synchronous == "FULL":
        assert lost == 0
    else:
        assert lost > 0
