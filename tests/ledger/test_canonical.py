"""Canonical bytes."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.ledger import canonical
from commitments.ledger.canonical import number_text, read, write
from commitments.ledger.errors import RefusedValueError

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e300"), max_value=Decimal("1e300"))
values = st.recursive(
    st.none() | st.booleans() | texts | numbers,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts.filter(lambda key: key != "$number"), inner, max_size=4)
    ),
    max_leaves=20,
)


def test_keys_are_sorted_without_spaces_and_text_is_utf8() -> None:
    assert write({"b": [True, None], "a": "é\n"}) == '{"a":"é\\n","b":[true,null]}'.encode()


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (0, "0"),
        (Decimal("-0.00"), "0"),
        (100, "100"),
        (Decimal("1.50"), "1.5"),
        (Decimal("-0.001"), "-0.001"),
        (Decimal("1E+2"), "100"),
        (Decimal("00.70"), "0.7"),
        (Decimal("1E+100"), "1E100"),
        (Decimal("-12E-60"), "-12E-60"),
        (10**39, "1" + "0" * 39),
        (10**40, "1E40"),
    ],
)
def test_equal_numbers_have_one_form(number: int | Decimal, digits: str) -> None:
    assert number_text(number) == digits
    assert write(number) == b'{"$number":"%b"}' % digits.encode()


@given(numbers)
def test_no_number_is_rounded(number: Decimal) -> None:
    assert Decimal(number_text(number)) == number
    assert number_text(Decimal(number_text(number))) == number_text(number)


def plainly(value: object) -> object:
    """Return a value as JSON can hold it, numbers as objects."""
    if isinstance(value, Decimal):
        return {"$number": number_text(value)}
    if isinstance(value, dict):
        return {key: plainly(inner) for key, inner in value.items()}
    return [plainly(inner) for inner in value] if isinstance(value, list) else value


@given(values)
def test_it_is_what_the_standard_library_writes(value: object) -> None:
    text = json.dumps(plainly(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert write(value) == text.encode()


@given(st.dictionaries(st.text(max_size=3), st.lists(st.text(max_size=3), max_size=2), max_size=2))
def test_nul_is_refused_and_how_json_writes_it_is_not(value: dict[str, list[str]]) -> None:
    assert write({"a": "\\u0000", "b": ["\\\\u0000"]})
    texts = [*value, *(text for inner in value.values() for text in inner)]
    if any("\0" in text for text in texts):
        with pytest.raises(RefusedValueError, match="NUL"):
            write(value)


@given(values)
def test_what_is_written_is_read(value: object) -> None:
    assert read(write(value)) == value
    assert write(read(write(value))) == write(value)


def test_a_number_and_its_digits_differ() -> None:
    assert write({"a": 5}) != write({"a": "5"})


@pytest.mark.parametrize(
    "value",
    [
        "a\0b",
        {"a\0": 1},
        "\ud800",
        {"\udfff": 1},
        1.5,
        Decimal("NaN"),
        Decimal("-Infinity"),
        Decimal("1E+2000"),
        10**2000,
        {1: "a"},
        {"$number": "1"},
        b"bytes",
        {"a", "b"},
    ],
)
def test_what_no_ledger_stores_is_refused(value: object) -> None:
    with pytest.raises(RefusedValueError):
        write(value)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(RefusedValueError, match="longer than 8388608 bytes"):
        write("x" * canonical.LARGEST)


def test_deep_nesting_is_refused() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(RefusedValueError, match="nested deeper than 64"):
        write(value)


@pytest.mark.parametrize("instant", [canonical.FIRST_INSTANT - 1, canonical.LAST_INSTANT + 1, 2**80])
def test_instants_outside_the_years_are_refused(instant: int) -> None:
    with pytest.raises(RefusedValueError, match="years 1 to 9999"):
        canonical.check_instant(instant)


@given(st.text())
def test_text_is_kept_or_refused(text: str) -> None:
    try:
        assert canonical.check_text(text) == text
    except RefusedValueError:
        assert any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def test_the_chain_is_sha256_over_the_hash_before_and_the_bytes() -> None:
    assert canonical.chain(canonical.GENESIS, b"body") == hashlib.sha256(bytes(32) + b"body").digest()
