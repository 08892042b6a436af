"""`what-if` and `diff`: every commitment whose status is not the same, from the one it has to the other, and why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commitments import Tracker
from commitments.reports.report import Report
from commitments.text.instants import format_instant
from commitments.wording.times import time_of
from tests.property.running import END, entries_of, text_of, with_entries
from tests.property.strategies import either
from tests.property.test_orders import times
from tests.property.universe import Document

PACT = """\
agreement: pact
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, if: {event: billed}, must: {event: paid}, by: 2030-01-10, grace: 5d}
  serve: {for-each: {event: asked}, debtor: bob, creditor: ann, must: {event: served, object: $each.object}, within: 2d}
---
events:
  - {id: bill, type: billed, at: 2030-01-05}
"""


def moves(report: Report) -> dict[str, tuple[str, str]]:
    return {row.name: (row.before, row.after) for row in report}


def statuses(report: Report) -> dict[str, str]:
    return {row.name: row.status for row in report}


def expected(first: dict[str, str], last: dict[str, str]) -> dict[str, tuple[str, str]]:
    pairs = {name: (first.get(name, "absent"), last.get(name, "absent")) for name in first | last}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_only_a_limit_changes_and_the_act_says_why() -> None:
    with Tracker.load(PACT) as pact:
        act = {"type": "extend", "commitment": "pay", "at": "2030-01-02", "data": {"by": "2030-01-20"}}
        (row,) = pact.what_if(act, as_of="2030-01-08")
    assert (row.before, row.after, row.events) == ("detached", "detached", (row.events[0],))
    assert row.why.startswith("an act took effect:")
    assert not row.why.startswith("it no longer follows")


def test_an_instance_comes_to_be_and_the_row_before_it_goes() -> None:
    with Tracker.load(PACT) as pact:
        asked = {"id": "q", "type": "asked", "object": "tea", "at": "2030-01-07"}
        report = pact.what_if(asked, as_of="2030-01-08")
    assert moves(report) == {"pact/serve": ("conditional", "absent"), "pact/serve[q]": ("absent", "detached")}


def test_a_type_that_no_text_waits_for_is_told() -> None:
    with Tracker.load(PACT) as pact:
        assert pact.what_if({"type": "payed"}, as_of="2030-01-06").notes == (
            "No status would change.", "No text waits for payed; did you mean paid?",
        )  # fmt: skip
        assert pact.what_if({"type": "rain"}, as_of="2030-01-06").notes[1] == "No text waits for rain."
        assert pact.what_if({"type": "billed"}, as_of="2030-01-06").notes == ("No status would change.",)
        act = {"type": "suspend", "commitment": "pay", "actor": "bob"}
        assert not pact.what_if(act, as_of="2030-01-06").notes


def test_the_status_before_is_that_after_grace_began() -> None:
    with Tracker.load(PACT) as pact:
        assert moves(pact.what_if({"type": "paid", "at": "2030-01-09"}, as_of="2030-01-12")) == {
            "pact/pay": ("overdue", "satisfied")
        }
        assert moves(pact.what_if({"type": "paid", "at": "2030-01-16"}, as_of="2030-01-16")) == {
            "pact/pay": ("violated", "remedied")
        }


def test_what_is_known_only_later_is_absent_before() -> None:
    later = PACT.replace("pact", "other").replace("made: 2030-01-01", "made: 2031-01-01\nrecorded: 2030-06-01")
    with Tracker.load(PACT.partition("---")[0] + "---\n" + later.partition("---")[0]) as pact:
        report = pact.diff(known_start="2030-05-01", known_end="2030-07-01", as_of="2030-07-01")
    found = {name: pair for name, pair in moves(report).items() if name.startswith("other/")}
    assert found == {"other/pay": ("absent", "proposed"), "other/serve": ("absent", "proposed")}
    assert {row.why for row in report} == {"nothing happened to it: its text is not the same"}


@given(either, st.data())
def test_what_if_tells_every_status_that_would_change(documents: list[Document], data: st.DataObject) -> None:
    entries = [entry for entry in entries_of(documents) if "type" in entry]
    if not entries:
        return
    supposed = data.draw(st.sampled_from(entries))
    with Tracker.load(text_of(with_entries(documents, [one for one in entries if one != supposed]))) as tracker:
        zone = next((one.get("timezone", "UTC") for one in documents if "agreement" in one), "UTC")
        as_of = time_of(END)
        first = statuses(tracker.list(as_of=as_of, timezone=zone))
        last = statuses(tracker.list(as_of=as_of, timezone=zone, assume=[supposed]))
        report = tracker.what_if(supposed, as_of=as_of, timezone=zone)
    changed = {name: pair for name, pair in moves(report).items() if pair[0] != pair[1]}
    assert changed == expected(first, last)
    assert all(row.why for row in report)


@given(either, times, times)
def test_between_two_times_every_change_is_told(documents: list[Document], start: int, end: int) -> None:
    with Tracker.load(text_of(documents)) as tracker:
        first, last = (statuses(tracker.list(as_of=format_instant(at))) for at in (start, end))
        report = tracker.diff(start=format_instant(start), end=format_instant(end))
    assert moves(report) == expected(first, last)
