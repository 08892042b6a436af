"""What a process keeps at hand between recordings changes nothing: whoever records what, the ledger is the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commitments.compile import Entered
from commitments.ledger.carrying import TABLES
from commitments.ledger.errors import UnknownEventError
from commitments.ledger.sql import SqlLedger
from commitments.records.event import Event
from commitments.text.loading import load
from commitments.text.times import parse_moment
from commitments.upkeep import LedgerBook, open_book
from commitments.upkeep.checking import verify_ledger
from rules.instants import DAY
from tests.property.running import END, FIRST, text_of, texts
from tests.property.strategies import either
from tests.property.universe import Document

#: Gives the book by which the next thing is told.
Teller = Callable[[], LedgerBook]
Story = list[tuple[Entered, int]]


def story_of(entries: Sequence[Entered], delays: Sequence[int], *, in_order: bool) -> Story:
    """Return entries with when each is told, never before another that is told earlier."""
    dated = [(_at(entered), entered) for entered in entries]
    told = sorted(dated, key=lambda pair: pair[0]) if in_order else dated
    story: Story = []
    now = FIRST
    for (at, entered), delay in zip(told, delays, strict=False):
        now = max(now, at) + delay * DAY // 2
        story.append((entered, now))
    return story


def _at(entered: Entered) -> int:
    record = entered.record
    return parse_moment(record.at, entered.zone).at if isinstance(record, Event) else END - 30 * DAY


def told(documents: Sequence[Document], story: Story, teller: Teller) -> None:
    """Tell a story; what is refused is not told."""
    library = load([text_of(each for each in documents if "events" not in each)]).library
    teller().add(library, FIRST)
    for entered, now in story:
        with suppress(UnknownEventError):
            teller().record([entered], now)


def content_of(book: LedgerBook) -> dict[str, list[Any]]:
    """Return every row of a ledger, by table."""
    ledger = book.storage
    assert isinstance(ledger, SqlLedger)
    rows = {table: ledger.database.rows(f"SELECT {columns} FROM {table}") for table, columns in TABLES.items()}  # noqa: S608
    return {table: sorted(found, key=repr) for table, found in rows.items()}


#: How long after what was told before something is told, in half days, and by whom.
turns = st.tuples(st.integers(0, 3), st.integers(0, 1))


@settings(max_examples=40)
@given(either, st.sampled_from(("as told", "by time")), st.lists(turns, min_size=41, max_size=41))
def test_one_alone_or_two_in_turn_or_one_after_another(
    documents: list[Document], order: str, drawn: list[tuple[int, int]]
) -> None:
    entries = [Entered(entry.told, entry.zone) for entry in texts(documents).entries]
    assume(load([text_of(each for each in documents if "events" not in each)]).ok and entries)
    story = story_of(entries, [delay for delay, _ in drawn], in_order=order == "by time")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        one, two, anew = (Path(folder) / f"{name}.db" for name in ("one", "two", "anew"))
        alone = stack.enter_context(closing(open_book(one, create=True)))
        told(documents, story, lambda: alone)

        pair = [stack.enter_context(closing(open_book(two, create=True))) for _ in range(2)]
        turn = iter(drawn)
        told(documents, story, lambda: pair[next(turn)[1]])

        def opened() -> LedgerBook:
            stack.close()
            return stack.enter_context(closing(open_book(anew, create=True)))

        contents = content_of(alone)
        assert content_of(pair[0]) == contents
        assert verify_ledger(alone.storage) == verify_ledger(pair[1].storage) == []
        told(documents, story, opened)
        assert content_of(opened()) == contents
