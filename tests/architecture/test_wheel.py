"""What is installed: three names at the top level, typed, with one command."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, modules, name_of


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    (path,) = target.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_the_wheel_has_exactly_three_names_at_top_level(wheel: zipfile.ZipFile) -> None:
    top = {Path(name).parts[0] for name in wheel.namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"commitments", "rules", "cli.py"}


def test_the_wheel_holds_every_module_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    code = {name for name in wheel.namelist() if name.endswith(".py")}
    assert code == {name_of(path) for path in modules()}


def test_the_wheel_is_typed_and_licensed(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {"commitments/py.typed", "rules/py.typed", "commitments/render/page.css"} <= set(names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_holds_the_pages_that_help_shows(wheel: zipfile.ZipFile) -> None:
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    held = {name.removeprefix("commitments/docs/") for name in wheel.namelist() if name.endswith(".md")}
    assert held == pages


def test_the_wheel_installs_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert wheel.read(entry_points).decode().split() == ["[console_scripts]", "commitments", "=", "cli:run"]


def test_the_wheel_holds_what_is_shipped_to_be_used(wheel: zipfile.ZipFile) -> None:
    examples = {name_of(path) for path in (ROOT / "commitments" / "examples").rglob("*.yaml")}
    assert len(examples) > 6
    assert examples <= set(wheel.namelist())
