from __future__ import annotations

from pathlib import Path

from commitments.ledger.kept import Noted
from commitments.upkeep.mending import Mending, mend
from tests.unit.ledgers import DEAL, OTHER, at, book_of


def test_what_goes_goes_before_anything_is_put(tmp_path: Path) -> None:
    """A row may be kept where another group is: neither group takes away what the other puts."""
    book = book_of(tmp_path, DEAL, OTHER, now=at(1))
    storage = book.storage
    unit, row = storage.memory.load("deal/fee"), storage.standings.get("deal/fee")
    assert unit is not None
    assert row is not None
    put = Mending(
        units=(unit,), watched=(("deal/fee", ("key",)),), standings=(row,), clock=("deal", at(9), Noted(at(8)))
    )
    with storage.transaction():
        mend(storage, [put, Mending(no_units=("deal/fee",), no_standings=("deal/fee",))])
    assert storage.memory.load("deal/fee") == unit
    assert storage.memory.watched("deal/fee") == ["key"]
    assert storage.standings.get("deal/fee") == row
    assert storage.memory.clock("deal") == at(9)
    assert storage.memory.noted("deal") == Noted(at(8))
    book.close()


def test_nothing_to_write() -> None:
    assert not Mending()
    assert Mending(no_units=("a",))
