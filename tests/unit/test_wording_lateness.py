from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commitments.wording.lateness import late_words

PARIS = ZoneInfo("Europe/Paris")
HOUR = 3_600_000_000


def after(limit: datetime, done: datetime) -> str | None:
    return late_words((done.astimezone(UTC) - limit.astimezone(UTC)) // timedelta(microseconds=1), done)


def end_of(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, 999_999, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (datetime(2023, 5, 11, tzinfo=PARIS), "by 1 day"),
        (datetime(2023, 5, 11, 9, tzinfo=PARIS), "by 1 day"),
        (datetime(2023, 6, 6, tzinfo=PARIS), "by 27 days"),
        (datetime(2023, 11, 6, tzinfo=PARIS), "by 180 days"),  # the clocks went back meanwhile
    ],
)
def test_after_the_end_of_a_day_dates_are_counted(done: datetime, words: str) -> None:
    assert after(end_of(2023, 5, 10), done) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [(1, "by 1 minute"), (HOUR, "by 1 hour"), (23 * HOUR, "by 23 hours"), (49 * HOUR, "by 2 days")],
)
def test_after_an_instant_time_is_counted(late: int, words: str) -> None:
    assert late_words(late, datetime(2023, 5, 11, 12, tzinfo=UTC) + timedelta(microseconds=late)) == words


def test_what_was_in_time_was_not_late() -> None:
    assert late_words(None, end_of(2023, 5, 10)) is None
