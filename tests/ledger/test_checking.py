"""Whatever is changed of what is stored is found by a replay, also where no hash covers it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest

from commitments.ledger.rows import Finding
from commitments.ledger.sql import SqlLedger
from commitments.upkeep.checking import verify_ledger
from tests.ledger.books import FIXTURES, fill

Figures = Callable[[str], None]

#: What is stored beside the log, changed by somebody who knows SQL; what verifying then says.
CHANGES = [
    ("UPDATE standing SET status = 'satisfied' WHERE name = ?", "the status of {} is not what the log says"),
    ("UPDATE standing SET live = 1 - live WHERE name = ?", "the status of {} is not"),
    ("UPDATE standing SET due = coalesce(due, 0) + 1 WHERE name = ?", "the status of {} is not"),
    ("UPDATE standing SET row = replace(row, '\"', '''') WHERE name = ?", "the status of {} is not"),
    ("UPDATE standing SET agreement = 'nobody' WHERE name = ?", "statuses are stored of nobody"),
    ("DELETE FROM standing WHERE name = ?", "the status of {} is not"),
    ("UPDATE unit SET wake = coalesce(wake, 0) + 1 WHERE name = ?", "the working memory of {} is not"),
    ("UPDATE unit SET body = '{}' WHERE name = ?", "the working memory of {} is not"),
    ("DELETE FROM unit WHERE name = ?", "the working memory of {} is not"),
    ("DELETE FROM watch WHERE unit = ?", "what is waited for by {} is not"),
    ("INSERT INTO watch (key, unit) VALUES ('more', ?)", "what is waited for by {} is not"),
    ("UPDATE unit SET body = '[]' WHERE substr(name, 1, 5) = 'type ' AND name <> ?", "would not be found by all"),
    ("UPDATE unit SET body = 'none' WHERE kind = 'member' AND name <> ?", "minsk-2015 is not in the group minsk-2015"),
    ("UPDATE unit SET body = replace(body, 'a', 'b') WHERE kind = 'terms ever' AND name <> ?", "what the texts say"),
]


def waiting(ledger: SqlLedger) -> str:
    """Return the name of a commitment that waits for something."""
    return next(row.name for row in ledger.standings.live() if ledger.memory.watched(row.name))


class Undo(Exception):  # noqa: N818 - no error
    """Ends a transaction that shall leave nothing."""


def changed(ledger: SqlLedger, statement: str, name: str) -> tuple[list[Finding], str]:
    """Return what is found without a replay and with one, in a ledger that was changed; then undo the change."""
    with contextlib.suppress(Undo), ledger.transaction():
        assert ledger.database.run(statement, (name,)), statement
        without, told = ledger.verify(), "; ".join(map(str, verify_ledger(ledger)))
        raise Undo
    return without, told


def test_a_changed_status_is_found(location: str, figures: Figures) -> None:
    found: list[str] = []
    with fill(location, "minsk-2015") as ledger:
        assert verify_ledger(ledger, ledger.log.head()) == []
        name = waiting(ledger)
        for statement, problem in CHANGES:
            without, told = changed(ledger, statement, name)
            assert without == []  # the control: nothing is found without a replay
            assert problem.format(name) in told, statement
            found.append(told)
        assert verify_ledger(ledger, ledger.log.head()) == []
    figures(f"changes beside the log: {len(found)} of {len(CHANGES)} found by the replay, 0 without it")


@pytest.mark.parametrize("statement", ["DELETE FROM clock", "UPDATE clock SET at = at - 1"])
def test_a_changed_clock_is_found(location: str, statement: str) -> None:
    with fill(location, "minsk-2015") as ledger:
        with ledger.transaction():
            assert ledger.database.run(statement)
        assert verify_ledger(ledger)


def test_a_change_told_beside_the_log_is_found(location: str) -> None:
    """Somebody with the role of a writer adds a change that does not follow: the chain is whole."""
    with fill(location, "minsk-2015") as ledger:
        name = waiting(ledger)
        row = ledger.transitions.of_name(name)[-1]
        with ledger.transaction():
            ledger.transitions.add([row])
        assert ledger.verify() == []
        assert f"a change is stored and does not follow: {name}" in "; ".join(map(str, verify_ledger(ledger)))


def test_every_fixture_is_stored_as_it_is_replayed(location: str, figures: Figures) -> None:
    names = sorted(file.stem for file in FIXTURES.glob("*.yaml"))
    with fill(location, *names) as ledger:
        found = verify_ledger(ledger, ledger.log.head())
        figures(
            f"replay, {location.partition(':')[0] if '://' in location else 'sqlite'}: {len(names)} fixtures, "
            f"{len(ledger.standings.all())} statuses, {ledger.transitions.last_id()} changes: {len(found)} differences"
        )
        assert found == []
