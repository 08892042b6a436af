"""Where commitments stand."""

from __future__ import annotations

from pathlib import Path

from commitments.ledger.sql import SqlLedger
from commitments.ledger.sqlite import open_sqlite
from tests.ledger.samples import standing


def test_what_is_live_comes_by_name(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.standings.put(
            [
                standing("a/open"),
                standing("a/late", due=20),
                standing("a/b", due=10),
                standing("a/a", due=10),
                standing("a/done", live=False, due=1),
            ]
        )
    assert [row.name for row in ledger.standings.live()] == ["a/a", "a/b", "a/late", "a/open"]
    assert [row.name for row in ledger.standings.all()] == ["a/a", "a/b", "a/done", "a/late", "a/open"]


def test_what_is_live_is_read_from_an_index(path: Path) -> None:
    plan = "EXPLAIN QUERY PLAN SELECT name, row FROM standing WHERE live = 1 ORDER BY name"
    with open_sqlite(path, create=True) as ledger:
        assert [row[3] for row in ledger.database.rows(plan)] == ["SCAN standing USING INDEX standing_live"]


def test_standings_are_replaced_and_forgotten(ledger: SqlLedger) -> None:
    changed = standing("a/x", live=False, status="satisfied")._replace(late=True, since=4, row='{"a":1}')
    with ledger.transaction():
        ledger.standings.put([standing("a/x"), standing("a/y"), standing("b/z"), standing("c/z")])
        ledger.standings.put([changed])
        ledger.standings.delete(["a/y", "b/z", "unknown"])
    assert ledger.standings.get("a/x") == changed
    assert ledger.standings.of_agreement("a") == [changed]
    assert [row.name for row in ledger.standings.all()] == ["a/x", "c/z"]
    assert ledger.standings.get("b/z") is None


def test_the_first_names_that_begin_so(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.standings.put([standing(name) for name in ("a/x", "a/xy", "a/x[é]", "a/y", "b/x", "A/x")])
    assert ledger.standings.names("a/x", 9) == ["a/x", "a/x[é]", "a/xy"]
    assert ledger.standings.names("", 9) == ["A/x", "a/x", "a/x[é]", "a/xy", "a/y", "b/x"]
    assert ledger.standings.names("a/", 2) == ["a/x", "a/x[é]"]
    assert ledger.standings.names("c", 9) == []
