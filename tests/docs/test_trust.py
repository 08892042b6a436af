"""What the page on trust says is tested is tested: its commands name files that are there, and tests in them."""

import re

import pytest

from tests.architecture.sources import ROOT
from tests.docs.pages import DOCS

PAGE = DOCS / "trust.md"
COMMANDS = re.findall(r"\| `(tests/[^`]+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_promise_has_a_command() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| promise |")[2].partition("\n\n")[0]
    assert len(COMMANDS) == len(table.splitlines()) - 2


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_runs_a_test(command: str) -> None:
    files, _, expression = command.partition(" -k ")
    paths = [path for name in files.split() for path in sorted((ROOT / name).rglob("test_*.py")) or [ROOT / name]]
    sources = [path.read_text(encoding="utf-8") for path in paths]
    tests = [name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)]
    assert tests
    for word in expression.strip('"').split(" or "):
        assert any(word in name for name in tests), word
