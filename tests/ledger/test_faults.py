"""Every write and every sync fails once, as if the disk were full or broken: a clear error, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import apsw
import pytest

from commitments.ledger import errors
from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger
from tests.cli.conftest import PACT
from tests.ledger.disk import disk_of
from tests.ledger.sizes import Figures, full
from tests.ledger.writer import agree, happened

import cli  # isort: skip
from click.testing import CliRunner  # isort: skip

#: What the disk answers, and the errors of ours that may follow.
FAULTS = {
    "full": (apsw.FullError, (errors.DiskFullError,)),
    "broken": (apsw.IOError, (errors.LedgerIOError, errors.UnverifiedLedgerError)),
}


def failing_at(when: int, error: type[Exception]) -> Callable[[int, str], None]:
    """Return what fails once."""

    def fail(number: int, what: str) -> None:
        if number == when:
            raise error(f"{what} {number}")

    return fail


def tell(path: Path, when: int, fault: str) -> tuple[set[str], list[type[Exception]], bool]:
    """Record six events while operation ``when`` fails; return what was acknowledged, the errors, and if it failed."""
    error, expected = FAULTS[fault]
    acknowledged: set[str] = set()
    raised: list[type[Exception]] = []
    with disk_of(failing_at(when, error)) as disk, open_sqlite(path) as ledger:
        ledger.database.connection.pragma("wal_autocheckpoint", 5)  # each transaction: closing then writes nothing
        book = LedgerBook(ledger)
        for number in range(6):
            entered, at = happened("a", number)
            try:
                book.record([entered], at)
                acknowledged.add(f"a.{number}")
            except expected as problem:
                raised.append(type(problem))
                assert verify_ledger(ledger) == []  # goes on afterwards, even where the disk was broken
                book.record([entered], at)
                acknowledged.add(f"a.{number}")
        return acknowledged, raised, disk.count >= when


@pytest.mark.parametrize("step", [9, full(1)])
@pytest.mark.parametrize("fault", FAULTS)
def test_after_every_fault_the_stored_state_is_the_replay(
    tmp_path: Path, figures: Figures, fault: str, step: int
) -> None:
    faults, told = 0, 0
    for when in count(1, step):
        path = tmp_path / f"{when}.db"
        with open_sqlite(path, create=True) as ledger:
            agree(LedgerBook(ledger), "a")
        acknowledged, raised, failed = tell(path, when, fault)
        if not failed:
            break
        faults += 1
        told += bool(raised)
        with open_sqlite(path) as ledger:
            assert verify_ledger(ledger) == []
            assert {entry.key for entry in ledger.log.events()} == acknowledged
            assert len(acknowledged) == 6
    figures(f"faults, sqlite, disk {fault}: {faults} operations failed once, {told} of them told as errors: 0 lost")
    assert faults > 5
    assert told


def test_the_command_says_so_and_ends_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMITMENTS_LEDGER", raising=False)
    Path("pact.yaml").write_text(PACT)
    assert CliRunner().invoke(cli.main, ["add", "pact.yaml"]).exit_code == 0
    told = ["assert", "paid", "actor=ann", "source=left", "--id", "p1", "--at", "2030-01-05"]
    with disk_of(failing_at(1, apsw.FullError)):
        full_ = CliRunner().invoke(cli.main, told)
    assert (full_.exit_code, "the disk is full; nothing was changed" in full_.stderr) == (3, True)
    with disk_of(failing_at(1, apsw.IOError)):
        broken = CliRunner().invoke(cli.main, told)
    assert (broken.exit_code, "read-only until `commitments verify` passes" in broken.stderr) == (3, True)
    refused = CliRunner().invoke(cli.main, told)
    assert (refused.exit_code, "run `commitments verify`" in refused.stderr) == (3, True)
    assert CliRunner().invoke(cli.main, ["verify"]).exit_code == 0
    assert CliRunner().invoke(cli.main, told).exit_code == 0
