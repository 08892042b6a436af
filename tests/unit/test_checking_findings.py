"""How `expect: check:` asks for findings."""

import re
from pathlib import Path

import pytest

from commitments.evaluate.findings import differences, tells
from commitments.testing import run_scenarios
from commitments.text.diagnostics import Diagnostic
from commitments.text.nicknames import NICKNAMES
from commitments.text.registry import REGISTRY
from commitments.text.source import Place
from commitments.tracker import Tracker

MESSAGE = "deadlock: a waits for b (if), which waits for a (if), under order = both"
RING = Diagnostic("W501", MESSAGE, Place("a.yaml", 1, 1), about=("deal/a", "deal/b"))
TYPE = Diagnostic("W401", "nothing declares events of type `payd`", Place("a.yaml", 2, 1), about=("deal/pay",))
NAME = Diagnostic("E301", "there is no commitment `payy` in `deal`", Place("a.yaml", 3, 1))


@pytest.mark.parametrize(
    "text",
    [
        "W501", "w501", "deadlock", "Deadlock", "circular-ifs", "circular ifs", "circular_ifs", "cycle", "ring", "a",
        "b", "deal/b", "deadlock: a", "a: deadlock", "deadlock: a, b", "deadlock: deal/a, b", "deadlock a b", "W501: b",
        "cycle: a -> b -> a", "deadlock: a → b", "circular ifs: a, b", "deadlock (a, b)", "deadlock between a and b",
        "waits for b (if)", "deadlock: a, under order=both", "deadlock under order=both", "a waits for `b`",
        "check: deadlock, commitment: a", "commitment: a, check: cycle", "id: W501, commitment: b", "never-detached",
    ],
)  # fmt: skip
def test_ways_to_ask(text: str) -> None:
    assert tells(RING, text)


@pytest.mark.parametrize(
    "text",
    [
        "W502", "E501", "deadlock: c", "contradiction", "c", "deal", "deadlock: a, c", "empty-window", "", ":", "and",
        "is", "undeclared",
    ],
)  # fmt: skip
def test_ways_that_do_not_fit(text: str) -> None:
    assert not tells(RING, text)


def test_undeclared_types() -> None:
    assert all(tells(TYPE, text) for text in ("undeclared-type", "undeclared", "payd", "undeclared type: payd", "pay"))


def test_every_entry_is_met_and_no_error_is_left() -> None:
    assert differences(["deadlock"], [RING]) == []
    assert differences(["deadlock"], [RING, TYPE]) == []
    assert differences(["deadlock"], [RING, NAME]) == [f"with E301 {NAME.message} as well"]
    assert differences(["deadlock", "E301"], [RING, NAME]) == []
    assert differences(["contradiction"], [RING]) == ["without contradiction"]
    assert differences([], [TYPE]) == [f"with W401 {TYPE.message} as well"]
    assert differences([], []) == []


def test_short_names_are_of_registered_ids_and_made_alike() -> None:
    assert set(NICKNAMES) <= set(REGISTRY)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for names in NICKNAMES.values() for name in names)
    assert len({names[0] for names in NICKNAMES.values()}) == len(NICKNAMES)


TEXT = """agreement: deal
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  a: {debtor: ann, creditor: bob, if: {commitment: b, is: satisfied}, must: {event: x}}
  b: {debtor: bob, creditor: ann, if: {commitment: a, is: satisfied}, must: {event: y}}
---
expect:
  - check: """


@pytest.mark.parametrize(
    ("wanted", "bad"),
    [
        ("[deadlock]", False),
        ("deadlock", False),
        ("[{deadlock: [a, b]}]", False),
        ("[{deadlock: a}, W501]", False),
        ("{finding: cycle, commitments: [a, b]}", False),
        ("[]", True),
        ("[{deadlock: [a, c]}]", True),
        ("[empty-window]", True),
    ],
)
def test_scenarios(tmp_path: Path, wanted: str, bad: bool) -> None:  # noqa: FBT001
    path = tmp_path / "a.yaml"
    path.write_text(TEXT + wanted + "\n")
    report, diagnostics = run_scenarios([str(path)])
    assert (report.bad, diagnostics) == (bad, [])


def test_another_kind_of_value_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for wanted in ("[5]", "[{}]", "[{deadlock: 5}]"):
        path.write_text(TEXT + wanted + "\n")
        assert {row.id for row in Tracker.check(path)} & {"E201", "E113"}, wanted


def test_check_of_a_tracker_is_bad_news_with_errors_only() -> None:
    report = Tracker.check(TEXT + "[]\n")
    assert ([row.id for row in report], report.bad) == (["W501"], False)
    assert Tracker.check(TEXT.replace("debtor: ann", "debtor: joe") + "[]\n").bad
