"""Why a state began or ended, as far as a commitment followed from it; and why an agreement did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments import Tracker

TRUCE = """\
agreement: truce
made: 2030-01-01
timezone: America/New_York
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {press: {name: Press}, un: {name: UN}}
states:
  ceasefire:
    starts: {all: [{event: declared, actor: ann}, {event: declared, actor: bob}]}
    ends: {event: shots, total: number, at-least: 3}
  open:
    initially: true
    starts: {event: opened}
    ends: {event: closed}
commitments:
  aid: {debtor: ann, creditor: bob, while: {all: [{state: ceasefire}, {state: open}]}, must: {event: aid}}
  quiet: {debtor: bob, creditor: ann, if: {state: ceasefire, for: 2d}, must-not: {event: fire}, until: 2030-02-01}
---
agreement: later
made: 2030-01-01
in-force: {event: ratified}
until: 2030-01-20
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  lend: {debtor: ann, creditor: bob, must: {event: lent}}
---
events:
  - {id: ann-declares, type: declared, actor: ann, at: 2030-01-03, source: un}
  - {id: bob-declares, type: declared, actor: bob, at: 2030-01-04, source: press}
  - {id: one, type: shots, at: 2030-01-09T10:00Z, data: {number: 1}, source: un}
  - {id: two, type: shots, at: 2030-01-09T11:00Z, data: {number: 2}, source: [un, press]}
  - {id: ann-again, type: declared, actor: ann, at: 2030-01-10, source: un}
  - {id: bob-again, type: declared, actor: bob, at: 2030-01-12T12:00Z, source: [un, press]}
  - {id: shut, type: closed, at: 2030-01-14, source: un}
  - {id: treaty, type: ratified, at: 2030-01-05, source: un}
"""


@pytest.fixture(params=["files", "ledger"])
def truce(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tracker]:
    clock = 1_900_000_000_000_000
    if request.param == "files":
        with Tracker.load(TRUCE, clock=lambda: clock) as tracker:
            yield tracker
        return
    with Tracker.open(tmp_path / "kept.db", clock=lambda: clock) as tracker:
        tracker.add(TRUCE)
        yield tracker


def told(tracker: Tracker, name: str, as_of: str) -> list[str]:
    return [line.strip() for line in tracker.why(name, as_of=as_of).prose or ()]


def test_a_state_that_a_condition_waited_for_is_told_with_its_events(truce: Tracker) -> None:
    lines = told(truce, "quiet", "2030-01-08")
    assert "Its condition (if) reads: ceasefire holds for 2 days." in lines
    assert any(line.startswith("The state ceasefire began on 2030-01-04, because what begins it") for line in lines)
    assert "Event ann-declares: declared by ann, 2030-01-03, reported by un." in lines
    assert "Event bob-declares: declared by bob, 2030-01-04, reported by press." in lines


def test_what_ended_a_state_is_told_when_that_paused_a_commitment(truce: Tracker) -> None:
    steps = {row.name: row for row in truce.why("aid", as_of="2030-01-09")}
    ended = steps["truce/ceasefire"]
    assert (ended.rule, ended.part, ended.before, ended.after) == ("state", "ends", "holds", "ended")
    assert ended.events == ("one", "two")
    assert ended.at == steps["truce/aid"].at
    assert "truce/open" not in steps


def test_what_began_it_again_is_told(truce: Tracker) -> None:
    steps = {row.name: row for row in truce.why("aid", as_of="2030-01-13")}
    assert (steps["truce/ceasefire"].events, steps["truce/ceasefire"].sources) == (
        ("ann-again", "bob-again"), ("un", "press"),
    )  # fmt: skip
    assert "truce/open" not in steps, "it has held from the start"


def test_of_several_states_those_are_told_that_do_not_hold(truce: Tracker) -> None:
    steps = {row.name: row for row in truce.why("aid", as_of="2030-01-15")}
    assert steps["truce/open"].events == ("shut",)
    assert "truce/ceasefire" not in steps


def test_a_state_rests_on_who_reports_its_events(truce: Tracker) -> None:
    rows = {row.name: row.rests_on for row in truce.list(weak=True, as_of="2030-01-08")}
    assert rows["truce/quiet"] == ("un", "press")


def test_why_an_agreement_came_into_force_and_ended(truce: Tracker) -> None:
    lines = told(truce, "lend", "2030-01-10")
    assert (
        "The agreement later came into force on 2030-01-05, because what brings it into force (in-force) was met by"
        " treaty (ratified)." in lines
    )
    assert "Event treaty: ratified, 2030-01-05, reported by un." in lines
    assert "The agreement later ended at 2030-01-20 24:00 UTC, because its term ended at 2030-01-20 24:00 UTC." in told(
        truce, "lend", "2030-01-30"
    )
    assert "The agreement truce came into force on 2030-01-01, because its text says so." in told(
        truce, "quiet", "2030-01-02"
    )


def test_what_follows_from_a_state_that_held_for_a_span_says_so(truce: Tracker) -> None:
    why = list(truce.why("quiet", as_of="2030-01-08").prose or ())
    assert any(line.endswith("because its condition (if) was met as the state ceasefire held.") for line in why)
