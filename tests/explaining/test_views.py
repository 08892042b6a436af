"""Accounts, readings and assumptions, through files and through a ledger alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commitments import Tracker
from commitments.compile.errors import UnknownNameError
from commitments.evaluate.contention import TooManyAnswersError
from commitments.evaluate.naming import AbsentError, SeveralInstancesError
from commitments.reports.report import Report
from tests.architecture.sources import ROOT

SUMMIT = ROOT / "fixtures" / "summit-2022.yaml"
HEARD = """\
agreement: deal
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {left: {name: Left}, right: {name: Right}, far: {name: Far}}
accounts: {of-left: [left], of-right: [right], of-both: [left, right]}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}, by: 2030-01-20}
  thank: {debtor: bob, creditor: ann, source: left, if: {commitment: pay, is: satisfied}, must: {event: thanked}}
---
events:
  - {id: p, type: paid, actor: ann, at: 2030-01-05, source: [left, far]}
  - {id: no, type: denial, object: p, at: 2030-01-06, source: right}
"""


def ledger_of(*texts: str | Path) -> Callable[[Path], Tracker]:
    def opening(folder: Path) -> Tracker:
        tracker = Tracker.open(folder / "kept.db", clock=lambda: 2_000_000_000_000_000)
        tracker.add(*texts)
        return tracker

    return opening


@pytest.fixture(params=["files", "ledger"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Tracker]]:
    made: list[Tracker] = []

    def opening(*texts: str | Path) -> Tracker:
        tracker = Tracker.load(*texts) if request.param == "files" else ledger_of(*texts)(tmp_path)
        made.append(tracker)
        return tracker

    yield opening
    for tracker in made:
        tracker.close()


def names(report: Report) -> list[str]:
    return [row.name.removeprefix("summit-2022/") for row in report]


def statuses(report: Report) -> dict[str, str]:
    return {row.name: row.status for row in report}


def test_paris_and_moscow_tell_two_lists_of_one_call(opened: Callable[..., Tracker]) -> None:
    summit = opened(SUMMIT)
    when = "2022-02-20T23:59:59+01:00"
    paris = {name for name in names(summit.live(account="paris", as_of=when)) if "/" not in name}
    moscow = {name for name in names(summit.live(account="moscow", as_of=when)) if "/" not in name}
    assert {"prepare", "attend-putin", "contact-group-soon", "avoid-escalation[russia]"} <= paris
    assert moscow == {"seek-solutions", "contact-group-if-agreed"}
    assert not paris & moscow


def test_a_denial_takes_away_where_nobody_else_is_trusted(opened: Callable[..., Tracker]) -> None:
    deal = opened(HEARD)
    found = {
        account: statuses(deal.list(as_of="2030-01-10", account=account))
        for account in ("all", "of-left", "of-right", "of-both")
    }
    assert {account: rows["deal/pay"] for account, rows in found.items()} == {
        "all": "satisfied", "of-left": "satisfied", "of-right": "detached", "of-both": "satisfied",
    }  # fmt: skip
    assert "deal/thank" not in found["of-right"]
    denied = {row.id: row.contested for row in deal.log(as_of="2030-01-10")}
    assert denied == {"p": True, "no": False}
    assert any("contested: right denies it" in line for line in deal.why("pay", as_of="2030-01-10").prose or ())


def test_several_readings_at_once(opened: Callable[..., Tracker]) -> None:
    summit = opened(SUMMIT)
    found = summit.list(as_of="2022-02-22", reading={"invade": "wide", "guard": "preparation"})
    rows = {name.removeprefix("summit-2022/"): status for name, status in statuses(found).items()}
    assert (rows["prepare"], rows["attend-biden"]) == ("void", "expired")


def test_a_question_or_account_that_is_none_is_refused(opened: Callable[..., Tracker]) -> None:
    summit = opened(SUMMIT)
    with pytest.raises(UnknownNameError, match="did you mean invade"):
        summit.live(reading={"invades": "wide"})
    with pytest.raises(UnknownNameError, match="did you mean paris"):
        summit.why("prepare", account="pari")


def test_what_if_tells_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    with ledger_of(HEARD)(tmp_path) as deal:
        head = str(deal.book.storage.log.head())  # type: ignore[attr-defined]
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        report = deal.what_if({"type": "thanked", "at": "2030-01-08"}, as_of="2030-01-10")
        assert [(row.name, row.before, row.after) for row in report] == [("deal/thank", "detached", "satisfied")]
        assert "must) was done by" in report[0].why
        assumed = [{"type": "retracted"}, {"type": "thanked", "at": "2030-01-08"}]
        assert statuses(deal.list(as_of="2030-01-10", assume=assumed))["deal/thank"] == "satisfied"
        assert str(deal.book.storage.log.head()) == head  # type: ignore[attr-defined]
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_if_tells_the_status_that_it_has_now() -> None:
    with Tracker.load(SUMMIT) as summit:
        supposed = {"type": "contact-group-met", "at": "2022-02-21T13:00Z"}
        found = {row.name: (row.before, row.after) for row in summit.what_if(supposed, as_of="2022-02-21")}
    assert found["summit-2022/contact-group-soon"] == ("lapsed", "satisfied")


# --- compare ---------------------------------------------------------------------------------------------------------


def test_compare_finds_the_event_on_which_it_turns(opened: Callable[..., Tracker]) -> None:
    report = opened(HEARD).compare("pay", as_of="2030-01-10")
    assert {row.account: row.status for row in report} == {
        "all": "satisfied", "of-left": "satisfied", "of-right": "detached", "of-both": "satisfied",
    }  # fmt: skip
    assert report.beside["contested"] is True
    assert report.beside["questions"] == []
    assert report.beside["turns"] == [{"account": "of-right", "events": ["p"], "commitments": []}]
    assert any("Seen from the account of-right, it turns on p: paid by ann" in note for note in report.notes)


def test_compare_finds_that_nobody_reports_it(opened: Callable[..., Tracker]) -> None:
    report = opened(HEARD).compare("thank", as_of="2030-01-10")
    assert {"account": "of-right", "events": [], "commitments": ["deal/thank"]} in report.beside["turns"]
    assert report.beside["agreed"]["status"] == "detached"


def test_what_is_the_same_everywhere_is_not_contested(opened: Callable[..., Tracker]) -> None:
    deal = opened(HEARD)
    assert "not contested" in deal.compare("pay", as_of="2030-01-03").notes[0]
    assert names(deal.list(contested=True, as_of="2030-01-03")) == ["deal/thank"]
    assert names(deal.list(contested=True, as_of="2030-01-10")) == ["deal/pay", "deal/thank"]


def test_one_of_several_instances_has_to_be_named(opened: Callable[..., Tracker]) -> None:
    summit = opened(SUMMIT)
    with pytest.raises(SeveralInstancesError, match="hold-fire has 2 instances: donbas-2022/hold-fire"):
        summit.compare("hold-fire", as_of="2022-02-21")
    with pytest.raises(AbsentError, match="there is no such commitment"):
        summit.compare("hold-fire[spain]", as_of="2022-02-21")


def many_questions(number: int) -> str:
    """A commitment for each question, and one that hangs on all of them."""
    questions = [f"q{place}" for place in range(number)]
    lines = [
        "agreement: many", "made: 2030-01-01", "parties: {ann: {name: Ann}, bob: {name: Bob}}",
        f"readings: {{{', '.join(f'{name}: [no, yes]' for name in questions)}}}", "counts-as:",
    ]  # fmt: skip
    lines += [f"  kind-{name}: [{{event: done, reading: {{{name}: yes}}}}]" for name in questions]
    lines.append("commitments:")
    lines += [f"  c-{name}: {{debtor: ann, creditor: bob, must: {{event: kind-{name}}}}}" for name in questions]
    lines.append("  rest: {debtor: ann, creditor: bob, must: {event: x}}")
    parts = ", ".join(f"{{event: kind-{name}}}" for name in questions)
    lines.append(f"  whole: {{debtor: ann, creditor: bob, must: {{all: [{parts}]}}}}")
    lines += ["---", "events:", "  - {id: d, type: done, at: 2030-01-02}"]
    return "\n".join(lines)


def test_only_questions_that_may_matter_are_tried() -> None:
    with Tracker.load(many_questions(20)) as many:
        assert len(many.compare("c-q3", as_of="2030-01-03")) == 2
        assert len(many.compare("rest", as_of="2030-01-03")) == 1
        with pytest.raises(TooManyAnswersError, match=r"many/whole: 1048576 combinations of answers to q0, q1"):
            many.compare("whole", as_of="2030-01-03")
        settled = {f"q{place}": "yes" for place in range(16)}
        report = many.compare("whole", as_of="2030-01-03", reading=settled)
    assert {row.status for row in report} == {"detached", "satisfied"}
    assert report.beside["questions"] == ["q16", "q17", "q18", "q19"]


def test_the_account_that_is_told_less_hears_the_smallest_set() -> None:
    text = HEARD.replace("must: {event: paid}", "must: {event: paid, at-least: 2}") + (
        "  - {id: q, type: paid, actor: ann, at: 2030-01-07, source: [left, far]}\n"
        "  - {id: r, type: paid, actor: ann, at: 2030-01-04, source: [right, left]}\n"
        "  - {id: x, type: other, at: 2030-01-04, source: [left]}\n"
    )
    with Tracker.load(text) as deal:
        turns = deal.compare("pay", as_of="2030-01-10").beside["turns"]
    assert turns == [{"account": "of-right", "events": ["p"], "commitments": []}]
