"""The engine and the obviously correct slow statement of the language tell the same, whatever the documents say."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from commitments.compile import Sight
from tests.naive import load
from tests.naive.scenario import evaluate
from tests.property.running import END, run, text_of
from tests.property.strategies import either
from tests.property.universe import Document, chance, instants, microseconds

Told = dict[str, tuple[str, bool, bool, int | None, int | None]]


def by_the_engine(documents: list[Document], sight: Sight) -> tuple[Told, frozenset[str]]:
    engine = run(documents, sight)
    rows = {
        row.name: (row.status, row.live, row.late, None if row.since is None else row.since.at, row.due)
        for row in engine.standings()
    }
    return rows, frozenset(engine.ineffective())


def slowly(documents: list[Document], sight: Sight) -> tuple[Told, frozenset[str]]:
    result = evaluate(
        load(text_of(documents)),
        as_of=sight.as_of or 0,
        known_at=sight.known_at,
        account=sight.account,
        reading=sight.reading,
    )
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


@st.composite
def sights(draw: DrawFn) -> Sight:
    """Draw whose view, and when; most often everybody's, of everything."""
    as_of = END if chance(draw, 60) else microseconds(draw(instants()))
    known_at = microseconds(draw(instants())) if chance(draw, 20) else None
    account = draw(st.sampled_from(("all", "all", "reds", "blues")))
    return Sight(as_of, known_at, account, {"meaning": "wide"} if chance(draw, 20) else {})


# the examples are the same in each run: what remains to be settled is rarer than them, and named in DECISIONS.md
@settings(derandomize=True, max_examples=200)
@given(either, sights())
@example(PROPOSED, Sight(END))
@example(EMPTY, Sight(END))
@example(OVER, Sight(END))
def test_the_slow_statement_tells_the_same(documents: list[Document], sight: Sight) -> None:
    rows, ineffective = by_the_engine(documents, sight)
    slow, none = slowly(documents, sight)
    yet = {name for name, row in rows.items() if row[0] == "proposed"}  # no limit is worked out before it matters
    assert {name: row[: 4 if name in yet else 5] for name, row in rows.items()} == {
        name: row[: 4 if name in yet else 5] for name, row in slow.items()
    }
    assert ineffective == none
