"""The Python face: one call for each question, and a sequence of frozen rows for an answer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commitments import Tracker
from commitments.evaluate.choosing import Choice, UnknownWordError
from commitments.evaluate.naming import (
    AbsentError,
    AmbiguousNameError,
    SeveralInstancesError,
    UnknownAgreementError,
    UnknownCommitmentError,
)
from commitments.evaluate.viewing import InvalidViewError
from commitments.mistakes import MistakeError
from commitments.reports.report import Report
from commitments.reports.status import StatusRow
from commitments.text.diagnostics import RefusedTextError
from commitments.text.source import Source
from commitments.writing import ReadOnlyBookError
from tests.architecture.sources import ROOT

SUMMIT = ROOT / "fixtures" / "summit-2022.yaml"
TWO = """\
agreement: first
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}, eve: {name: Eve, part-of: bob}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid, actor: $debtor, at-least: 2}, by: 2030-02-01}
  keep: {each: {who: [ann, eve]}, debtor: $who, creditor: bob, strength: goal, must-not: {event: told, actor: $who}}
---
agreement: second
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: bob, creditor: ann, if: {commitment: first/pay, is: satisfied}, must: {event: thanked}, within: 2d}
---
events:
  - {id: a, type: paid, actor: ann, at: 2030-01-05}
  - {id: b, type: paid, actor: ann, at: 2030-01-06}
"""

DETACHED = (
    "It has been detached (owed) since 2030-01-06, because its condition (if) was met as first/pay became satisfied."
)
SATISFIED = (
    "  first/pay became satisfied on 2030-01-06, because what it asks for (must) was done by a (paid by ann)"
    " and b (paid by ann)."
)


@pytest.fixture
def tracker() -> Iterator[Tracker]:
    with Tracker.load(TWO, clock=lambda: 0) as tracker:
        yield tracker


def lines(report: Report) -> list[str]:
    return list(report.prose or ())


def names(report: Report) -> list[str]:
    return [row.name for row in report]


def test_an_answer_is_a_sequence_of_frozen_rows(tracker: Tracker) -> None:
    report = tracker.live(as_of="2030-01-03")
    assert names(report) == ["first/pay", "first/keep[ann]", "first/keep[eve]", "second/pay"]
    assert len(report) == 4
    row = report[0]
    assert isinstance(row, StatusRow)
    assert row.due == datetime(2030, 2, 1, 23, 59, 59, 999999, tzinfo=UTC)
    assert row.progress == "0/2"
    with pytest.raises(AttributeError):
        row.status = "void"  # type: ignore[misc]


def test_without_as_of_it_is_now(tracker: Tracker) -> None:
    assert names(tracker.live()) == []
    assert {row.status for row in tracker.list()} == {"proposed"}


@pytest.mark.parametrize("as_of", [datetime(2030, 1, 5, 12, tzinfo=UTC), "2030-01-05T13:00+01:00"])
def test_times_are_text_or_aware_datetimes(tracker: Tracker, as_of: datetime | str) -> None:
    assert tracker.list(as_of=as_of)[2].progress == "1/2"


def test_a_datetime_without_offset_is_refused(tracker: Tracker) -> None:
    with pytest.raises(MistakeError, match="has no offset"):
        tracker.live(as_of=datetime(2030, 1, 5, 12))  # noqa: DTZ001 - that is the point


def test_a_view_that_makes_no_sense_says_what_is_wrong(tracker: Tracker) -> None:
    with pytest.raises(InvalidViewError, match=r"^as-of: `soon` is no date or instant \(write a date"):
        tracker.live(as_of="soon")
    with pytest.raises(InvalidViewError, match="typ"):
        tracker.live(assume=[{"typ": "paid"}])


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        (Choice(status=["satisfied"]), ["first/pay"]),
        (Choice(debtor=["bob"]), ["first/keep[eve]", "second/pay"]),
        (Choice(creditor=["ann"]), ["second/pay"]),
        (Choice(party=["eve"]), ["first/keep[eve]"]),
        (Choice(agreement=["second"]), ["second/pay"]),
        (Choice(strength=["goal"], debtor=["ann"]), ["first/keep[ann]"]),
    ],
)
def test_rows_can_be_chosen(tracker: Tracker, choice: Choice, chosen: list[str]) -> None:
    assert names(tracker.list(choice, as_of="2030-01-06")) == chosen


def test_names_are_found_or_the_mistake_is_told(tracker: Tracker) -> None:
    when = "2030-01-06"
    assert tracker.why("keep[ann]", as_of=when).beside["name"] == "first/keep[ann]"
    with pytest.raises(AmbiguousNameError, match="pay could be first/pay or second/pay"):
        tracker.why("pay", as_of=when)
    with pytest.raises(SeveralInstancesError, match=r"first/keep\[ann\], first/keep\[eve\]; name one"):
        tracker.why("keep", as_of=when)
    with pytest.raises(UnknownCommitmentError, match="did you mean second/pay"):
        tracker.why("secnd/pay", as_of=when)
    with pytest.raises(AbsentError, match="absent"):
        tracker.why("keep[joe]", as_of=when)


def test_why_goes_from_the_status_to_the_events(tracker: Tracker) -> None:
    told = lines(tracker.why("second/pay", as_of="2030-01-07"))
    assert told[0] == "second/pay: from bob to ann (binding)"
    assert told[2:] == [
        DETACHED,
        "  Its condition (if) reads: first/pay is satisfied.",
        SATISFIED,
        "    What it asks for (must) reads: paid by ann, 2 times.",
        "    Event a: paid by ann, 2030-01-05, no source is named.",
        "    Event b: paid by ann, 2030-01-06, no source is named.",
        "",
        "Before that:",
        "  2030-01-01: proposed → conditional, because it began: second is in force and its start has come.",
    ]


def test_why_tells_each_step_as_a_row(tracker: Tracker) -> None:
    steps = tracker.why("second/pay", as_of="2030-01-07")
    assert [(step.depth, step.name, step.after, step.rule) for step in steps] == [
        (0, "second/pay", "detached", "if met"),
        (1, "first/pay", "satisfied", "must met"),
    ]


def test_next_tells_what_would_decide(tracker: Tracker) -> None:
    assert lines(tracker.next("first/pay", as_of="2030-01-05")) == [
        "first/pay is detached.",
        "It becomes satisfied if: paid by ann, 2 times (so far 1 of 2) (the move of ann).",
        "It becomes violated at 2030-02-01 24:00 UTC unless before that: paid by ann, 2 times (so far 1 of 2).",
    ]
    assert lines(tracker.next("first/pay", as_of="2030-01-07"))[1] == (
        "Nothing that is still to come changes that by itself."
    )


def test_why_not_tells_what_stands_between(tracker: Tracker) -> None:
    assert lines(tracker.why("second/pay", status="satisfied", as_of="2030-01-05")) == [
        "second/pay is conditional (not owed yet), not satisfied.",
        "It becomes owed if: first/pay is satisfied (the move of ann).",
        "Then it asks for: thanked (the move of bob).",
    ]
    already = tracker.why("second/pay", status="detached", as_of="2030-01-07")
    assert lines(already) == ["second/pay is detached already: nothing stands between."]
    closed = tracker.why("first/pay", status="violated", as_of="2030-01-07")
    assert lines(closed)[1].startswith("It is closed: nothing that can still happen leads from satisfied to violated")


def test_what_if_records_nothing(tracker: Tracker) -> None:
    changes = tracker.what_if({"type": "thanked"}, as_of="2030-01-07")
    assert [(row.name, row.before, row.after) for row in changes] == [("second/pay", "detached", "satisfied")]
    assert tracker.list(as_of="2030-01-07")[3].status == "detached"
    notes = tracker.what_if({"type": "sang"}, as_of="2030-01-07").notes
    assert notes == ("No status would change.", "No text waits for sang.")


def test_diff_shows_what_is_not_the_same_at_two_times(tracker: Tracker) -> None:
    rows = tracker.diff(start="2030-01-05", end="2030-01-09")
    assert [(row.name, row.before, row.after) for row in rows] == [
        ("first/pay", "detached", "satisfied"),
        ("second/pay", "conditional", "violated"),
    ]


def test_due_ahead_and_stale(tracker: Tracker) -> None:
    assert names(tracker.due(as_of="2030-01-03")) == ["first/pay"]
    assert names(tracker.due(as_of="2030-01-03", within="30d")) == ["first/pay"]
    assert names(tracker.due(as_of="2030-01-03", within="2w")) == []
    stale = tracker.due(as_of="2030-01-05T12:00Z", stale="3d")
    assert "first/pay" not in names(stale)
    assert "first/keep[ann]" in names(stale)
    assert stale.brief[:3] == ("name", "status", "since")


def test_the_page_of_one_commitment(tracker: Tracker) -> None:
    report = tracker.show("first/pay", as_of="2030-01-05")
    page = "\n".join(lines(report))
    assert "progress     1 of 2" in page
    assert "must: paid by ann, 2 times (limit 2030-02-01 24:00 UTC) - open" in page
    assert "still needed: paid by ann, 2 times (so far 1 of 2)" in page
    assert [(row.part, row.state) for row in report] == [("must", "open")]


def test_compare_names_the_questions_on_which_it_turns() -> None:
    with Tracker.load(SUMMIT) as summit:
        report = summit.compare("prepare", as_of="2022-02-21T20:00Z")
        found = {(row.account, row.reading): row.status for row in report}
    assert found["moscow", ()] == "absent"
    assert found["all", ("invade=narrow", "guard=both", "thursday=summit")] == "detached"
    assert found["all", ("invade=wide", "guard=both", "thursday=summit")] == "void"
    assert "It turns on the questions invade and guard." in report.notes[0]


def test_contested_is_looked_at_when_asked() -> None:
    with Tracker.load(SUMMIT) as summit:
        assert {row.contested for row in summit.live(as_of="2022-02-21")} == {None}
        assert True in {row.contested for row in summit.live(as_of="2022-02-21", contested=True)}
        assert {row.contested for row in summit.list(as_of="2022-02-21", contested=True)} == {True}


def test_texts_with_errors_are_refused_with_all_their_diagnostics() -> None:
    with pytest.raises(RefusedTextError, match="E308") as caught:
        Tracker.load(TWO.replace("debtor: ann", "debtor: joe"))
    assert [found.id for found in caught.value.diagnostics] == ["E308"]


def test_files_are_read_only(tracker: Tracker) -> None:
    with pytest.raises(ReadOnlyBookError, match="give a ledger"):
        tracker.add(TWO)
    with pytest.raises(ReadOnlyBookError, match="give a ledger"):
        tracker.assert_event("paid")
    with pytest.raises(ReadOnlyBookError, match="give a ledger"):
        tracker.retract("a")


def test_a_ledger_is_kept_between_two_openings(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    with Tracker.open(path, clock=lambda: 1_893_900_000_000_000) as tracker:
        tracker.add(TWO)
        changes = tracker.assert_event("thanked", id="t", at="2030-01-07")
        assert [(row.name, row.after) for row in changes] == [("second/pay", "satisfied")]
        assert "thanked" in changes[0].why
    with Tracker.open(path, create=False, writable=False) as tracker:
        assert tracker.list(as_of="2030-01-08")[3].status == "satisfied"


def test_what_cannot_be_told_is_not_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Tracker.open(tmp_path / "c.db", clock=lambda: 1_893_900_000_000_000) as tracker:
        tracker.add(TWO)
        before = list(tracker.log())
        with monkeypatch.context() as patched:
            patched.setattr("commitments.writing.written_report", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                tracker.assert_event("thanked", id="t", at="2030-01-07")
        assert (list(tracker.log()), tracker.receipt) == (before, None)
        assert [row.after for row in tracker.assert_event("thanked", id="t", at="2030-01-07")] == ["satisfied"]


def test_an_event_may_name_what_another_process_has_added(tmp_path: Path) -> None:
    path, event = tmp_path / "c.db", '{"id": "f", "type": "release", "at": "2030-01-03", "commitment": "keep[ann]"}'
    with Tracker.open(path, clock=lambda: 0) as one, Tracker.open(path, clock=lambda: 0) as another:
        with pytest.raises(RefusedTextError, match="E301"):
            one.assert_event("release", commitment="keep[ann]", at="2030-01-03")
        another.add(TWO)
        one.assert_event("release", commitment="keep[eve]", at="2030-01-03")
        one.assert_events(Source("f.jsonl", event))
        assert [row.status for row in one.list(as_of="2030-01-04") if row.commitment == "keep"] == ["released"] * 2
        with pytest.raises(RefusedTextError, match=r"E311.*`pay` is a commitment of 2 agreements"):
            one.assert_event("release", commitment="pay", at="2030-01-03")


def test_one_agreement_of_a_ledger_is_listed_as_all_of_them_are(tmp_path: Path) -> None:
    with Tracker.open(tmp_path / "kept.db", clock=lambda: 0) as kept:
        kept.add(TWO)
        for as_of in ("2030-01-03", "2030-01-06", "2030-03-01"):
            rows = [row for row in kept.list(as_of=as_of) if row.agreement == "first"]
            assert list(kept.list(Choice(agreement=["first"]), as_of=as_of)) == rows
            assert list(kept.list(Choice(agreement=["first"], party=["bob"]), as_of=as_of)) == rows
        with pytest.raises(UnknownWordError, match="no agreement frist; did you mean first"):
            kept.list(Choice(agreement=["frist"]))


@pytest.mark.parametrize("span", ["within", "stale"])
def test_a_span_is_text(span: str) -> None:
    with Tracker.load(Source("two.yaml", TWO)) as two, pytest.raises(MistakeError, match="is no span of time"):
        two.due(**{span: 30})  # type: ignore[arg-type] # that is the mistake


def test_the_history_of_an_agreement_is_that_of_all_its_commitments() -> None:
    with Tracker.load(Source("two.yaml", TWO)) as two:
        rows = [(row.name, row.after) for row in two.history("second", as_of="2030-01-07")]
        everything = [(row.name, row.after) for row in two.history(as_of="2030-01-07")]
        assert rows == [row for row in everything if row[0].partition("/")[0] == "second"]
        assert rows[0] == ("second", "in-force")
        assert {row.name for row in two.history("keep[ann]", as_of="2030-01-07")} == {"first/keep[ann]"}
        with pytest.raises(UnknownAgreementError, match="did you mean second"):
            two.history("secnd")
