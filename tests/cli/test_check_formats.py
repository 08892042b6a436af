"""`check` for code hosts."""

import json
from pathlib import Path

from tests.cli.conftest import PACT, Run


def broken() -> str:
    Path("broken.yaml").write_text(PACT.replace("debtor: bob", "debtor: bobb"), encoding="utf-8")
    return "broken.yaml"


def test_github_sees_errors_beside_their_lines(run: Run) -> None:
    result = run("check", broken(), "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.startswith("::error file=broken.yaml,line=22,col=13,title=E308::")


def test_sarif_goes_into_a_file_by_its_ending(run: Run) -> None:
    assert run("check", broken(), "-o", "found.sarif").exit_code == 1
    (run_,) = json.loads(Path("found.sarif").read_text(encoding="utf-8"))["runs"]
    assert [found["ruleId"] for found in run_["results"]] == ["E308"]


def test_other_commands_have_no_such_format(run: Run) -> None:
    result = run("live", "-f", "all.yaml", "-o", "live.sarif")
    assert result.exit_code == 2
    assert "-o live.sarif: the formats are text, json, jsonl, csv; say which with --format" in result.stderr
