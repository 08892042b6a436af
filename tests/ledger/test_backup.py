"""Copies of a ledger in use."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from commitments.ledger import errors, init_ledger
from commitments.ledger.sqlite import SqliteLedger, open_sqlite
from commitments.upkeep.checking import verify_ledger
from tests.ledger.samples import assert_inspection, filed
from tests.ledger.sizes import Figures, full
from tests.ledger.writing import start, wait_for_all

DATABASES = ("sqlite",)


def test_a_backup_is_whole_and_private(ledger: SqliteLedger, tmp_path: Path) -> None:
    for number in range(20):
        assert_inspection(ledger, number)
    copy = tmp_path / "copy.db"
    assert ledger.backup(copy) == ledger.log.head()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.db"]
    with open_sqlite(copy) as restored:
        assert restored.verify(ledger.log.head(), filed(restored)) == []
        assert list(restored.log.entries()) == list(ledger.log.entries())
        assert_inspection(restored, 20)


def test_a_backup_never_overwrites(ledger: SqliteLedger, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine")
    with pytest.raises(errors.BackupExistsError, match="never overwrites"):
        ledger.backup(copy)
    assert copy.read_text() == "mine"
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.db"]


def test_a_backup_to_nowhere_is_told(ledger: SqliteLedger, tmp_path: Path) -> None:
    with pytest.raises(errors.CannotOpenError):
        ledger.backup(tmp_path / "none" / "copy.db")


@pytest.mark.parametrize("backups", [3, full(25)])
def test_a_backup_has_all_that_was_acknowledged_before_it(tmp_path: Path, figures: Figures, backups: int) -> None:
    location = str(tmp_path / "test.db")
    init_ledger(location)
    writers = [start(location, tmp_path, name) for name in "ab"]
    missing = 0
    try:
        wait_for_all(writers)
        for turn in range(backups):
            copy = tmp_path / f"copy{turn}.db"
            before = {name for writer in writers for name in writer.acknowledged()}
            with open_sqlite(Path(location), writable=False) as ledger:
                head = ledger.backup(copy)
            with open_sqlite(copy, writable=False) as restored:
                assert verify_ledger(restored, head) == []
                missing += len(before - {entry.key for entry in restored.log.events()})
    finally:
        for writer in writers:
            writer.kill()
    figures(f"backups, sqlite: {backups} under 2 writers of {len(before)} events: {missing} events missing")
    assert missing == 0
