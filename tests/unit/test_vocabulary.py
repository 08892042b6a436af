from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.vocabulary import Closures, ancestors

LETTERS = st.sampled_from("abcdef")
PARENTS = st.dictionaries(LETTERS, st.lists(LETTERS, max_size=3).map(tuple))


def test_nearest_first() -> None:
    parents = {"tank": ("vehicle", "weapon"), "vehicle": ("thing",), "weapon": ("thing",)}
    assert ancestors("tank", parents) == ("tank", "vehicle", "weapon", "thing")
    assert ancestors("thing", parents) == ("thing",)


def test_a_ring_is_followed_once() -> None:
    assert ancestors("a", {"a": ("b",), "b": ("a",)}) == ("a", "b")
    assert ancestors("a", {"a": ("a",)}) == ("a",)


@given(LETTERS, PARENTS)
def test_transitively(name: str, parents: dict[str, tuple[str, ...]]) -> None:
    found = ancestors(name, parents)
    assert len(found) == len(set(found))
    assert found[0] == name
    reached = {name}
    for _ in "abcdef":
        reached |= {parent for one in reached for parent in parents.get(one, ())}
    assert set(found) == reached


@given(st.lists(LETTERS, max_size=3).map(tuple), PARENTS)
def test_names_with_all_that_they_are_part_of(names: tuple[str, ...], parents: dict[str, tuple[str, ...]]) -> None:
    closures = Closures({}, parents)
    for _ in range(2):  # worked out, then remembered
        found = closures.names(names)
        assert set(found) == {one for name in names for one in ancestors(name, parents)}
    assert Closures({}, {}).names(names) == names


@given(LETTERS, PARENTS)
def test_types_and_names_are_apart(name: str, parents: dict[str, tuple[str, ...]]) -> None:
    assert Closures(parents, {}).types(name) == Closures(parents, {}).types(name) == ancestors(name, parents)
    assert Closures({}, parents).types(name) == (name,)
