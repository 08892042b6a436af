"""What ``import commitments`` gives, and what it costs."""

import subprocess
import sys

import pytest

import commitments
from tests.architecture.sources import ROOT

HEAVY = ("apsw", "click", "durable", "pydantic", "yaml")


def test_all_names_exactly_what_can_be_imported() -> None:
    assert sorted(commitments._HOMES) == sorted(commitments.__all__)  # noqa: SLF001
    assert list(commitments.__all__) == sorted(commitments.__all__)


@pytest.mark.parametrize("name", commitments.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(commitments, name).__doc__
    assert name in dir(commitments)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'commitments' has no attribute 'trackers'"):
        commitments.trackers  # noqa: B018


def heavy_modules_after(statement: str) -> list[str]:
    code = f"{statement}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return result.stdout.split()


def test_importing_commitments_imports_nothing_heavy() -> None:
    assert heavy_modules_after("import commitments") == []


def test_importing_the_command_line_imports_click_only() -> None:
    assert heavy_modules_after("import cli") == ["click"]
