"""The log only grows."""

from __future__ import annotations

import apsw
import pytest

from commitments.ledger.errors import RefusedByLedgerError
from commitments.ledger.sqlite import SqliteLedger
from tests.ledger.samples import assert_inspection

DATABASES = ("sqlite",)

AGAIN = "(seq, kind, key, recorded, body, hash, latest) SELECT {}, kind, {}, recorded, body, hash, latest FROM entry"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET recorded = 0",
        "UPDATE OR REPLACE entry SET seq = 2 WHERE seq = 1",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE seq = 2",
        f"INSERT OR REPLACE INTO entry {AGAIN.format('seq', 'key')}",
        f"REPLACE INTO entry {AGAIN.format('3', 'key')} WHERE seq = 1",
        f"INSERT INTO entry {AGAIN.format('9', repr('new'))} WHERE seq = 1",
        f"INSERT INTO entry {AGAIN.format('NULL', repr('new'))} WHERE seq = 1",
        f"INSERT OR IGNORE INTO entry {AGAIN.format('0', repr('new'))} WHERE seq = 1",
        "UPDATE event_key SET at = 0",
        "DELETE FROM event_key",
        "DELETE FROM transition",
        "UPDATE transition SET after = 'satisfied'",
        "UPDATE transition SET after = 'satisfied', superseded_by = 1, superseded_at = 0",
        "UPDATE OR REPLACE transition SET id = 2 WHERE id = 1",
        "INSERT OR REPLACE INTO transition SELECT * FROM transition WHERE id = 1",
        "INSERT INTO transition SELECT 7, name, agreement, 1, 0, before, after, '', 1, 1, NULL, NULL FROM transition",
    ],
)
def test_what_was_said_cannot_be_changed(ledger: SqliteLedger, statement: str) -> None:
    assert_inspection(ledger, 1)
    before = list(ledger.log.entries()), ledger.transitions.all_of_name("a/e1")
    with pytest.raises(RefusedByLedgerError), ledger.transaction():
        ledger.database.run(statement)
    assert (list(ledger.log.entries()), ledger.transitions.all_of_name("a/e1")) == before


def test_nor_over_another_connection(ledger: SqliteLedger) -> None:
    assert_inspection(ledger, 1)
    other = apsw.Connection(str(ledger.database.path))
    with pytest.raises(apsw.ConstraintError, match="append-only"):
        other.execute(f"REPLACE INTO entry {AGAIN.format('3', 'key')} WHERE seq = 1")
    with pytest.raises(apsw.ConstraintError, match="append-only"):
        other.execute("DELETE FROM entry")
    other.close()


def test_a_transition_is_superseded_once(ledger: SqliteLedger) -> None:
    assert_inspection(ledger, 1)
    with ledger.transaction():
        ledger.transitions.supersede(["a"], 2, 5)
    with pytest.raises(RefusedByLedgerError, match="superseded, once"), ledger.transaction():
        ledger.database.run("UPDATE transition SET superseded_by = NULL, superseded_at = NULL")


def test_columns_take_their_own_type_only(ledger: SqliteLedger) -> None:
    with pytest.raises(RefusedByLedgerError), ledger.transaction():
        ledger.database.run("INSERT INTO clock (name, at) VALUES ('a', 'yesterday')")
    assert ledger.memory.clocks() == {}
