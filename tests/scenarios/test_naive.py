"""Every scenario holds for the naive evaluator too: a second reader of the same language."""

from pathlib import Path

import pytest

from tests.naive import check_expectations, load

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "fixtures", ROOT / "tests" / "scenarios" / "cases")
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.yaml") if "errors" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path: Path) -> None:
    assert check_expectations(load(path.read_text(encoding="utf-8"))) == []
