"""JSON, exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.text.exactjson import dumps, loads

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**9), max_value=10**9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_what_is_written_is_read_again(value: object) -> None:
    assert loads(dumps(value)) == value


def test_numbers_are_exact() -> None:
    assert loads('{"a": 0.30000000000000001}') == {"a": Decimal("0.30000000000000001")}
    assert dumps({"a": Decimal("0.30000000000000001"), "b": (1, True)}) == '{"a": 0.30000000000000001, "b": [1, true]}'


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', "NaN", "[Infinity]", "[1e999]", "9" * 200, "{", ""])
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)
