from __future__ import annotations

from pathlib import Path

from commitments.upkeep.reading_back import replayed
from tests.unit.ledgers import DEAL, OTHER, at, book_of, end, event, tell


def test_a_replay_is_what_is_stored(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, OTHER, now=at(1))
    tell(book, event("p", "paid", 5, actor="ann"), event("e", "paid", 5, actor="eve"), now=at(6))
    evaluating, storage = book.contents.evaluating(), book.storage
    clock = storage.memory.clock("deal")
    assert clock is not None
    found = replayed(evaluating, evaluating.membership.group("deal"), clock)
    assert found.standings == {row.name: row for row in storage.standings.of_agreement("deal")}
    assert found.units["deal/next"] == storage.memory.load("deal/next")
    assert found.last == at(5)
    assert {row.name.partition("/")[0] for row in found.changes} == {"deal"}
    further = replayed(evaluating, evaluating.membership.group("deal"), end(12))
    assert further.standings["deal/next"].status == "violated"
    assert further.standings != found.standings
    book.close()
