from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import Duration
from rules.durations import HOUR, MINUTE, read_duration
from rules.instants import SECOND


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P30D", Duration(days=30)),
        ("P1M", Duration(months=1)),
        ("P1Y2M", Duration(months=14)),
        ("P2W", Duration(days=14)),
        ("PT48H", Duration(micros=48 * HOUR)),
        ("PT1.5H", Duration(micros=90 * MINUTE)),
        ("P1M2DT3H4M5S", Duration(1, 2, 3 * HOUR + 4 * MINUTE + 5 * SECOND)),
        ("PT0S", Duration()),
        ("30d", Duration(days=30)),
        ("30 days", Duration(days=30)),
        ("1 day", Duration(days=1)),
        ("48h", Duration(micros=48 * HOUR)),
        ("2w", Duration(days=14)),
        ("15m", Duration(micros=15 * MINUTE)),
        ("1 month", Duration(months=1)),
        ("2 years", Duration(months=24)),
        ("1.5h", Duration(micros=90 * MINUTE)),
        ("0.000001s", Duration(micros=1)),
        ("5 business-days", Duration(business_days=5)),
        ("1 business-day", Duration(business_days=1)),
        ("5 business-days US-NY", Duration(business_days=5, calendar="US-NY")),
    ],
)
def test_what_can_be_written(text: str, duration: Duration) -> None:
    assert read_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    [
        "", "30", "d", "P", "PT", "P1DT", "P1H", "PT1D", "P1.5D", "1.5d", "1.5 months", "1d 12h", "-1d", "+1d", "1 D",
        "1 M", "10ms", "5 days FR", "1e3d", "P-1D", "0.0000001s", "9999999999d", " 1d", "1d\n", "1  d", "\u0661d",
        "PT1,5H",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert read_duration(text) is None


@given(st.text(alphabet="P0123456789YMWDTHS.- dhwmyears", max_size=12))
def test_any_text_is_a_duration_or_none(text: str) -> None:
    found = read_duration(text)
    assert found is None or min(found.months, found.days, found.micros, found.business_days) >= 0


@given(st.integers(0, 999_999_999))
def test_numbers_are_kept(number: int) -> None:
    assert read_duration(f"{number}d") == read_duration(f"P{number}D") == Duration(days=number)
    assert read_duration(f"{number} s") == Duration(micros=number * SECOND)
