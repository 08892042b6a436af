"""What the doctor sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitments.ledger.doctor import examine
from commitments.ledger.sql import SqlLedger
from tests.ledger.samples import T0, inspection
from tests.ledger.server import Server

NOW = T0 + 10**15


def advice(location: str, now: int = NOW) -> dict[str, str]:
    """Return what the doctor says is wrong, by name, but for what a test server leaves out on purpose."""
    left_out = {"fsync", "full_page_writes", "role"}
    return {found.name: found.advice for found in examine(location, now) if not found.ok and found.name not in left_out}


def test_a_sound_ledger(ledger: SqlLedger, location: str) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(1), inspection(2)])
    found = {row.name: row.value for row in examine(location, NOW)}
    assert advice(location) == {}
    assert found["head"] == str(ledger.log.head())
    assert found["clock in the log"] == "never goes backwards"
    assert found["sqlite"].startswith("3.")


def test_a_clock_that_goes_backwards(ledger: SqlLedger, location: str) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(3), inspection(1), inspection(2)])
    assert advice(location) == {
        "clock in the log": "the first is entry 2: what was known at times between may have changed since"
    }
    assert "set this machine's clock" in advice(location, T0)["clock here"]


def test_permissions(ledger: SqlLedger, path: Path, database: str) -> None:
    if database == "postgresql":
        pytest.skip("a matter of files")
    assert ledger.log.head().seq == 0
    path.chmod(0o644)
    path.parent.chmod(0o777)
    path.with_name("test.db.unverified").touch()
    assert sorted(advice(str(path))) == ["folder", "input/output errors", "permissions"]


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    assert "there is no ledger here" in advice(str(tmp_path / "none.db"))["ledger"]


def test_settings_of_a_server(url: str, server: Server) -> None:
    told = {found.name: found.advice for found in examine(url, NOW) if found.advice}
    assert told["fsync"] == "set fsync = on: a power cut loses events"
    assert "may change the log" in told["role"]
    server.run("DROP ROLE IF EXISTS otto")
    server.member("otto", "commitments_writer")
    assert "role" not in {found.name for found in examine(server.url(user="otto"), NOW) if found.advice}
