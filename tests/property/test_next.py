"""What `next` announces comes about: events as they are typed, asserted as well, or the instant, in silence."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from commitments import Tracker
from commitments.evaluate import Evaluation
from commitments.reports.ahead import Next, next_rows
from commitments.reports.between import between_report
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


def as_known(documents: list[Document], as_of: Instant) -> list[Document]:
    """Return documents with no more than what had happened by an instant; there must be no news about events."""
    entries = entries_of(documents)
    assume(not any(entry.get("type") in CHANGES or set(CHANGES) & set(entry) for entry in entries))
    zone = next((one.get("timezone", "UTC") for one in documents if "agreement" in one), "UTC")
    return with_entries(documents, [entry for entry in entries if parse_moment(entry["at"], zone).at <= as_of])


@given(either, times)
def test_what_is_announced_comes_about(documents: list[Document], as_of: Instant) -> None:
    for row, status in announced(as_known(documents, as_of), as_of):
        assert status == row.status, row


def status_after(tracker: Tracker, view: Evaluation, rows: list[Next]) -> str:
    """Return the status of a commitment after the steps of a way have come about, one after the other."""
    events = [event_of(text) for row in rows for text in row.example]
    last = [parse_moment(event["at"], "UTC").at for event in events] + [view.as_of]
    when = max(last) if rows[-1].at is None else parse_moment(rows[-1].at.isoformat(), "UTC").at
    found = tracker.view(as_of=time_of(when), assume=events).standing(rows[-1].name)
    return "absent" if found is None else found.status


@given(either, times, st.sampled_from(["satisfied", "violated", "detached", "void", "remedied"]))
def test_the_way_to_a_status_leads_there(documents: list[Document], as_of: Instant, status: str) -> None:
    with Tracker.load(text_of(as_known(documents, as_of))) as tracker:
        view = tracker.view(as_of=time_of(as_of))
        for standing in view.standings():
            rows = list(between_report(view, standing, status))
            assert not rows or status_after(tracker, view, rows) == status, rows
