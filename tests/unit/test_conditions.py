from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from decimal import Decimal
from typing import get_args

import pytest

from rules.conditions import OPEN, All, Condition, Occurs, Window
from tests.unit.small import PAID, SIGNED, until


@pytest.mark.parametrize("form", get_args(Condition))
def test_every_form_takes_a_window_and_is_frozen(form: type) -> None:
    assert "window" in {field.name for field in fields(form)}
    assert form.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_without_a_window_it_is_open() -> None:
    assert PAID.window == OPEN == Window(None, None, None, None)
    assert Occurs(PAID.pattern) == PAID
    assert PAID.at_least == Decimal(1)


def test_conditions_are_values() -> None:
    assert All((PAID, SIGNED), until(3)) == All((PAID, SIGNED), until(3))
    assert All((PAID, SIGNED)) != All((SIGNED, PAID))
    assert len({All((PAID,)), All((PAID,)), All((SIGNED,))}) == 2
    with pytest.raises(FrozenInstanceError):
        PAID.window = until(3)  # type: ignore[misc]
