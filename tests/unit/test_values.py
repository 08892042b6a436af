from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Scalar
from rules.instants import DAY
from rules.values import comparable, compares, dated, equal, index_key, read_date, undated
from tests.unit.values import NUMBERS, SCALARS


@given(SCALARS)
def test_a_value_is_equal_to_itself(one: Scalar) -> None:
    copy: Scalar = Decimal(str(one)) if isinstance(one, Decimal) else one
    assert equal(one, copy)


@given(SCALARS, SCALARS)
def test_equal_both_ways(one: Scalar, other: Scalar) -> None:
    assert equal(one, other) == equal(other, one)


@given(SCALARS, SCALARS, SCALARS)
def test_equals_of_equals_are_equal(one: Scalar, other: Scalar, third: Scalar) -> None:
    if equal(one, other) and equal(other, third):
        assert equal(one, third)


@given(SCALARS, SCALARS)
def test_equal_values_have_one_key_and_unequal_ones_have_two(one: Scalar, other: Scalar) -> None:
    keys = index_key(one), index_key(other)
    assert (keys[0] == keys[1]) == equal(one, other)
    assert not equal(one, other) or hash(keys[0]) == hash(keys[1])


@given(SCALARS, SCALARS)
def test_comparisons_hang_together(one: Scalar, other: Scalar) -> None:
    assert compares("!=", one, other) != compares("=", one, other)
    assert compares("<", one, other) == compares(">", other, one)
    assert compares("<=", one, other) == compares(">=", other, one)
    ordered = comparable(one, other) is not None
    assert compares("<=", one, other) == (ordered and (compares("<", one, other) or equal(one, other)))
    assert [compares(sign, one, other) for sign in ("<", "=", ">")].count(True) == 1 or not ordered


@given(NUMBERS, NUMBERS)
def test_numbers_compare_as_numbers(one: Decimal, other: Decimal) -> None:
    assert compares("<", one, other) == (one < other)
    assert compares("=", one, other) == (one == other)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (Decimal("1.0"), Decimal(1), True),
        (Decimal("0.1"), Decimal("0.10000000000000000000000000000000000001"), False),
        (Decimal(1), True, False),
        (Decimal(0), False, False),
        (Decimal(1), "1", False),
        ("true", True, False),
        ("2022-02-24", "2022-02-24T00:00Z", True),
        ("2022-02-24T03:00+03:00", "2022-02-24T00:00Z", True),
        ("2022-02-24", "2022-02-25", False),
        ("ann", "Ann", False),
        ("2022-13-01", "2022-13-01", True),
    ],
)
def test_equality(left: Scalar, right: Scalar, same: bool) -> None:  # noqa: FBT001
    assert equal(left, right) is same


@pytest.mark.parametrize(
    ("left", "sign", "right", "holds"),
    [
        ("b", ">", "a", False),
        ("a", "<", "b", False),
        ("a", "!=", "b", True),
        ("2022-02-24", "<", "2022-02-24T00:00:01Z", True),
        ("2022-02-24", "<", "soon", False),
        ("10", ">", "9", False),
        (Decimal(10), ">", Decimal(9), True),
        (Decimal(10), ">", "9", False),
        (True, ">", False, False),
        (True, ">=", True, False),
        (Decimal(1), "!=", "1", True),
    ],
)
def test_what_can_be_ordered(left: Scalar, sign: str, right: Scalar, holds: bool) -> None:  # noqa: FBT001
    assert compares(sign, left, right) is holds


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-02", DAY),
        ("1970-01-02T00:00Z", DAY),
        ("1970-01-02T02:00+02:00", DAY),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1969-12-31T23:59:59.999999", -1),
        ("1970-02-30", None),
        ("1970-01", None),
        ("19700102", None),
        ("1970-01-02 00:00", None),
        ("1970-01-02Tnoon", None),
        ("²⁰²²-01-01", None),
        ("", None),
    ],
)
def test_texts_that_read_as_dates(text: str, instant: int | None) -> None:
    assert read_date(text) == instant


@given(st.text(alphabet="0123456789-T:Z+. W²", max_size=30))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), int)


@pytest.mark.parametrize("text", ["2030-01-31", "2030-01-31T10:00:00", "2030-01-31T10:00:00+05:00"])
def test_a_wanted_date_says_its_time_zone(text: str) -> None:
    wanted = dated(text, "Europe/Paris")
    assert undated(wanted) == (text, "Europe/Paris")
    assert equal(text, wanted)
    assert dated(text, "UTC") == text
    assert compares("=", "2030-01-30T23:00:00Z", dated("2030-01-31", "Europe/Paris"))
    assert dated("ann", "Europe/Paris") == "ann"


def test_a_zone_that_there_is_not_makes_no_date() -> None:
    assert not equal("2030-01-31", "2030-01-31[Nowhere/Else]")
    assert equal("2030-01-31[Nowhere/Else]", "2030-01-31[Nowhere/Else]")
    assert undated("2030]") == ("2030]", "UTC")
