"""Whether what a ledger keeps of each agreement is what replaying its log gives: statuses, changes and working memory.

So a status that was changed by hand is found even where no hash covers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from commitments.ledger.rows import Finding
from commitments.mistakes import WorkFailedError
from commitments.upkeep.book import LedgerBook
from commitments.upkeep.crew import Alone, Crew, Hands, one_state
from commitments.upkeep.survey import check_terms, filed, surveyed

if TYPE_CHECKING:
    from commitments.ledger.rows import Head
    from commitments.ledger.storage import Storage


def verify_ledger(storage: Storage, expect: Head | None = None, crew: Crew | None = None) -> list[Finding]:
    """Return all that is wrong with a ledger: database, chain, head, index, changes, and stored state against a replay.

    Empty allows writing again after an I/O error. ``crew``: who helps, if anybody. Raises WorkFailedError.
    """
    with ExitStack() as looking:
        try:
            book = LedgerBook(storage)
            looking.enter_context(one_state(storage, crew))
            book.contents.refresh()
        except WorkFailedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever keeps the agreements from being read is a finding
            return storage.verify(expect, also=[Finding(f"the agreements cannot be read: {error}")])
        hands = crew or Alone(book.contents)
        return storage.verify(expect, filed(book.contents, hands), check_state(book, hands))


def check_state(book: LedgerBook, hands: Hands) -> Iterator[Finding]:
    """Yield where what is stored of the agreements differs from what a replay of the log gives."""
    yield from check_terms(book.contents)
    yield from surveyed(book.contents, hands).findings()
