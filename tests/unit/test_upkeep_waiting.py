"""Who waits for events that are told together."""

from __future__ import annotations

from pathlib import Path

from commitments.upkeep.waiting import Asleep, waiting, watchers
from tests.unit import small
from tests.unit.ledgers import DEAL, OTHER, at, book_of, end


def test_the_units_that_wait_for_events_by_agreement(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, OTHER, now=at(1))
    telling, memory = book.contents.telling, book.storage.memory
    paid = telling.filed(small.event("paid", 5, actor="ann eve", name="p"))
    unheard = telling.filed(small.event("unheard", 5, name="u"))
    found = watchers(memory, paid.places)
    assert waiting(found) == {"deal": ["deal/fee"], "other": ["other/fee"]}
    assert {who for each in found.values() for who in each} >= {("group deal", "deal"), ("group other", "other")}
    assert watchers(memory, unheard.places) == {}
    assert watchers(memory, (*unheard.places, *paid.places)) == found
    book.close()


def test_who_waits_for_time_is_asked_for_once(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, now=at(1))
    asleep = Asleep(book.storage.memory, ["deal"])
    assert asleep.due(at(10)) == asleep.due(at(9)) == []
    assert asleep.due(end(10)) == asleep.due(end(10)) == ["deal/fee"]
    asleep.wake(end(10))
    assert asleep.due(end(10)) == asleep.due(end(20) - 1) == []
    assert asleep.due(end(20)) == ["deal/fee", "deal/twice"]
    asleep.wake(end(30))
    assert asleep.due(end(31)) == []
    book.close()
