from __future__ import annotations

from pathlib import Path

from commitments.ledger.sqlite import open_sqlite
from commitments.upkeep.shapes import Shapes


def test_shapes_are_registered_once_and_kept(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "test.db", create=True) as ledger:
        shapes = Shapes(ledger)
        assert shapes.of("paid") == ()
        with ledger.transaction():
            assert shapes.register({"paid": [("actor",), ()], "signed": [()]}) == {
                "paid": [("actor",), ()],
                "signed": [()],
            }
            assert shapes.register({"paid": [(), ("place",)], "signed": [()]}) == {"paid": [("place",)]}
        assert shapes.of("paid") == (("actor",), (), ("place",))
        assert Shapes(ledger).of("paid") == (("actor",), (), ("place",))
        assert Shapes(ledger).of("paid ") == ()


def test_what_another_registers_is_read_when_told_to_forget(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "test.db", create=True) as ledger:
        ours, theirs = Shapes(ledger), Shapes(ledger)
        assert ours.of("paid") == ()
        with ledger.transaction():
            theirs.register({"paid": [("actor",)]})
        assert ours.of("paid") == ()
        ours.forget()
        assert ours.of("paid") == (("actor",),)
