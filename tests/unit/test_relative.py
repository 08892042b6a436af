"""How far a time is from another, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from commitments.wording.relative import from_here

NOW = datetime(2022, 2, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(0), "now"),
        (timedelta(seconds=29), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=59), "in 59 minutes"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(hours=35), "in 35 hours"),
        (timedelta(days=2, hours=23), "in 3 days"),
        (timedelta(days=20), "in 20 days"),
        (timedelta(days=28) - timedelta(microseconds=1), "in 4 weeks"),
        (timedelta(days=92), "in 3 months"),
        (timedelta(days=365 * 4 + 1), "in 4 years"),
        (-timedelta(days=3), "3 days ago"),
        (-timedelta(minutes=5), "5 minutes ago"),
        (-timedelta(days=730), "2 years ago"),
    ],
)
def test_the_unit_is_the_one_that_people_would_choose(distance: timedelta, words: str) -> None:
    assert from_here(NOW + distance, NOW) == words
