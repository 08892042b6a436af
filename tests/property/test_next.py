"""What `next` announces comes about: events as they are typed, asserted as well, or the instant, in silence."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import assume, given

from commitments import Tracker
from commitments.reports.ahead import Next, next_rows
from commitments.text.fields import event_of
from commitments.text.times import parse_moment
from commitments.wording.times import time_of
from rules.instants import Instant
from tests.property.running import entries_of, text_of, with_entries
from tests.property.strategies import either
from tests.property.test_orders import times
from tests.property.universe import Document

CHANGES = ("denial", "retract", "correct")


def announced(documents: list[Document], as_of: Instant) -> Iterator[tuple[Next, str]]:
    """Yield all that is announced as of an instant, with the status in which the commitment then is."""
    with Tracker.load(text_of(documents)) as tracker:
        view = tracker.view(as_of=time_of(as_of))
        for row in [each for standing in view.standings() for each in next_rows(view, standing.name)]:
            events = [event_of(text) for text in row.example]
            times = [parse_moment(event["at"], "UTC").at for event in events]
            when = time_of(max(times)) if times else row.at
            if when is not None:
                after = tracker.view(as_of=when, assume=events).standing(row.name)
                yield row, "absent" if after is None else after.status


@given(either, times)
def test_what_is_announced_comes_about(documents: list[Document], as_of: Instant) -> None:
    entries = entries_of(documents)
    assume(not any(entry.get("type") in CHANGES or set(CHANGES) & set(entry) for entry in entries))
    zone = next((one.get("timezone", "UTC") for one in documents if "agreement" in one), "UTC")
    known = [entry for entry in entries if parse_moment(entry["at"], zone).at <= as_of]
    for row, status in announced(with_entries(documents, known), as_of):
        assert status == row.status, row
