"""Small entries and rows for the tests, told by a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from commitments.ledger.drafts import Draft
from commitments.ledger.filings import Filings, filings, parts_of
from commitments.ledger.kept import StandingRow, Unit
from commitments.ledger.rows import Entry, Head, Kind, TransitionRow
from commitments.ledger.sql import SqlLedger
from rules.instants import DAY

T0 = 1_645_000_000_000_000


def inspection(number: int, *, score: int = 0, recorded: int | None = None, name: str = "e") -> Draft:
    """Return an event: inspection ``number``, on day ``number`` after T0."""
    at = T0 + number * DAY
    content = {"type": "inspection", "actor": ["un"], "at": f"day {number}", "data": {"score": Decimal(score)}}
    return Draft(
        Kind.EVENT, f"{name}{number}", content, at if recorded is None else recorded, at, ("inspection", "by un")
    )


def index_of(entry: Entry) -> tuple[Iterable[str], int]:
    """Return what an inspection is indexed under."""
    return ("inspection", "by un"), T0 + int(str(entry.event["at"]).removeprefix("day ")) * DAY


def filed(ledger: SqlLedger) -> Iterator[Filings]:
    """Yield how inspections are filed."""
    for part in parts_of(ledger.log):
        yield filings(ledger.log, index_of, part)


def text(name: str, words: str, recorded: int = T0) -> Draft:
    """Return the text of an agreement."""
    return Draft(Kind.AGREEMENT, name, {"text": words}, recorded)


def transition(name: str, at: int, after: str, seq: int, recorded: int) -> TransitionRow:
    """Return a change of status to be stored."""
    return TransitionRow(name, name.partition("/")[0], at, 0, "before", after, '{"rule":10}', seq, recorded)


def unit(name: str, *, wake: int | None = None, body: str = "{}") -> Unit:
    """Return a piece of working memory."""
    return Unit(name, name.partition("/")[0], "commitment", body, wake)


def standing(name: str, *, live: bool = True, due: int | None = None, status: str = "detached") -> StandingRow:
    """Return where a commitment stands."""
    return StandingRow(name, name.partition("/")[0], status, live, late=False, since=None, due=due, row="{}")


def assert_inspection(ledger: SqlLedger, number: int, *, name: str = "e") -> Head:
    """Append an event with the standing and the transition that follow from it; return the head after it."""
    with ledger.transaction():
        (seq,) = ledger.log.append([inspection(number, name=name)])
        ledger.standings.put([standing(f"a/{name}{number}")])
        ledger.transitions.add([transition(f"a/{name}{number}", number, "detached", seq, number)])
        return ledger.log.head()
