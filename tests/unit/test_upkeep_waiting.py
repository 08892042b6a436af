"""Who waits for events that are told together."""

from __future__ import annotations

from pathlib import Path

from commitments.upkeep.waiting import waiting
from tests.unit import small
from tests.unit.ledgers import DEAL, OTHER, at, book_of


def test_the_units_that_wait_for_events_by_agreement(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, OTHER, now=at(1))
    telling, memory = book.contents.telling, book.storage.memory
    paid = telling.filed(small.event("paid", 5, actor="ann eve", name="p"))
    unheard = telling.filed(small.event("unheard", 5, name="u"))
    assert waiting(memory, paid.places) == {"deal": ["deal/fee"], "other": ["other/fee"]}
    assert waiting(memory, unheard.places) == {}
    assert waiting(memory, (*unheard.places, *paid.places)) == waiting(memory, paid.places)
    book.close()
