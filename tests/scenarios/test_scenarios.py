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
