"""How two contents differ."""

from __future__ import annotations

from decimal import Decimal

from commitments.ledger.difference import differences


def test_each_field_that_differs_is_told() -> None:
    old = {"type": "meeting", "actor": ["us"], "data": {"score": Decimal("1.50"), "place": "Geneva"}, "text": "x"}
    new = {
        "type": "meeting",
        "actor": ["us", "russia"],
        "data": {"score": Decimal(2), "place": "Geneva"},
        "ref": "p. 1",
    }
    assert differences(old, new) == [
        ("actor", '["us"]', '["us","russia"]'),
        ("data.score", "1.5", "2"),
        ("ref", "missing", '"p. 1"'),
        ("text", '"x"', "missing"),
    ]


def test_equal_numbers_do_not_differ() -> None:
    assert differences({"a": Decimal("1.50")}, {"a": Decimal("1.5")}) == []


def test_long_values_are_cut() -> None:
    ((_, old, new),) = differences({"text": "a" * 500}, {"text": "b"})
    assert len(old) == 80
    assert old.endswith("…")
    assert new == '"b"'
