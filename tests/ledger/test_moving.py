"""Backups, exports, and moving between a file and a shared ledger: the head comes along, and all that is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from commitments.ledger.errors import BrokenExportError, BrokenLedgerError, NotEmptyError
from commitments.ledger.rows import Head
from commitments.ledger.sql import SqlLedger
from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.moving import export_ledger, import_ledger, restore
from tests.ledger.books import fill
from tests.ledger.places import open_any


def content(ledger: SqlLedger) -> list[object]:
    """Return all that a ledger keeps."""
    names = [row.name for row in ledger.standings.all()]
    return [
        list(ledger.log.entries()),
        ledger.standings.all(),
        [ledger.transitions.all_of_name(name) for name in names],
        [ledger.memory.load(name) for name in names],
        ledger.memory.clocks(),
    ]


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    """An export."""
    with fill(str(tmp_path / "source.db"), "supply-contract") as ledger:
        return list(export_ledger(ledger))


def test_a_backup_is_restored_as_it_was(location: str, tmp_path: Path) -> None:
    with fill(location) as ledger:
        head, before = ledger.backup(tmp_path / "backup.db"), content(ledger)
    assert restore(tmp_path / "backup.db", tmp_path / "again.db", head) == head
    with open_sqlite(tmp_path / "again.db") as again:
        assert content(again) == before
        assert verify_ledger(again, head) == []
    assert sorted(file.name for file in tmp_path.glob("again.db*") if file.suffix != ".db") == ["again.db.lock"]


def test_from_a_file_to_a_shared_ledger_and_back(url: str, tmp_path: Path) -> None:
    with fill(str(tmp_path / "one.db")) as one:
        before, head = content(one), one.log.head()
        assert import_ledger(export_ledger(one), url, head) == head
    with open_any(url) as shared:
        assert content(shared) == before
        assert verify_ledger(shared, head) == []
        assert import_ledger(export_ledger(shared), tmp_path / "two.db", head) == head
    with open_sqlite(tmp_path / "two.db") as two:
        assert content(two) == before
        assert verify_ledger(two, head) == []


def test_a_backup_is_restored_into_a_shared_ledger(url: str, tmp_path: Path) -> None:
    with fill(str(tmp_path / "one.db")) as one:
        head = one.backup(tmp_path / "backup.db")
    assert restore(tmp_path / "backup.db", url) == head
    with pytest.raises(NotEmptyError, match="there is a ledger with entries already"):
        restore(tmp_path / "backup.db", url)


def test_a_broken_backup_is_not_restored(location: str, tmp_path: Path) -> None:
    with fill(location, "supply-contract") as ledger:
        head = ledger.backup(tmp_path / "backup.db")
    with open_sqlite(tmp_path / "backup.db") as backup, backup.transaction():
        backup.database.run("UPDATE standing SET status = 'none'")
    with pytest.raises(BrokenLedgerError, match="not taken over, for verifying it found: the status of"):
        restore(tmp_path / "backup.db", tmp_path / "again.db", head)
    assert list(tmp_path.glob("again.db*")) == []


def test_a_backup_of_another_ledger_is_not_restored(location: str, tmp_path: Path) -> None:
    with fill(location, "supply-contract") as ledger:
        head = ledger.backup(tmp_path / "backup.db")
    other = Head(head.seq, bytes(32))
    with pytest.raises(BrokenLedgerError, match="expected"):
        restore(tmp_path / "backup.db", tmp_path / "again.db", other)


def test_each_line_is_a_cloudevent_and_the_chain_can_be_followed(lines: list[str]) -> None:
    events = [json.loads(line) for line in lines]
    assert {event["specversion"] for event in events} == {"1.0"}
    assert all(event["id"] and event["source"] and event["type"] for event in events)
    assert len({(event["source"], event["id"]) for event in events}) == len(events)
    chain = [event for event in events if event["type"].startswith("commitments.entry.")]
    assert [event["previous"] for event in chain] == ["0" * 64, *(event["hash"] for event in chain[:-1])]
    assert events[0]["data"]["head"] == f"{len(chain)}:{chain[-1]['hash']}"


def _cut(lines: list[str]) -> list[str]:
    return lines[:-1]


def _shorter(lines: list[str]) -> list[str]:
    return [*lines[:-2], lines[-1]]


def _changed(lines: list[str]) -> list[str]:
    place = next(place for place, line in enumerate(lines) if '"type":"commitments.entry.event"' in line)
    event = json.loads(lines[place])
    event["data"]["event"]["type"] = "another"
    return [*lines[:place], json.dumps(event), *lines[place + 1 :]]


def _swapped(lines: list[str]) -> list[str]:
    return [lines[0], lines[2], lines[1], *lines[3:]]


def _another_status(lines: list[str]) -> list[str]:
    return [line.replace('"violated"', '"satisfied"') if '"subject":"standing"' in line else line for line in lines]


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        (_cut, BrokenExportError, "the last line is missing"),
        (_shorter, BrokenExportError, "the last line says"),
        (_changed, BrokenExportError, "its hash is not that of its content"),
        (_swapped, BrokenExportError, "line 2: its hash"),
        (_another_status, BrokenLedgerError, "the status of"),
        (lambda lines: lines[1:], BrokenExportError, "line 1: a line stands where none may stand"),
        (lambda lines: [*lines, lines[-1]], BrokenExportError, "a line stands where none may stand"),
        (lambda lines: [lines[0], *lines], BrokenExportError, "line 2: a line stands"),
        (lambda _: [], BrokenExportError, "the file was cut short"),
        (lambda _: ["[" * 100_000], BrokenExportError, "line 1: no line of an export"),
        (lambda _: ["{}"], BrokenExportError, "line 1: no line of an export"),
        (lambda _: ["null"], BrokenExportError, "line 1: no line of an export"),
        (lambda _: ["\ud800"], BrokenExportError, "line 1: no line of an export"),
        (lambda _: ["\x1b[31m"], BrokenExportError, "line 1: no line of an export"),
    ],
)
def test_an_export_that_was_changed_is_refused(
    location: str,
    tmp_path: Path,
    lines: list[str],
    change: Callable[[list[str]], list[str]],
    error: type[Exception],
    told: str,
) -> None:
    to = location if "://" in location else str(tmp_path / "new.db")
    with pytest.raises(error, match=told):
        import_ledger(change(lines), to)
    if "://" in to:
        with open_any(to) as ledger:
            assert ledger.log.head().seq == 0
            assert ledger.memory.clocks() == {}
    else:
        assert list(tmp_path.glob("new.db*")) == []


def test_an_export_fits_into_an_empty_ledger_only(location: str, lines: list[str]) -> None:
    import_ledger(lines, location)
    with pytest.raises(NotEmptyError):
        import_ledger(lines, location)
