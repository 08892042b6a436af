"""Data before records are made of it."""

from commitments.text.raw import MOST_KEYS, empty_paths, floods
from tests.unit.words import HEAD, load_text

MANY = {f"k{number}": 1 for number in range(MOST_KEYS + 1)}


def test_floods_are_mappings_that_cannot_have_so_many_keys() -> None:
    assert list(floods({"commitments": MANY, "data": MANY, "a": [{"must": MANY}]})) == [("a", 0, "must")]
    assert list(floods(MANY)) == [()]


def test_a_flood_is_one_mistake() -> None:
    text = HEAD + "".join(f"k{number}: 1\n" for number in range(30_000))
    assert [one.id for one in load_text(text).diagnostics] == ["E106"]


def test_what_is_empty_has_a_path() -> None:
    assert empty_paths({"a": None, "b": [1, None, {"c": None}], "d": 0}) == [("a",), ("b", 1), ("b", 2, "c")]
    assert empty_paths({"commitments": {"c": {"readings": {"q": {"a": {"by": None}}}}}}) == []
    assert empty_paths({"events": [{"with": {"actor": None, "data": {"x": None}}}]}) == []
