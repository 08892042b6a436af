"""Timelines, graphs and reports are the same from a ledger as from files, and only look at what bears on them."""

import json
from typing import Any

import pytest

from tests.cli.conftest import EVENTS, PACT, Run

OTHER = PACT.replace("agreement: pact", "agreement: other")
ASKED = (
    ("timeline", "pact"),
    ("timeline", "pact/ship"),
    ("graph",),
    ("graph", "pact"),
    ("graph", "pact/pay"),
    ("report", "pact"),
)


@pytest.fixture
def both(run: Run) -> Run:
    from pathlib import Path

    Path("both.yaml").write_text(f"{PACT}---\n{OTHER}{EVENTS}", encoding="utf-8")
    assert run("add", "both.yaml").exit_code == 0
    return run


def answer(run: Run, *arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
@pytest.mark.parametrize("as_of", ["2030-01-04", "2030-01-11", "2031-01-01"])
def test_a_ledger_answers_as_files_do(both: Run, asked: tuple[str, ...], as_of: str) -> None:
    assert answer(both, *asked, "--as-of", as_of) == answer(both, *asked, "--as-of", as_of, "-f", "both.yaml")


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_another_account_and_reading_can_be_asked(both: Run, asked: tuple[str, ...]) -> None:
    view = ("--as-of", "2030-01-11", "--account", "of-right", "--reading", "paying=strict")
    found = answer(both, *asked, *view)
    assert (found["account"], found["reading"]) == ("of-right", {"paying": "strict"})
    assert found == answer(both, *asked, *view, "-f", "both.yaml")
