"""A process that records events and says so: ``python -m tests.ledger.writer LOCATION NAME COUNT``.

It has an agreement of its own, which every event of it bears on. It prints the id of each event once that is
acknowledged, and how long that took, in milliseconds.
"""

from __future__ import annotations

import sys
import time

from commitments.compile import Entered
from commitments.records.event import Event
from commitments.text.instants import format_instant
from commitments.text.loading import load
from commitments.upkeep import LedgerBook
from rules.instants import DAY
from tests.ledger.places import open_any

T0 = 1_900_000_000_000_000
AGREEMENT = """
agreement: {name}
made: 2030-01-01
parties: {{seller: {{name: Seller}}, buyer: {{name: Buyer}}}}
commitments:
  paid:
    {{for-each: {{event: delivery}}, debtor: buyer, creditor: seller, must: {{event: payment}}, within: 2d}}
  steady:
    {{debtor: seller, creditor: buyer, must: {{event: delivery, at-least: 1000}}}}
"""


def agree(book: LedgerBook, name: str) -> None:
    """Record the agreement called ``name``."""
    loaded = load([AGREEMENT.format(name=name)])
    assert loaded.ok, loaded.diagnostics
    book.add(loaded.library, T0)


def happened(name: str, number: int) -> tuple[Entered, int]:
    """Return event ``number`` of an agreement, and when it is recorded: four a day; each third one is a payment."""
    at = T0 + number * DAY // 4
    kind, actor = ("payment", "buyer") if number % 3 == 2 else ("delivery", "seller")
    fields = {"id": f"{name}.{number}", "type": kind, "actor": actor, "agreement": name, "at": format_instant(at)}
    return Entered(Event.model_validate(fields)), at


def main(location: str, name: str, count: str) -> None:
    """Record ``count`` events called NAME.0, NAME.1 …."""
    with open_any(location) as ledger:
        book = LedgerBook(ledger)
        agree(book, name)
        for number in range(int(count)):
            entered, at = happened(name, number)
            started = time.perf_counter()
            book.record([entered], at)
            sys.stdout.write(f"{name}.{number} {1000 * (time.perf_counter() - started):.1f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
