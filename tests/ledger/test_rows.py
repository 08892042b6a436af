"""Heads and receipts."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.ledger.rows import NO_ENTRIES, Finding, Head


@given(st.integers(0, 10**17), st.binary(min_size=32, max_size=32))
def test_a_head_is_written_and_read(seq: int, digest: bytes) -> None:
    assert Head.parse(str(Head(seq, digest))) == Head(seq, digest)


@pytest.mark.parametrize(
    "text", ["", "5", "5:", "x:" + "0" * 64, "-1:" + "0" * 64, "5:" + "0" * 63, "\u0665:" + "0" * 64, "5:zz"]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is Python's where the digits are no hexadecimal
        Head.parse(text)


@given(st.text())
def test_any_text_is_a_head_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        Head.parse(text)


def test_the_head_of_an_empty_log() -> None:
    assert str(NO_ENTRIES) == "0:" + "0" * 64


def test_a_finding_names_its_entry() -> None:
    assert str(Finding("is gone", 3)) == "entry 3: is gone"
    assert str(Finding("is gone")) == "is gone"
