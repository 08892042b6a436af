"""Opening a ledger, and what happens when the disk does not play along."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import apsw
import pytest

from commitments.ledger import errors, open_ledger, schema
from commitments.ledger.database import Database
from commitments.ledger.kept import Unit
from commitments.ledger.sqlite import SqliteLedger, open_sqlite
from commitments.ledger.storage import Storage
from commitments.upkeep.group import Group, kept_group
from tests.ledger.samples import inspection

DATABASES = ("sqlite",)


def append(ledger: SqliteLedger, *numbers: int) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(number) for number in numbers])


def test_the_settings_are_in_force(ledger: SqliteLedger) -> None:
    settings = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "journal_size_limit": 67_108_864,
        "busy_timeout": 30_000,
        "application_id": schema.APPLICATION_ID,
        "user_version": schema.VERSION,
    }
    assert {name: ledger.database.connection.pragma(name) for name in settings} == settings


def test_new_files_are_for_their_owner_only(ledger: SqliteLedger, path: Path) -> None:
    old = os.umask(0)
    try:
        append(ledger, 1)
    finally:
        os.umask(old)
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["test.db", "test.db-shm", "test.db-wal", "test.db.lock"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_ledger_is_found_again(ledger: SqliteLedger, path: Path) -> None:
    append(ledger, 1)
    ledger.close()
    for create in (True, False):
        with open_sqlite(path, create=create) as again:
            assert again.log.head().seq == 1


def test_no_ledger(path: Path) -> None:
    with pytest.raises(errors.NoLedgerError, match=r"there is no ledger here; `commitments init`"):
        open_sqlite(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"agreement: summit\n", b"x" * 10_000, os.urandom(8192)], ids=len)
def test_another_file_is_not_a_ledger(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(errors.NotALedgerError):
        open_sqlite(path)
    assert path.read_bytes() == content


def test_another_database_is_not_a_ledger_and_stays_untouched(path: Path) -> None:
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE mine (a)")
    other.close()
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(errors.NotALedgerError):
            open_sqlite(path, create=create)
    assert path.read_bytes() == before


def test_a_file_that_a_crash_left_empty_becomes_a_ledger(path: Path) -> None:
    path.touch()
    with open_sqlite(path, create=True) as ledger:
        append(ledger, 1)


def test_a_newer_schema_is_refused(ledger: SqliteLedger, path: Path) -> None:
    ledger.database.connection.pragma("user_version", schema.VERSION + 1)
    ledger.close()
    with pytest.raises(errors.NewerSchemaError, match=r"newer version \(schema 3, known 2\); upgrade commitments"):
        open_sqlite(path)


def test_an_older_schema_is_upgraded_by_a_writer_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_sqlite(path, create=True) as ledger:
        append(ledger, 1)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "CREATE TABLE more (a TEXT) STRICT"))
    monkeypatch.setattr(schema, "VERSION", 3)
    with pytest.raises(errors.OlderSchemaError, match="schema 2 is older than 3"):
        open_sqlite(path, writable=False)
    with open_sqlite(path) as ledger:
        assert ledger.log.head().seq == 1
        assert ledger.verify() == []
    with open_sqlite(path, writable=False) as ledger:
        assert ledger.database.rows("SELECT * FROM more") == []


def test_what_was_noted_of_groups_is_kept_by_an_upgrade(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(schema, "STEPS", schema.STEPS[:1])
        old.setattr(schema, "VERSION", 1)
        with open_sqlite(path, create=True) as ledger, ledger.transaction():
            for name, body in {"a": '[["a", "b"], 7, null]', "c": '[["c"], 8, 9]'}.items():
                ledger.memory.save(Unit(f"group {name}", name, "group", body))
                ledger.database.run("INSERT INTO clock (name, at) VALUES (?, 5)", (name,))
    with open_sqlite(path) as ledger:
        assert ledger.verify() == []
        assert kept_group(ledger.memory, "a") == Group("a", ("a", "b"), 7, None)
        assert kept_group(ledger.memory, "c") == Group("c", ("c",), 8, 9)
        assert ledger.memory.clocks() == {"a": 5, "c": 5}


def test_an_upgrade_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_sqlite(path, create=True).close()
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", (*schema.STEPS, "CREATE TABLE more (a TEXT) STRICT", "no statement"))
        patched.setattr(schema, "VERSION", 4)
        with pytest.raises(errors.LedgerError):
            open_sqlite(path)
    with open_sqlite(path) as ledger:
        assert ledger.verify() == []


@pytest.mark.parametrize("name", ["", "no/such/folder/x.db"])
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.CannotOpenError, match="cannot open the ledger"):
        open_sqlite(tmp_path / name, create=bool(name))


def test_another_kind_of_ledger_is_not_taken_for_a_path() -> None:
    with pytest.raises(errors.UnsupportedLedgerError, match=r"^oracle://: no such kind"):
        open_ledger("oracle://host/name")


def test_a_ledger_opened_for_reading_is_not_written(ledger: SqliteLedger, path: Path) -> None:
    append(ledger, 1)
    with open_sqlite(path, writable=False) as reader:
        assert reader.log.head().seq == 1
        with pytest.raises(errors.ReadOnlyLedgerError):
            append(reader, 2)
        append(ledger, 2)
        assert reader.log.head().seq == 2


def test_reading_one_state_while_another_writes(ledger: SqliteLedger, path: Path) -> None:
    append(ledger, 1)
    with open_sqlite(path, writable=False) as reader:
        with reader.snapshot(), reader.snapshot():
            assert reader.log.head().seq == 1
            append(ledger, 2)
            assert reader.log.head().seq == 1
        assert reader.log.head().seq == 2


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_whatever_stops_a_transaction_undoes_it(ledger: SqliteLedger, stop: type[BaseException]) -> None:
    def stopped() -> None:
        with ledger.transaction():
            ledger.log.append([inspection(1)])
            raise stop

    with pytest.raises(stop):
        stopped()
    append(ledger, 2)
    assert [entry.key for entry in ledger.log.entries()] == ["e2"]


def test_transactions_do_not_nest(ledger: SqliteLedger) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), ledger.transaction(), ledger.transaction():
        pass


def test_a_full_disk_undoes_the_transaction_and_writing_goes_on_later(ledger: SqliteLedger) -> None:
    append(ledger, 1)
    pages = ledger.database.connection.pragma("page_count")
    ledger.database.connection.pragma("max_page_count", pages + 1)
    with pytest.raises(errors.DiskFullError, match="the disk is full; nothing was changed"):
        append(ledger, *range(2, 1000))
    ledger.database.connection.pragma("max_page_count", pages + 1000)
    append(ledger, *range(2, 1000))
    assert ledger.log.head().seq == 999
    assert ledger.verify() == []


def test_after_an_io_error_nothing_is_written_until_verified(ledger: SqliteLedger, path: Path) -> None:
    append(ledger, 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name("test.db-wal").stat().st_size + 5000, hard))
    try:
        with pytest.raises(errors.LedgerIOError, match="read-only until `commitments verify` passes"):
            append(ledger, *range(2, 1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with pytest.raises(errors.UnverifiedLedgerError):
        append(ledger, 2)
    with open_sqlite(path) as other:
        with pytest.raises(errors.UnverifiedLedgerError):
            append(other, 2)
        assert [entry.key for entry in other.log.entries()] == ["e1"]
        assert other.verify() == []
        append(other, 2)
    assert ledger.verify() == []
    append(ledger, 3)


def test_a_damaged_file_is_told(ledger: SqliteLedger, path: Path) -> None:
    append(ledger, *range(500))
    ledger.close()
    content = bytearray(path.read_bytes())
    page = content.index(b'"day 300"') // 4096
    content[page * 4096 : (page + 1) * 4096] = os.urandom(4096)
    path.write_bytes(content)
    with open_sqlite(path) as broken:
        with pytest.raises(errors.DamagedLedgerError, match="the file is damaged"):
            list(broken.log.entries())
        assert broken.verify()


def test_a_writer_gives_up_after_its_patience(ledger: SqliteLedger, path: Path) -> None:
    with open_sqlite(path, patience=0.2) as second:
        with ledger.transaction():
            started = time.monotonic()
            with pytest.raises(errors.LedgerBusyError, match=r"waited 0\.2 s"):
                append(second, 1)
            assert 0.1 < time.monotonic() - started < 5
        append(second, 1)
        append(ledger, 2)


def test_a_writer_waits_for_its_turn(ledger: SqliteLedger, path: Path) -> None:
    with open_sqlite(path, patience=10) as second:
        thread = threading.Thread(target=append, args=(second, 1))
        with ledger.transaction():
            thread.start()
            time.sleep(0.1)
            ledger.log.append([inspection(2)])
        thread.join()
    assert [entry.key for entry in ledger.log.entries()] == ["e2", "e1"]


def test_a_writer_that_knows_no_queue_is_waited_for_too(ledger: SqliteLedger, path: Path) -> None:
    stranger = apsw.Connection(str(path))
    stranger.execute("BEGIN IMMEDIATE")
    with open_sqlite(path, patience=0.1) as second, pytest.raises(errors.LedgerBusyError):
        append(second, 1)
    stranger.execute("ROLLBACK")
    stranger.close()
    append(ledger, 1)


@pytest.mark.parametrize("name", ["\ud800", "e'; --"])
def test_odd_names_are_looked_for_without_harm(ledger: SqliteLedger, name: str) -> None:
    try:
        assert ledger.log.current(name) is None
    except errors.RefusedValueError:
        assert name == "\ud800"


def test_the_ledger_is_a_storage(ledger: SqliteLedger) -> None:
    storage: Storage = ledger
    assert storage.log.head().seq == 0
    assert isinstance(ledger.database, Database)


def test_no_database_is_imported_before_a_ledger_is_opened() -> None:
    program = "import sys, commitments.ledger; sys.exit('apsw' in sys.modules or 'sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
