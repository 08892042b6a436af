"""Circles of events that count as each other."""

import pytest

from commitments.records.agreement import Agreement
from commitments.text.circles import circle_in, counts_as_circle


@pytest.mark.parametrize(
    ("graph", "circle"),
    [
        ({}, ()),
        ({"a": ["b"], "b": ["c"]}, ()),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, ()),
        ({"a": ["a"]}, ("a",)),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ("b", "c")),
    ],
)
def test_a_circle_is_found(graph: dict[str, list[str]], circle: tuple[str, ...]) -> None:
    assert circle_in(graph) == circle


def test_a_long_chain_is_no_circle() -> None:
    assert circle_in({str(number): [str(number + 1)] for number in range(50_000)}) == ()


def agreement(counts_as: dict[str, object]) -> Agreement:
    data = {"agreement": "a", "made": "2030-01-01", "readings": {"q": ["x", "y"]}, "counts-as": counts_as}
    return Agreement.model_validate(data)


def test_circles_go_through_kinds_and_all_parts() -> None:
    raid = agreement({"attack": [{"all": [{"event": "raid"}, {"event": "fire"}]}]})
    assert counts_as_circle(raid, {}) == ()
    assert set(counts_as_circle(raid, {"attack": ("fire",)})) == {"attack", "fire"}
    assert counts_as_circle(raid, {"b": ("c",), "c": ("b",)}) == ()


def test_a_circle_needs_one_reading() -> None:
    def both(first: str, second: str) -> tuple[str, ...]:
        one: dict[str, object] = {"event": "b", "reading": {"q": first}}
        other: dict[str, object] = {"event": "a", "reading": {"q": second}}
        return counts_as_circle(agreement({"a": [one], "b": [other]}), {})

    assert both("x", "y") == ()
    assert set(both("x", "x")) == {"a", "b"}
