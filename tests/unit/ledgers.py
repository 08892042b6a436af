"""A ledger with a small deal in it, told in texts; instants in days of March 2030, as tests count them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from commitments.book import Receipt
from commitments.compile import Entered, Sight, compile_program, visible
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.loading import load
from commitments.text.times import parse_limit, parse_moment
from commitments.upkeep import LedgerBook, open_book
from commitments.upkeep.checking import verify_ledger
from rules.engine import Engine
from rules.trace import Standing

NOW = parse_moment("2030-12-01", "UTC").at

DEAL = """\
agreement: deal
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {bank: {name: Bank}, post: {name: Post}}
commitments:
  fee: {text: The fee, debtor: ann, creditor: bob, must: {event: paid, actor: ann}, by: 2030-03-10, grace: 5d}
  next: {debtor: bob, creditor: ann, if: {commitment: fee, is: satisfied}, must: {event: thanked}, within: 3d}
  twice: {debtor: ann, creditor: bob, must: {event: called, at-least: 2}, by: 2030-03-20}
"""
OTHER = """\
agreement: other
made: 2030-03-01
parties: {eve: {name: Eve}, bob: {name: Bob}}
commitments:
  fee: {debtor: eve, creditor: bob, must: {event: paid, actor: eve}, by: 2030-03-10}
"""


def at(day: float) -> int:
    """Return the instant of a day of March 2030, or so far into it."""
    return parse_moment("2030-03-01", "UTC").at + round((day - 1) * 86_400_000_000)


def end(day: int) -> int:
    return parse_limit(f"2030-03-{day:02}", "UTC")


def book_of(folder: Path, *texts: str, name: str = "test.db", now: int = NOW) -> LedgerBook:
    """Return a new ledger with these texts in it."""
    book = open_book(folder / name, create=True)
    for text in texts:
        add(book, text, now)
    return book


def add(book: LedgerBook, text: str, now: int = NOW) -> Receipt:
    loaded = load([text])
    assert loaded.ok, loaded.diagnostics
    return book.add(loaded.library, now)


def event(name: str, kind: str, day: float | str, **fields: Any) -> Entered:  # noqa: ANN401 - as it is written
    when = day if isinstance(day, str) else f"2030-03-{int(day):02}T{round(day % 1 * 24):02}:00Z"
    keys = {key.rstrip("_"): value for key, value in fields.items()}
    return Entered(Event.model_validate({"id": name, "type": kind, "at": when, **keys}), "UTC")


def retract(name: str) -> Entered:
    return Entered(Retraction.model_validate({"retract": name, "reason": "a mistake"}), "UTC")


def correct(name: str, **fields: Any) -> Entered:  # noqa: ANN401
    return Entered(Correction.model_validate({"correct": name, "with": fields, "reason": "a slip"}), "UTC")


def tell(book: LedgerBook, *entries: Entered, now: int = NOW) -> Receipt:
    return book.record(entries, now)


def rows(book: LedgerBook, day: int = 30) -> dict[str, Standing]:
    """Return where everything stands at the end of a day."""
    answers = book.stored(Sight(as_of=end(day)))
    assert answers is not None
    return {row.name: row for row in answers.standings()}


def statuses(book: LedgerBook, day: int = 30) -> dict[str, str]:
    """Return the statuses at the end of a day; the ledger must be what a replay of its log gives."""
    found = {name.removeprefix("deal/"): row.status for name, row in rows(book, day).items()}
    assert verify_ledger(book.storage) == []
    return found


def head(book: LedgerBook) -> str:
    return str(book.storage.log.head())


def worked_out(book: LedgerBook, sight: Sight) -> list[Standing]:
    """Return where everything stands in a view, worked out from what was told, without anything that is stored."""
    agreements = list(book.agreements)
    engine = Engine(compile_program(agreements, list(book.vocabularies), sight))
    engine.run(visible(list(book.entries), agreements, sight).events, sight.as_of or 0)
    return engine.standings()
