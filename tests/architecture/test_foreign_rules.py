"""Beside another package named rules, importing commitments says what is wrong and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT


def import_commitments(first_on_path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import commitments"],
        env=os.environ | {"PYTHONPATH": f"{first_on_path}{os.pathsep}{ROOT}"},
        cwd=first_on_path,
        capture_output=True,
        text=True,
        check=False,
    )


def test_our_own_rules_are_accepted(tmp_path: Path) -> None:
    result = import_commitments(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_folder_named_rules_without_code_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    result = import_commitments(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("file", ["rules/__init__.py", "rules.py"])
def test_foreign_rules_give_a_clear_error(tmp_path: Path, file: str) -> None:
    foreign = tmp_path / file
    foreign.parent.mkdir(exist_ok=True)
    foreign.touch()
    result = import_commitments(tmp_path)
    last = result.stderr.splitlines()[-1]
    assert result.returncode == 1
    assert last.startswith("ImportError: commitments needs its own package 'rules', but Python found another")
    assert str(foreign) in last
    assert "pipx install" in last
