# ruff: noqa: S608 - the forger is ourselves
"""Whatever is changed is found."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import apsw
import pytest

from commitments.ledger import canonical, schema
from commitments.ledger.errors import LedgerError
from commitments.ledger.rows import Entry, Head
from commitments.ledger.sealing import OPENING, closing
from commitments.ledger.sqlite import SqliteLedger, open_sqlite
from tests.ledger.samples import assert_inspection, filed

DATABASES = ("sqlite",)

COLUMNS = "seq, kind, key, recorded, body, hash"


@pytest.fixture
def written(ledger: SqliteLedger, path: Path) -> Path:
    """A closed ledger of 30 events with their transitions, one of them superseded."""
    for number in range(30):
        assert_inspection(ledger, number)
    with ledger.transaction():
        ledger.transitions.supersede_each([5], ledger.log.head().seq, 9)
    assert ledger.verify(ledger.log.head(), filed(ledger)) == []
    ledger.close()
    return path


def forge(path: Path, *statements: str, triggers: bool = True) -> apsw.Connection:
    """Change a ledger as somebody would who holds the file; ``triggers``: put them back afterwards."""
    forger = apsw.Connection(str(path))
    forger.execute("PRAGMA foreign_keys = OFF")
    kept = forger.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        forger.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        forger.execute(statement)
    for _, sql in kept if triggers else ():
        forger.execute(str(sql))
    return forger


def problems(path: Path, expect: Head | None = None) -> str:
    with open_sqlite(path, writable=False) as ledger:
        return "; ".join(str(finding) for finding in ledger.verify(expect, filed(ledger)))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), 'day', 'dye') AS BLOB) WHERE seq = 9",
            "entry 9: its hash",
        ),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 9", "entry 9: its hash"),
        ("UPDATE entry SET latest = latest + 1 WHERE seq = 9", "entry 9: the latest"),
        ("UPDATE entry SET recorded = recorded - 1 WHERE seq = 9", "entry 9: its columns"),
        ("UPDATE entry SET kind = 'retract' WHERE seq = 9", "entry 9: its columns"),
        ("UPDATE entry SET key = 'e77' WHERE seq = 9", "entry 9: its columns"),
        ("DELETE FROM entry WHERE seq = 9", "entry 10: the entries after 8 are missing"),
        ("UPDATE event_key SET at = at + 1 WHERE seq = 9 AND key = 'by un'", "entry 9: the index does not have it"),
        (
            "INSERT INTO event_key SELECT key || ' too', at, seq FROM event_key WHERE seq = 9",
            "the index has 2 lines too many",
        ),
        ("UPDATE transition SET after = 'satisfied' WHERE id = 9", "entry 18: transitions 9 to 9"),
        ("UPDATE transition SET superseded_by = NULL, superseded_at = NULL WHERE id = 5", "transitions 31 to 30"),
        ("DELETE FROM transition WHERE id = 30", "entry 60: transitions 30 to 30"),
        (
            "INSERT INTO transition SELECT 31, name, '', 1, 0, '', after, '', 1, 1, NULL, NULL FROM transition LIMIT 1",
            "transitions after 30 are in no outcome",
        ),
        ("CREATE TRIGGER mine AFTER INSERT ON entry BEGIN DELETE FROM unit; END", "the trigger mine does not belong"),
        ("DROP INDEX entry_event", "the index entry_event is missing"),
    ],
)
def test_a_change_of_the_tables_is_found(written: Path, statement: str, problem: str) -> None:
    forge(written, statement).close()
    assert problem in problems(written)


def test_missing_triggers_are_found(written: Path) -> None:
    forge(written, triggers=False).close()
    assert "the trigger entry_kept is missing or was changed" in problems(written)


def rewrite(path: Path) -> None:
    """Change an event and chain everything anew, as somebody would who knows how."""
    forger = forge(path)
    entries = [Entry(*row) for row in forger.execute(f"SELECT {COLUMNS} FROM entry ORDER BY seq")]
    forger.close()
    previous, statements = canonical.GENESIS, []
    for entry in entries:
        body = entry.body.replace(b"day 8", b"day 9") if entry.key == "e8" else entry.body
        previous = canonical.chain(previous, body)
        statements.append(
            f"UPDATE entry SET body = x'{body.hex()}', hash = x'{previous.hex()}' WHERE seq = {entry.seq}"
        )
    statements.append("UPDATE event_key SET at = (SELECT max(at) FROM event_key WHERE seq = 19) WHERE seq = 17")
    forge(path, *statements).close()


def test_a_log_chained_anew_is_found_by_a_head_kept_elsewhere(written: Path) -> None:
    with open_sqlite(written, writable=False) as ledger:
        early, late = [entry.head for entry in ledger.log.entries()][2], ledger.log.head()
    rewrite(written)
    assert problems(written) == ""
    assert problems(written, early) == ""
    assert problems(written, late).startswith(f"entry {late.seq}: expected {late}, found ")


def test_a_cut_tail_is_found_by_a_head_kept_elsewhere(written: Path) -> None:
    with open_sqlite(written, writable=False) as ledger:
        head = ledger.log.head()
    tail = f"(SELECT seq FROM entry WHERE seq > {head.seq - 3})"  # the last event, its outcome, and the mark's
    forge(
        written,
        "UPDATE transition SET superseded_by = NULL, superseded_at = NULL",
        f"DELETE FROM transition WHERE seq IN {tail}",
        f"DELETE FROM event_key WHERE seq IN {tail}",
        f"DELETE FROM entry WHERE seq IN {tail}",
    ).close()
    assert problems(written) == ""
    assert problems(written, head).startswith(f"entry {head.seq}: expected in the log, which ends at {head.seq - 3}:")


def test_columns_and_bytes_must_agree_even_when_chained(written: Path) -> None:
    with open_sqlite(written, writable=False) as ledger:
        last, latest = ledger.log.entry(ledger.log.head().seq), ledger.log.latest_recorded()
        assert last is not None
    body = OPENING + b'{"reason":null}' + closing(62, "retract", "e1", 0)
    digest = canonical.chain(last.hash, body)
    forge(
        written, f"INSERT INTO entry VALUES (62, 'retract', 'e2', 0, x'{body.hex()}', x'{digest.hex()}', {latest})"
    ).close()
    assert problems(written) == "entry 62: its columns do not say what its bytes say"


def logical(path: Path) -> list[object]:
    """Return all that the log and the transitions say."""
    tables = "entry", "event_key", "transition"
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    rows = [connection.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall() for table in tables]
    connection.close()
    return [*rows]


def test_flipped_bits_are_found(written: Path, tmp_path: Path) -> None:
    whole, said = written.read_bytes(), logical(written)
    chance = random.Random(7)  # noqa: S311 - which bits is no secret
    flipped = tmp_path / "flipped.db"
    found = 0
    used = [place for place, byte in enumerate(whole) if byte]
    for _ in range(150):
        place, bit = chance.choice(used), chance.randrange(8)
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        flipped.write_bytes(changed)
        try:
            told = problems(flipped)
        except LedgerError as error:
            told = str(error)
        found += bool(told)
        assert told or logical(flipped) == said, f"byte {place}, bit {bit}"  # unfound: in unused space
        for file in tmp_path.glob("flipped.db-*"):
            file.unlink()
    assert found > 60


def test_integrity_check_alone_would_not_find_them(written: Path) -> None:
    """The control: why there is a chain."""
    whole = written.read_bytes()
    written.write_bytes(whole.replace(b'"day 8"', b'"day 9"', 1))
    connection = apsw.Connection(str(written))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert "entry 17: its hash" in problems(written)


def test_verifying_twice_and_an_empty_ledger(ledger: SqliteLedger) -> None:
    assert ledger.verify(Head(0, canonical.GENESIS)) == []
    assert ledger.verify() == []
    assert len(schema.STEPS) == schema.VERSION


def test_a_copy_is_as_whole(written: Path, tmp_path: Path) -> None:
    shutil.copy(written, tmp_path / "copy.db")
    assert problems(tmp_path / "copy.db") == ""
