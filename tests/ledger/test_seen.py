"""What a process knows of a ledger is true, whoever else writes, and whatever is undone."""

from __future__ import annotations

import pytest

from commitments.ledger.rows import Head
from commitments.ledger.sql import SqlLedger
from commitments.ledger.statements import Seen
from tests.ledger.places import open_any
from tests.ledger.samples import assert_inspection, inspection


def test_nothing_is_known_outside_of_a_block() -> None:
    seen = Seen()
    seen.keep("a", 1)
    seen.open("first")
    assert seen.get("a") is None
    seen.keep("a", 1)
    assert seen.get("a") == 1
    seen.close()
    assert seen.get("a") is None


@pytest.mark.parametrize(
    ("left", "found", "known"),
    [(None, "first", 1), ("ours", "ours", 1), ("ours", "first", None), (None, "theirs", None)],
)
def test_what_is_known_holds_in_the_version_that_was_left(left: str | None, found: str, known: int | None) -> None:
    seen = Seen()
    seen.open("first")
    seen.keep("a", 1)
    before = seen.epoch
    seen.close(left)
    assert seen.epoch is not before
    seen.open(found)
    assert seen.get("a") == known
    assert (seen.epoch is before) == (left is None and found == "first")


def test_where_versions_cannot_be_told_nothing_is_known() -> None:
    seen = Seen()
    seen.open(None)
    seen.keep("a", 1)
    seen.close()
    seen.open(None)
    assert seen.get("a") is None


def test_the_end_of_the_log_is_that_of_who_wrote_last(ledger: SqlLedger, location: str) -> None:
    with open_any(location) as other:
        for number in range(1, 13):
            writer, reader = (ledger, other) if number % 3 else (other, ledger)
            told = assert_inspection(writer, number)
            left = writer.log.head()
            assert left == reader.log.head()
            assert told.seq < reader.log.head().seq
            with reader.snapshot():
                assert (reader.log.head(), reader.log.head()) == (left, left)
                assert reader.transitions.last_id() == number
        assert ledger.verify() == other.verify() == []


def test_under_what_nothing_is_filed(ledger: SqlLedger, location: str) -> None:
    with open_any(location) as other:
        with ledger.transaction():
            assert not ledger.log.is_filed("inspection")
            ledger.log.append([inspection(1)])
            assert ledger.log.is_filed("inspection")
            assert not ledger.log.is_filed("later")
            ledger.log.file([("later", 5, 1)])
            assert ledger.log.is_filed("later")
            assert not ledger.log.is_filed("theirs")
        with other.transaction():
            other.log.file([("theirs", 5, 1)])
        with ledger.snapshot():
            assert ledger.log.is_filed("theirs")


def test_what_is_undone_was_never_known(ledger: SqlLedger) -> None:
    assert_inspection(ledger, 1)
    left, last = ledger.log.head(), ledger.transitions.last_id()

    def fail() -> None:
        with ledger.transaction():
            ledger.log.append([inspection(2)])
            assert ledger.log.head() != left
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with ledger.transaction():
        assert ledger.log.head() == left
        assert ledger.transitions.last_id() == last
    assert_inspection(ledger, 2)
    assert ledger.verify() == []


def test_what_this_connection_writes_outside_of_a_transaction_is_seen(ledger: SqlLedger) -> None:
    assert_inspection(ledger, 1)
    left = ledger.log.head()
    ledger.database.run(
        "INSERT INTO entry (seq, kind, key, recorded, body, hash, latest) "
        "SELECT seq + 1, kind, key || 'x', recorded, body, hash, latest FROM entry ORDER BY seq DESC LIMIT 1"
    )
    with ledger.snapshot():
        assert ledger.log.head() == Head(left.seq + 1, left.hash)
