"""A ledger keeps what its log gives, however what happened is told: at once, one after another, or anything between."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commitments.compile import Entered, Sight
from commitments.ledger.rows import Finding
from commitments.records.event import Event
from commitments.text.library import Library
from commitments.text.loading import load
from commitments.text.source import Source
from commitments.text.times import parse_moment
from commitments.upkeep import open_book
from commitments.upkeep.checking import verify_ledger
from rules.trace import Standing
from tests.property.running import END, FIRST, text_of
from tests.property.strategies import either
from tests.property.universe import Document


def when(entry: Entered) -> int:
    """Return when an event happened; a change of one comes after all of them."""
    record = entry.record
    return parse_moment(record.at, entry.zone).at if isinstance(record, Event) else END


def kept(library: Library, sizes: list[int]) -> tuple[list[Finding], list[Standing]]:
    """Return what is amiss in a ledger that was told its events in such parts, and where all stands at last."""
    with TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "ledger.db", create=True)
        book.add(Library(agreements=library.agreements, vocabularies=library.vocabularies), FIRST)
        told = sorted((Entered(entry.record, entry.zone) for entry in library.entries), key=when)
        while told:
            size = sizes.pop() if sizes else len(told)
            part, told = told[:size], told[size:]
            book.record(part, max(FIRST, *map(when, part)))
        found = verify_ledger(book.storage)
        answers = book.stored(Sight(as_of=END))
        rows = [] if answers is None else list(answers.standings())
        book.close()
        return found, rows


#: Once they differed here: what counts as another event meets what an event of the same telling has made owed.
COUNTED: list[Document] = [
    {
        "agreement": "deal",
        "made": "2022-03-25",
        "parties": {"ana": {}, "bo": {}},
        "counts-as": {"payment": [{"event": "wire"}]},
        "commitments": {
            "c": {"debtor": "ana", "creditor": "bo", "if": {"event": "notice"}, "must": {"event": "payment"}},
        },
    },
    {
        "events": [
            {"id": "e0", "type": "notice", "at": "2022-03-26"},
            {"id": "e1", "type": "wire", "at": "2022-03-27T12:00:00Z"},
        ]
    },
]


@settings(derandomize=True, max_examples=40)
@given(either, st.lists(st.integers(1, 4), max_size=12))
@example(COUNTED, [1, 1])
def test_however_it_is_told(documents: list[Document], sizes: list[int]) -> None:
    library = load([Source("all.yaml", text_of(documents))]).library
    at_once, together = kept(library, [])
    one_by_one, apart = kept(library, sizes)
    assert at_once == []
    assert one_by_one == []
    assert together == apart
