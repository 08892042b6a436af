from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commitments.upkeep.portions import FOR_EACH, portions

SIZES = st.dictionaries(st.text("abc", min_size=1), st.integers(1, 1000))


def test_the_largest_come_first_and_the_small_ones_together() -> None:
    sizes = {"large": 100, "b": 1, "a": 1, "c": 1}
    assert list(portions(sizes, 1)) == [("large",), ("a", "b", "c")]
    assert list(portions({}, 2)) == []


@given(SIZES, st.integers(1, 5))
def test_everything_is_in_one_portion_and_none_is_too_large(sizes: dict[str, int], jobs: int) -> None:
    found = list(portions(sizes, jobs))
    assert sorted(name for portion in found for name in portion) == sorted(sizes)
    most = sum(sizes.values()) / (jobs * FOR_EACH)
    assert all(len(portion) == 1 or sum(map(sizes.__getitem__, portion)) <= most for portion in found)
    assert len(found) <= 2 * jobs * FOR_EACH + 1
