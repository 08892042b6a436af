"""Who waits for events that are told together."""

from __future__ import annotations

from pathlib import Path

from commitments.upkeep.waiting import Waiters
from tests.unit import small
from tests.unit.ledgers import DEAL, OTHER, at, book_of


def test_the_units_of_a_group_that_wait_for_an_event(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, OTHER, now=at(1))
    telling = book.contents.telling
    told = [small.event("paid", 5, actor="ann eve", name="p"), small.event("unheard", 5, name="u")]
    waiters = Waiters(book.storage.memory, map(telling.filed, told))
    assert list(waiters.of(["deal"])("p") or ()) == ["deal/fee"]
    assert list(waiters.of(["deal", "other"])("p") or ()) == ["deal/fee", "other/fee"]
    assert list(waiters.of(["deal"])("u") or ()) == []
    assert waiters.of(["deal"])("not asked for") is None
    book.close()
