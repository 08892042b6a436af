"""Events as they are typed."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.text.fields import FieldError, event_of, fields_of


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (["actor=russia", "target=ukraine"], {"actor": ["russia"], "target": ["ukraine"]}),
        (["actor=france, russia"], {"actor": ["france", "russia"]}),
        (["actor=france", "actor=russia,us"], {"actor": ["france", "russia", "us"]}),
        (["at=2022-02-24", "text=a, b = c"], {"at": "2022-02-24", "text": "a, b = c"}),
        (["amount=12.50", "done=true", "note=no"], {"data": {"amount": Decimal("12.50"), "done": True, "note": "no"}}),
        (["code='010'", 'day="2022-02-24"'], {"data": {"code": "010", "day": "2022-02-24"}}),
        (["tag=a", "tag=b", "words=a,b"], {"data": {"tag": ["a", "b"], "words": "a,b"}}),
        (["data.type=x", "data.by=2030-01-01"], {"data": {"type": "x", "by": "2030-01-01"}}),
        (["actor=", "amount="], {"actor": None, "data": {"amount": None}}),
        ([], {}),
    ],
)
def test_a_field_is_a_field_and_other_names_are_data(typed: list[str], fields: dict[str, Any]) -> None:
    assert fields_of(typed) == fields


@pytest.mark.parametrize("typed", ["actor", "=x", ""])
def test_what_is_no_field(typed: str) -> None:
    with pytest.raises(FieldError, match="is no field=value"):
        fields_of([typed])


def test_a_field_that_holds_one_value_stands_once() -> None:
    with pytest.raises(FieldError, match="at is given twice"):
        fields_of(["at=2022-02-24", "at=2022-02-25"])


def test_numbers_that_cannot_be_kept_are_refused() -> None:
    with pytest.raises(FieldError, match="put it in quotes"):
        fields_of(["amount=.nan"])


def test_an_event_in_one_text() -> None:
    expected = {"type": "invasion", "actor": ["russia"], "text": "in the morning"}
    assert event_of("invasion actor=russia 'text=in the morning'") == expected


@pytest.mark.parametrize("typed", ["", "actor=russia", "invasion 'actor=russia"])
def test_what_is_no_event_in_one_text(typed: str) -> None:
    with pytest.raises(FieldError):
        event_of(typed)


@given(st.text())
def test_any_text_is_fields_or_a_clear_mistake(typed: str) -> None:
    with suppress(FieldError):
        fields_of([typed])
    with suppress(FieldError):
        event_of(typed)
