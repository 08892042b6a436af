"""W505: windows in which nothing can happen."""

import pytest

from commitments.checking.frames import duration_of
from commitments.checking.windows import longer
from tests.unit.checked import ids, messages


@pytest.mark.parametrize(
    "said",
    [
        "must: {event: x}, by: 2029-12-31",
        "must: {event: x}, within: 0d",
        "must: {event: x}, within: PT0H",
        "from: 2030-05-01, must: {event: x}, by: 2030-04-30",
        "from: 2029-05-01, must: {event: x}, by: 2029-06-30",
        "if: {event: e, by: 2029-12-31}, must: {event: x}",
        "if: {event: e}, must: {event: x}, until: 2029-12-31",
        "if: {time: 2031-01-01}, must: {event: x}, by: 2030-12-30",
        "if: {event: e, from: 2031-01-01}, must: {event: x}, by: 2030-12-31",
        "if: {all: [{event: e}, {delay: 60d}]}, must: {event: x}, by: 2030-02-01",
        "if: {then: [{delay: 30d}, {delay: 30d}]}, must: {event: x}, by: 2030-02-01",
        "if: {at-least: 2, of: [{event: e}, {time: 2030-05-01}, {time: 2030-06-01}]}, must: {event: x}, by: 2030-02-01",
        "must: {event: x, from: 2030-03-01, by: 2030-02-01}",
        "must: {event: x, after: 31d, within: 30d}",
        "must: {event: x, after: 31d}, within: 30d",
        "must: {all: [{event: y}, {event: x, after: 31d}]}, within: 30d",
        "if: {event: e}, must: {event: x, after: 40d}, within: 1 month",
        "if: {event: e}, must: {event: x, after: 5h, within: 5h}",
        "if: {event: e}, must: {delay: 9d}, within: 5d",
        "must: {all: [{event: y}, {event: x, from: 2030-06-01}]}, by: 2030-05-01",
        "must: {all: [{event: y}, {event: x, from: 2030-06-01}], by: 2030-05-01}",
        "must: {then: [{delay: 3d}, {event: x, by: 2030-01-02}]}",
        "must: {any: [{event: y}, {event: x, by: 2029-01-02}]}",
        "must: {time: 2031-01-01}, by: 2030-05-01",
        "must: {event: x}, unless: {event: y, by: 2029-01-02}",
        "must-not: {event: x}, until: 2029-12-31",
        "must-not: {event: x}, for: 0d",
        "must-not: {event: x, from: 2031-01-01}, until: 2030-12-01",
        "must-not: {event: x, after: 10d}, for: 5d",
        "every: 1 month, from: 2030-03-01, until: 2030-02-01, must: {event: x}",
        "every: 1 month, from: 2030-03-01, must: {event: x}, by: 2030-02-01",
    ],
)
def test_empty(said: str) -> None:
    assert ids(f"a: {said}") == ["W505"]


@pytest.mark.parametrize(
    "said",
    [
        "must: {event: x}, by: 2030-01-01",
        "must: {event: x}, by: 2030-01-01T00:00Z",
        "must: {event: x}, within: 1m",
        "from: 2029-05-01, must: {event: x}, by: 2030-06-30",
        "early: true, if: {time: 2031-01-01}, must: {event: x}, by: 2030-12-30",
        "if: {any: [{event: e}, {time: 2031-01-01}]}, must: {event: x}, by: 2030-12-30",
        "must: {event: x, after: 30d, within: 31d}",
        "if: {event: e}, must: {event: x, after: 1d, within: 1d}",
        "if: {event: e}, must: {event: x, after: 36h, within: 1d}",
        "if: {event: e}, must: {event: x, after: 30d, within: 1 month}",
        "if: {event: e}, must: {delay: 5h}, within: 5h",
        "must: {not: {event: x}, within: 30d}",
        "must: {then: [{event: y}, {event: x, within: 3d}]}, within: 30d",
        "for-each: {event: e}, must: {event: x, object: $each.id}, within: 3d",
        "every: 1 month, from: 2030-03-01, until: 2030-03-01, must: {event: x}",
        "must-not: {event: x}, until: 2030-01-01",
        "if: {event: e}, must: {event: x}, until: 2030-05-01",
        "if: {state: calm, for: 30d}, must: {event: x}, by: 2030-01-02",
    ],
)
def test_not_empty(said: str) -> None:
    assert ids(f"a: {said}", "states: {calm: {starts: {event: c}, ends: {event: d}}}\n") == []


def test_windows_of_agreements() -> None:
    more = """in-force: {event: signed, by: 2029-12-31T00:00Z}
until: 2029-05-01
states: {calm: {starts: {event: c, after: 3h, within: 2h}}}
"""
    assert messages("a: must: {event: x}", more) == [
        "W505 this window is empty: it begins no earlier than 2030-01-01T00:00:00Z, and ends at 2029-12-31T00:00:00Z",
        "W505 this agreement is over before it is made",
        "W505 this window is empty: `after: 3h` leaves no time before the limit",
    ]


def test_of_an_empty_window_only_the_outermost_is_told() -> None:
    assert ids("a: must: {all: [{event: x, after: 3h, within: 2h}], by: 2029-01-01}") == ["W505"]


@pytest.mark.parametrize(
    ("after", "within", "expected"),
    [
        ("31d", "1 month", False),
        ("32d", "1 month", True),
        ("1 month", "27d", True),
        ("1 month", "28d", False),
        ("47h", "1d", False),  # from a bare date a day ends with the next one
        ("49h", "1d", False),  # when the clocks go back
        ("51h", "1d", True),
        ("1d", "21h", True),
        ("5 business-days", "4d", True),
    ],
)
def test_spans_are_compared_from_every_anchor(after: str, within: str, expected: bool) -> None:  # noqa: FBT001
    assert longer(duration_of(after), duration_of(within)) is expected
