"""Plain scalars."""

from decimal import Decimal

import pytest

from commitments.text.scalars import NumberError, plain


def test_numbers_are_exact() -> None:
    assert plain("0.1") == Decimal("0.1")
    assert plain("-1.50e-3") == Decimal("-0.00150")
    assert plain("9" * 100) == int("9" * 100)


@pytest.mark.parametrize(
    "text", [".inf", "-.Inf", "+.INF", ".nan", ".NaN", "9" * 101, "1e101", "1e-101", "0x" + "f" * 99]
)
def test_numbers_that_cannot_be_kept(text: str) -> None:
    with pytest.raises(NumberError):
        plain(text)


@pytest.mark.parametrize("text", ["-.nan", "1,5", "1e", "e5", "0b1", "0o8", "--1", "1-", "inf", "nan", "."])
def test_what_only_looks_like_a_number_is_text(text: str) -> None:
    assert plain(text) == text
