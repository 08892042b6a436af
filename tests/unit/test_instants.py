from __future__ import annotations

from rules.instants import DAY, SECOND, Moment


def test_instants_count_microseconds() -> None:
    assert SECOND == 1_000_000
    assert DAY == 24 * 60 * 60 * SECOND


def test_a_moment_is_exact_unless_said_otherwise() -> None:
    assert Moment(5) == Moment(5, day=False)
    assert Moment(5, day=True) != Moment(5)
    assert sorted([Moment(6), Moment(5, day=True), Moment(5)]) == [Moment(5), Moment(5, day=True), Moment(6)]
