"""`--dry-run`: what would be recorded and what would change, exactly as if it were; and nothing is written."""

import json
from pathlib import Path

import pytest

from commitments import Tracker
from tests.cli.conftest import EVENTS, NOW, PACT, Run

LINES = """\
{"id": "p", "type": "paid", "actor": ["ann"], "at": "2030-01-05", "data": {"amount": 10.50}, "source": "left"}
{"id": "s", "type": "shipped", "actor": "bob", "at": "2030-01-20"}
"""
#: What may be told to a ledger that holds the pact and one event, p.
TOLD = {
    "one": ("assert", "shipped", "actor=bob", "--at", "2030-01-20", "--id", "s"),
    "again": ("assert", "paid", "actor=ann", "--at", "2030-01-05", "--source", "left", "--id", "p"),
    "lines": ("assert", "--file", "more.jsonl"),
    "add": ("add", "other.yaml"),
    "retract": ("retract", "p", "--reason", "it was another"),
    "correct": ("correct", "p", "at=2030-01-11", "--reason", "it was later"),
}


@pytest.fixture
def kept(ledger: Run) -> Run:
    Path("other.yaml").write_text(PACT.replace("agreement: pact", "agreement: other"), encoding="utf-8")
    Path("more.jsonl").write_text(LINES.splitlines()[1], encoding="utf-8")
    assert ledger("assert", "paid", "actor=ann", "--at", "2030-01-05", "--source", "left", "--id", "p").exit_code == 0
    return ledger


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_it_answers_as_the_telling_does_and_leaves_all_as_it_was(kept: Run, told: tuple[str, ...]) -> None:
    before = [kept("head").stdout, kept("export").stdout, kept("history", "--format", "json").stdout]
    tried = kept(*told, "--dry-run", "--format", "json")
    assert tried.exit_code == 0, tried.output
    assert [kept("head").stdout, kept("export").stdout, kept("history", "--format", "json").stdout] == before
    really = json.loads(kept(*told, "--format", "json").stdout)
    answer = json.loads(tried.stdout)
    assert answer["dry_run"] is True
    assert {key: answer[key] for key in ("recorded", "unchanged", "rows")} == {
        key: really[key] for key in ("recorded", "unchanged", "rows")
    }
    assert kept("verify").exit_code == 0


def test_the_events_are_shown_as_they_would_be_recorded(ledger: Run) -> None:
    tried = ledger("assert", "--file", "-", "--dry-run", stdin=LINES)
    assert tried.stdout.splitlines()[:5] == [
        "A trial: nothing is recorded.",
        "p: paid by ann (amount 10.50), 2030-01-05, reported by left",
        "s: shipped by bob, 2030-01-20, no source is named",
        "Would be recorded: p, s.",
        "",
    ]
    told = json.loads(ledger("assert", "--file", "-", "--dry-run", "--format", "json", stdin=LINES).stdout)["events"]
    again = "\n".join(map(json.dumps, told))
    assert ledger("assert", "--file", "-", stdin=again).exit_code == 0
    assert "unchanged: p, s" in ledger("assert", "--file", "-", "--dry-run", stdin=again).stdout


def test_of_many_events_the_first_are_shown(ledger: Run) -> None:
    lines = "\n".join(f'{{"id": "e{number}", "type": "fire", "at": "2030-01-20"}}' for number in range(15))
    shown = ledger("assert", "--file", "-", "--dry-run", stdin=lines).stdout
    assert shown.count("no source is named") == 12
    assert "e11 and 3 more." in shown


def test_what_is_wrong_is_refused_as_without_it(ledger: Run) -> None:
    assert ledger("assert", "paid", "at=yesterday", "--dry-run").exit_code == 2
    assert ledger("retract", "nothing", "--dry-run").exit_code == 2
    assert ledger("assert", "paid", "--dry-run", "--receipt").exit_code == 2


def test_without_a_ledger_none_is_made(run: Run) -> None:
    assert run("add", "pact.yaml", "--dry-run").exit_code == 3
    assert not Path("commitments.db").exists()


def test_after_a_trial_a_tracker_goes_on_with_what_is_kept(ledger: Run) -> None:
    del ledger
    with Tracker.open("commitments.db", clock=lambda: NOW) as tracker:
        with tracker.trial():
            tracker.add(PACT.replace("agreement: pact", "agreement: other"))
            tracker.assert_event("paid", actor="ann", at="2030-01-05", agreement="pact")
            assert {row.agreement for row in tracker.list()} == {"other", "pact"}
            (pay,) = (row for row in tracker.list() if row.name == "pact/pay")
            assert pay.status == "satisfied"
        assert {row.name: row.status for row in tracker.list()}["pact/pay"] == "violated"
        assert {row.agreement for row in tracker.list()} == {"pact"}
        tracker.assert_event("paid", actor="ann", at="2030-01-05")
        assert {row.name: row.status for row in tracker.list()}["pact/pay"] == "satisfied"


def test_what_goes_wrong_inside_ends_the_trial(ledger: Run) -> None:
    del ledger

    def told(*times: str) -> None:
        with tracker.trial():
            for at in times:
                assert len(tracker.assert_event("paid", actor="ann", at=at)) > 0

    with Tracker.open("commitments.db", clock=lambda: NOW) as tracker:
        with pytest.raises(ValueError, match="year"):
            told("2030-01-05", "0000-01-01")
        assert len(tracker.log()) == 0


def test_files_cannot_be_tried(run: Run) -> None:
    del run
    with Tracker.load(PACT + EVENTS) as tracker, pytest.raises(Exception, match="files are read"), tracker.trial():
        pass
