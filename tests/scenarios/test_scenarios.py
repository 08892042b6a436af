"""Every scenario comes out as it expects: from memory, and through a ledger."""

from pathlib import Path

import pytest

from commitments.render import render
from commitments.testing import run_scenarios, through_ledgers
from tests.architecture.sources import ROOT

CASES = Path(__file__).parent / "cases"
FILES = sorted([*(ROOT / "fixtures").glob("*.yaml"), *CASES.rglob("*.yaml")])

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@every_file
def test_in_memory(path: Path) -> None:
    report, diagnostics = run_scenarios([str(path)])
    assert diagnostics == []
    assert not report.bad, render(report)


@every_file
def test_through_a_ledger(path: Path) -> None:
    with through_ledgers(lambda: 0) as opening:
        report, _ = run_scenarios([str(path)], opening=opening)
    assert not report.bad, render(report)


AGREEMENT = """\
agreement: deal
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}}
"""
ALONE = "expect:\n  - {as-of: 2030-01-02, status: {pay: detached}}\n"


def test_expectations_alone_are_about_the_agreements_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(ALONE, encoding="utf-8")
    other = AGREEMENT.replace("deal", "other").replace("2030-01-01", "2030-01-02")  # a scenario is no agreement to use
    (tmp_path / "whole.yaml").write_text(other + "---\n" + ALONE, encoding="utf-8")
    report, diagnostics = run_scenarios([str(tmp_path)])
    assert diagnostics == []
    assert not report.bad, render(report)


def test_expectations_without_any_agreement_fail(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(ALONE, encoding="utf-8")
    report, diagnostics = run_scenarios([str(tmp_path)])
    assert report.bad
    assert [each.id for each in diagnostics] == ["E301"]


def test_a_scenario_that_is_not_there_fails(tmp_path: Path) -> None:
    report, diagnostics = run_scenarios([str(tmp_path / "nowhere" / "scenario.yaml")])
    assert report.bad
    assert [each.id for each in diagnostics] == ["E115"]
