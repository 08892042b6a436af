"""Copies of a ledger in use."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from commitments.ledger import errors
from commitments.ledger.sqlite import SqliteLedger, open_sqlite
from tests.ledger.samples import assert_inspection, index_of

DATABASES = ("sqlite",)


def test_a_backup_is_whole_and_private(ledger: SqliteLedger, tmp_path: Path) -> None:
    for number in range(20):
        assert_inspection(ledger, number)
    copy = tmp_path / "copy.db"
    assert ledger.backup(copy) == ledger.log.head()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.db"]
    with open_sqlite(copy) as restored:
        assert restored.verify(ledger.log.head(), index_of) == []
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


def test_a_backup_has_all_that_was_acknowledged_before_it(ledger: SqliteLedger, path: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    acknowledged: list[int] = []

    def write() -> None:
        with open_sqlite(path) as writer:
            number = 0
            while not stop.is_set():
                acknowledged.append(assert_inspection(writer, number).seq)
                number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for turn in range(5):
            before = acknowledged[-1] if acknowledged else 0
            head = ledger.backup(tmp_path / f"copy{turn}.db")
            assert head.seq >= before
            with open_sqlite(tmp_path / f"copy{turn}.db", writable=False) as copy:
                assert copy.verify(head, index_of) == []
    finally:
        stop.set()
        thread.join()
