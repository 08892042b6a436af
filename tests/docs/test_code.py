"""All code in README.md and docs/ does what the pages say."""

from pathlib import Path

import pytest

from commitments import load
from commitments.render import render
from commitments.testing import run_scenarios, through_ledgers
from tests.docs.pages import Block, blocks, name_of, pages, scenarios
from tests.docs.session import prepare, run

#: What the project is installed with. tests/architecture/test_readme_lines.py and .ci/setup try the first two.
INSTALLING = (
    "sh .ci/setup && .venv/bin/commitments live -f fixtures/summit-2022.yaml --as-of 2022-02-21\n",
    "sh .ci/test\n",
    "sh .ci/docs\n",
    "pipx install .          # or: uv tool install .\n",
)
LANGUAGES = ("yaml", "json", "csv", "toml", "console", "python", "text", "sh")

every_scenario = pytest.mark.parametrize("block", scenarios(), ids=lambda block: block.name)


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = prepare(tmp_path, monkeypatch)
    for block, shown, really in run(page, tmp_path, clock):
        assert really == shown, block.name


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_block_goes_untested(page: Path) -> None:
    for block in blocks(page):
        assert block.language in LANGUAGES, block.name
        if block.language == "yaml":
            assert block.title or block in scenarios(), f"{block.name}: expects nothing"
        if block.language in {"json", "csv", "toml"}:
            assert block.title, f"{block.name}: is no file"
        if block.language == "sh":
            assert block.text in INSTALLING, block.name


@every_scenario
def test_scenario_in_memory(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "block.yaml"
    path.write_text(block.text, encoding="utf-8")
    report, _ = run_scenarios([str(path)])
    assert not report.bad, render(report)
    if "check:" not in block.text:
        assert load([path]).diagnostics == []


@every_scenario
def test_scenario_through_a_ledger(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "block.yaml"
    path.write_text(block.text, encoding="utf-8")
    with through_ledgers(lambda: 0) as opening:
        report, _ = run_scenarios([str(path)], opening=opening)
    assert not report.bad, render(report)
