"""The shared ledger: who may do what, and what happens when the connection or the server goes away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from commitments import keeping
from commitments.ledger import errors, init_ledger, open_ledger
from commitments.ledger.postgres import PostgresLedger, init_postgres, open_postgres
from commitments.ledger.postgres_database import named
from commitments.ledger.postgres_errors import translate
from commitments.ledger.postgres_schema import STEPS
from commitments.ledger.schema import VERSION
from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep.group import Group, kept_group
from tests.ledger.books import fill
from tests.ledger.samples import assert_inspection, filed, inspection
from tests.ledger.server import Server

DATABASES = ("postgresql",)
AGAIN = "(seq, kind, key, recorded, body, hash, latest) SELECT {}, kind, {}, recorded, body, hash, latest FROM entry"


@pytest.fixture
def ledger(url: str) -> Iterator[PostgresLedger]:
    with open_postgres(url) as opened:
        yield opened


@pytest.fixture(scope="module")
def members(server: Server) -> Server:
    """A server that also knows a writer and a reader."""
    init_postgres(server.url())
    server.member("wanda", "commitments_writer")
    server.member("rita", "commitments_reader")
    return server


def forge(server: Server, statement: str) -> None:
    """Change a ledger as somebody who runs the server may: triggers do not run."""
    server.run(f"SET search_path = commitments; SET session_replication_role = replica; {statement}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET recorded = 0",
        "DELETE FROM entry WHERE seq = 2",
        "TRUNCATE entry CASCADE",
        f"INSERT INTO entry {AGAIN.format('9', repr('new'))} WHERE seq = 1",
        f"INSERT INTO entry {AGAIN.format('3', 'key')} WHERE seq = 1",
        f"INSERT INTO entry {AGAIN.format('1', repr('new'))} WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET key = 'new'",
        "UPDATE event_key SET at = 0",
        "DELETE FROM event_key",
        "TRUNCATE event_key",
        "DELETE FROM transition",
        "TRUNCATE transition",
        "UPDATE transition SET after = 'satisfied'",
        "UPDATE transition SET after = 'satisfied', superseded_by = 1, superseded_at = 0",
        "UPDATE transition SET id = 2 WHERE id = 1",
        "INSERT INTO transition SELECT 7, name, agreement, 1, 0, before, after, '', 1, 1 FROM transition",
        "DELETE FROM head",
    ],
)
@pytest.mark.parametrize("user", ["owner", "wanda"])
def test_what_was_said_cannot_be_changed(ledger: PostgresLedger, members: Server, statement: str, user: str) -> None:
    assert_inspection(ledger, 1)
    before = list(ledger.log.entries()), ledger.transitions.all_of_name("a/e1")
    with open_postgres(members.url(user=user)) as mine:
        with pytest.raises((errors.RefusedByLedgerError, errors.NotPermittedError)), mine.transaction():
            mine.database.run(statement)
        assert (list(mine.log.entries()), mine.transitions.all_of_name("a/e1")) == before
    assert ledger.verify(filed=filed(ledger)) == []


def test_a_writer_may_assert_and_nothing_more(ledger: PostgresLedger, members: Server) -> None:
    with open_postgres(members.url(user="wanda")) as writer:
        assert_inspection(writer, 1)
        assert writer.verify(filed=filed(writer)) == []
        for statement in ("ALTER TABLE entry DISABLE TRIGGER ALL", "DROP TABLE entry", "UPDATE head SET version = 9"):
            with pytest.raises(errors.NotPermittedError, match="ask who runs the database"):
                writer.database.run(statement)
    assert ledger.log.head().seq == 2


def test_a_writer_may_replay_and_a_reader_may_see_what_differs(ledger: PostgresLedger, members: Server) -> None:
    fill(members.url(user="wanda"), "minsk-2015", "supply-contract").close()
    with ledger.transaction():
        ledger.database.run("UPDATE standing SET live = 1 - live")
        ledger.database.run("DELETE FROM watch")
    tried = keeping.replay(members.url(user="rita"), jobs=2, dry_run=True)
    assert tried.bad
    with pytest.raises(errors.NotPermittedError):
        keeping.replay(members.url(user="rita"), jobs=2)
    assert keeping.replay(members.url(user="wanda"), jobs=2).rows == tried.rows
    assert not keeping.verify(members.url(user="rita"), jobs=2).bad


def test_a_reader_may_read_only(ledger: PostgresLedger, members: Server) -> None:
    assert_inspection(ledger, 1)
    with open_postgres(members.url(user="rita")) as reader:
        assert reader.verify(filed=filed(reader)) == []
        with pytest.raises(errors.NotPermittedError), reader.transaction():
            pass
    with open_postgres(members.url(user="rita"), writable=False) as reader:
        with pytest.raises(errors.ReadOnlyLedgerError), reader.transaction():
            pass
        with pytest.raises(errors.RefusedByLedgerError, match="read-only"):
            reader.database.run("UPDATE head SET seq = 0")


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE entry SET body = replace(body::text, '6461', '6462')::bytea WHERE seq = 3", "entry 3: its hash"),
        ("UPDATE entry SET recorded = recorded - 1 WHERE seq = 3", "entry 3: its columns"),
        ("DELETE FROM entry WHERE seq = 3", "entry 4: the entries after 2 are missing"),
        ("DELETE FROM entry WHERE seq = 6", "the head row says 6:"),
        ("UPDATE event_key SET at = at + 1 WHERE seq = 3 AND key = 'by un'", "entry 3: the index does not have it"),
        ("UPDATE transition SET after = 'satisfied' WHERE id = 2", "entry 4: transitions 2 to 2"),
        ("DROP TRIGGER entry_kept ON entry", "the trigger entry.entry_kept is missing or was changed"),
        ("ALTER TABLE entry DISABLE TRIGGER entry_kept", "the trigger entry.entry_kept is missing or was changed"),
        (
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "the function refuse is missing or was changed",
        ),
        ("CREATE RULE mine AS ON INSERT TO unit DO INSTEAD NOTHING", "the rule unit.mine does not belong here"),
        ("DROP INDEX entry_event", "the index entry_event is missing"),
        ("ALTER TABLE unit ADD mine text", "the column unit.mine does not belong here"),
    ],
)
def test_a_change_by_who_runs_the_server_is_found(
    ledger: PostgresLedger, server: Server, statement: str, problem: str
) -> None:
    for number in range(3):
        assert_inspection(ledger, number)
    head = ledger.log.head()
    assert ledger.verify(head, filed(ledger)) == []
    forge(server, statement)
    assert problem in "; ".join(map(str, ledger.verify(head, filed(ledger))))


def test_a_ledger_is_made_once_and_only_by_init(server: Server) -> None:
    server.run("DROP SCHEMA IF EXISTS commitments CASCADE")
    with pytest.raises(errors.NoSchemaError, match="`commitments ledger init` makes one"):
        open_ledger(server.url(), create=True)
    assert init_ledger(server.url()) == (0, VERSION)
    assert init_ledger(server.url()) == (VERSION, VERSION)
    assert len(STEPS) == VERSION
    server.run("UPDATE commitments.head SET version = 99")
    with pytest.raises(errors.NewerSchemaError, match="upgrade commitments"):
        open_ledger(server.url())
    with pytest.raises(errors.NewerSchemaError):
        init_ledger(server.url())
    server.run("UPDATE commitments.head SET version = 0")
    with pytest.raises(errors.OlderSharedLedgerError, match="`commitments ledger init` upgrades it"):
        open_ledger(server.url())


def test_what_was_noted_of_groups_is_kept_by_an_upgrade(server: Server) -> None:
    server.run("DROP SCHEMA IF EXISTS commitments CASCADE")
    init_postgres(server.url())
    server.run("""SET search_path = commitments; DROP INDEX standing_live;
        CREATE INDEX unit_wake ON unit (wake, name) WHERE wake IS NOT NULL;
        CREATE INDEX standing_live ON standing (due, name) WHERE live = 1;
        CREATE INDEX transition_agreement ON transition (agreement, at, id);
        ALTER TABLE clock DROP COLUMN known, DROP COLUMN untidy;
        INSERT INTO unit VALUES ('group a', 'a', 'group', '[["a", "b"], 7, null]'),
            ('group c', 'c', 'group', '[["c"], 8, 9]');
        INSERT INTO clock VALUES ('a', 5), ('c', 5); UPDATE head SET version = 1""")
    assert init_postgres(server.url()) == (1, VERSION)
    with open_postgres(server.url()) as ledger:
        assert ledger.verify() == []
        assert kept_group(ledger.memory, "a") == Group("a", ("a", "b"), 7, None)
        assert kept_group(ledger.memory, "c") == Group("c", ("c",), 8, 9)
        assert ledger.memory.clocks() == {"a": 5, "c": 5}


def test_a_connection_lost_in_the_middle_leaves_nothing_half_done(ledger: PostgresLedger, server: Server) -> None:
    assert_inspection(ledger, 1)
    head = ledger.log.head()

    def cut() -> None:
        with ledger.transaction():
            ledger.log.append([inspection(2)])
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'commitments'")
            ledger.log.append([inspection(3)])

    with pytest.raises(errors.LostLedgerError, match=r"the connection to the ledger was lost .* nothing was changed"):
        cut()
    assert ledger.log.head() == head
    assert_inspection(ledger, 2)
    assert ledger.verify(filed=filed(ledger)) == []


def test_a_lost_connection_is_not_made_again_inside_a_transaction(ledger: PostgresLedger, server: Server) -> None:
    def swallow() -> None:
        with ledger.transaction():
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'commitments'")
            for number in (1, 2):
                with pytest.raises(errors.LostLedgerError):
                    ledger.log.append([inspection(number)])

    with pytest.raises(errors.LostLedgerError):
        swallow()
    assert ledger.log.head().seq == 0


def test_a_connection_lost_while_committing_says_so() -> None:
    error = translate(psycopg.OperationalError("gone"), "here", 1, lost=True, committing=True)
    assert str(error) == (
        "here: the connection to the ledger was lost (gone); it may have been recorded or not, as a whole; "
        "the same again is safe, for an id is recorded once"
    )


def test_a_password_is_never_shown() -> None:
    location = "postgresql://me:secret@db.example:5433/ledger"  # pragma: allowlist secret
    assert named(location) == "postgresql://db.example:5433/ledger"
    with pytest.raises(errors.CannotOpenError) as caught:
        open_postgres("postgresql://me:secret@127.0.0.1:1/ledger")  # pragma: allowlist secret
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_writer_gives_up_after_its_patience(ledger: PostgresLedger, url: str) -> None:
    with open_postgres(url, patience=0.2) as second:
        with ledger.transaction():
            started = time.monotonic()
            with pytest.raises(errors.LedgerBusyError, match=r"waited 0\.2 s"):
                assert_inspection(second, 1)
            assert 0.1 < time.monotonic() - started < 5
        assert_inspection(second, 1)


def test_a_writer_waits_for_its_turn(ledger: PostgresLedger, url: str) -> None:
    with open_postgres(url) as second:
        thread = threading.Thread(target=assert_inspection, args=(second, 1))
        with ledger.transaction():
            thread.start()
            time.sleep(0.1)
            ledger.log.append([inspection(2)])
        thread.join()
    assert [entry.key for entry in ledger.log.events()] == ["e2", "e1"]


def test_writers_take_turns(ledger: PostgresLedger, server: Server, url: str) -> None:
    """Who has just written does not go before one who waits, however quick it is."""
    with open_postgres(url) as second:
        for turn in range(0, 20, 2):
            thread = threading.Thread(target=assert_inspection, args=(second, turn + 1))
            with ledger.transaction():
                thread.start()
                server.wait_for("SELECT 1 FROM pg_locks WHERE NOT granted")
            assert_inspection(ledger, turn + 2)
            thread.join()
    assert [entry.key for entry in ledger.log.events()] == [f"e{number}" for number in range(1, 21)]


def test_reading_one_state_while_another_writes(ledger: PostgresLedger, url: str) -> None:
    assert_inspection(ledger, 1)
    with open_postgres(url, writable=False) as reader:
        with reader.snapshot(), reader.snapshot():
            assert reader.log.head().seq == 2
            assert_inspection(ledger, 2)
            assert reader.log.head().seq == 2
        assert reader.log.head().seq == 4


def test_a_backup_is_a_file_with_the_same_head(ledger: PostgresLedger, tmp_path: Path) -> None:
    for number in range(20):
        assert_inspection(ledger, number)
    with ledger.transaction():
        ledger.transitions.supersede_each([5], ledger.log.head().seq, 9)
        ledger.memory.set_clock("a", 5)
    copy = tmp_path / "copy.db"
    assert ledger.backup(copy) == ledger.log.head()
    with open_sqlite(copy) as restored:
        assert restored.verify(ledger.log.head(), filed(restored)) == []
        assert list(restored.log.entries()) == list(ledger.log.entries())
        assert restored.transitions.all_of_name("a/e4") == ledger.transitions.all_of_name("a/e4")
        assert restored.standings.all() == ledger.standings.all()
        assert restored.memory.clocks() == {"a": 5}


@pytest.mark.parametrize(
    "write",
    [
        lambda ledger: ledger.memory.set_clock("a\0", 1),
        lambda ledger: ledger.memory.set_clock("\ud800", 1),
        lambda ledger: ledger.memory.set_clock("a", 2**63),
        lambda ledger: ledger.memory.load("a\0"),
    ],
)
def test_the_same_values_are_refused_as_in_a_file(
    ledger: PostgresLedger, path: Path, write: Callable[[object], object]
) -> None:
    with open_sqlite(path, create=True) as file:
        for each in (ledger, file):
            with pytest.raises(errors.RefusedValueError), each.transaction():
                write(each)
