"""What comes next and what stands between: for conditions of several parts, what is closed, what is to begin."""

from __future__ import annotations

import pytest

from commitments import Tracker

MORE = """\
agreement: more
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}, eve: {name: Eve}}
commitments:
  quiet: {debtor: bob, creditor: ann, must-not: {event: noise, actor: bob}}
  amends: {debtor: bob, creditor: ann, if: {commitment: quiet, is: violated}, must: {event: flowers}, remedies: quiet}
  build:
    debtor: bob
    creditor: ann
    strength: goal
    if:
      all:
        - {event: permit, actor: eve}
        - any: [{all: [{event: paid, actor: ann}, {event: signed}]}, {event: given}]
    must: {then: [{event: begun}, {event: built, actor: $debtor}]}
    by: 2030-02-01
  move: {debtor: ann, creditor: bob, if: {commitment: build, is: satisfied}, must: {event: moved}}
"""


def told(text: str, name: str, as_of: str, status: str | None = None) -> list[str]:
    with Tracker.load(MORE + "---\nevents:\n" + text if text else MORE) as more:
        report = more.next(name, as_of=as_of) if status is None else more.why(name, status=status, as_of=as_of)
        return list(report.prose or ())


def test_what_is_left_of_a_condition_is_told_as_it_is_joined() -> None:
    permit = "  - {id: p, type: permit, actor: eve, at: 2030-01-02}\n"
    assert (
        "It becomes detached if: permit by eve and ((paid by ann and signed) or given) (the move of eve and ann)."
        in told("", "build", "2030-01-03")
    )
    assert "It becomes detached if: (paid by ann and signed) or given (the move of ann)." in told(
        permit, "build", "2030-01-03"
    )
    given = permit + "  - {id: g, type: given, at: 2030-01-02}\n"
    assert "It becomes satisfied if: begun, then built by bob (the move of bob)." in told(given, "build", "2030-01-03")


def test_what_meets_a_condition_is_told_once() -> None:
    assert told("", "move", "2030-01-03") == [
        "more/move is conditional.",
        "It becomes detached if: build is satisfied (the move of bob).",
        "It becomes expired at 2030-02-01 24:00 UTC unless before that: build is satisfied.",
    ]


def test_another_commitment_that_makes_up_for_it_is_told() -> None:
    noise = "  - {id: n, type: noise, actor: bob, at: 2030-01-02}\n"
    assert told(noise, "quiet", "2030-01-03") == [
        "more/quiet is violated.", "It becomes remedied if: amends is satisfied (the move of bob)."
    ]  # fmt: skip


def test_what_waits_for_a_commitment_that_has_lapsed_waits_for_its_debtor_to_commit_again() -> None:
    assert told("", "move", "2030-01-20", "satisfied")[1:] == [
        "It becomes owed if: build is satisfied (the move of bob).",
        "Then it asks for: moved (the move of ann).",
    ]


def test_an_act_that_opens_it_again_comes_before_the_condition() -> None:
    given = "  - {id: p, type: permit, actor: eve, at: 2030-01-02}\n  - {id: g, type: given, at: 2030-01-02}\n"
    cancelled = "  - {id: c, type: cancel, commitment: build, actor: bob, at: 2030-01-04}\n"
    assert told(given + cancelled, "build", "2030-01-05", "satisfied")[:2] == [
        "more/build is lapsed (not followed through; it was not binding), not satisfied.",
        "It is closed, but an act would open it again: recommit by bob.",
    ]


def test_what_has_no_end_is_told_to_stay_owed() -> None:
    assert told("", "quiet", "2030-01-05", "satisfied")[1:] == [
        "No way was found that leads to satisfied.",
        "What it rules out (must-not) has no end, so it stays owed.",
    ]


SOON = """\
agreement: soon
made: 2030-01-01
in-force: {all: [{event: signed, actor: ann}, {event: signed, actor: bob}]}
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, from: 2030-03-01, must: {event: paid}, within: 30d}
  rent: {debtor: ann, creditor: bob, every: P1M, from: 2030-02-01, until: 2031-01-01, must: {event: rent-paid}}
  ask: {for-each: {event: asked}, key: object, debtor: bob, creditor: ann, must: {event: told, object: $each.object}}
---
events:
  - {id: one, type: signed, actor: ann, at: 2030-01-02}
"""


@pytest.mark.parametrize(
    ("name", "start"), [("pay", "It begins on 2030-03-01."), ("rent[2030-02-01]", "It begins on 2030-02-01.")]
)
def test_what_has_not_begun_tells_what_it_waits_for(name: str, start: str) -> None:
    with Tracker.load(SOON) as soon:
        why = [line.strip() for line in soon.why(name, as_of="2030-01-05").prose or ()]
        first = soon.next(name, as_of="2030-01-05")[0]
        between = list(soon.why(name, status="satisfied", as_of="2030-01-05").prose or ())
    assert why[2:] == [
        "It is proposed (not begun yet): nothing has happened that changes where it stands.",
        "Its agreement is not in force yet; that still needs: signed by bob.",
        start,
    ]
    assert (first.part, first.what, first.status, first.whose) == ("in-force", "signed by bob", "detached", ("bob",))
    assert between[1] == "It becomes detached if: signed by bob (the move of bob)."
    assert between[2].startswith("Then it asks for:")


def test_what_has_no_instance_tells_what_makes_one() -> None:
    line = "It has no instance yet. One begins with: asked (one for each object)."
    with Tracker.load(SOON) as soon:
        reports = (
            soon.why("ask", as_of="2030-01-05"),
            soon.next("ask", as_of="2030-01-05"),
            soon.why("ask", status="satisfied", as_of="2030-01-05"),
        )
        for report in reports:
            assert line in [told.strip() for told in report.prose or ()]


WAITING = """\
agreement: more
made: 2030-01-01
unless: {event: collapse}
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}, by: 2030-02-01}
  seize: {debtor: ann, creditor: bob, if: {commitment: pay, is: violated}, must: {event: given}, within: 10d}
"""


def test_what_ends_its_agreement_and_what_ends_the_other_are_told() -> None:
    with Tracker.load(WAITING) as more:
        report = more.next("seize", as_of="2030-01-05")
    assert list(report.prose or ())[1:] == [
        "It becomes terminated if: collapse.",
        "It becomes expired if: pay is satisfied (the move of ann).",
        "It becomes detached at 2030-02-01 24:00 UTC unless before that: pay is satisfied.",
        "Then it becomes violated at 2030-02-11 24:00 UTC, if still nothing happens.",
    ]


QUIET = """\
agreement: line
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
states: {calm: {starts: {event: calmed}, ends: {event: shots}}}
commitments:
  pull-back: {each: {who: [ann, bob]}, debtor: $who, creditor: bob, if: {state: calm, for: 7d}, must: {event: gone, actor: $who}}
  repair: {debtor: bob, creditor: ann, if: {all: [{commitment: "pull-back[ann]", is: satisfied}, {commitment: "pull-back[bob]", is: satisfied}]}, must: {event: repaired}}
---
events:
  - {id: c, type: calmed, at: 2030-01-03}
"""  # noqa: E501 - a flow mapping is one line


def test_what_others_wait_for_in_silence_is_waited_for() -> None:
    with Tracker.load(QUIET) as line:
        silent = line.next("pull-back[ann]", as_of="2030-01-05")
        report = line.next("repair", as_of="2030-01-05")
    assert [(row.decides, row.status) for row in silent] == [("time", "detached")]
    assert [(row.what, row.status, row.whose) for row in report] == [
        ("pull-back[ann] is satisfied and pull-back[bob] is satisfied", "detached", ("ann", "bob"))
    ]
    assert [text.split()[0] for text in report[0].example] == ["supposed-pause", "gone", "supposed-pause", "gone"]
