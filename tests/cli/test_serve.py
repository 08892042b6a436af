"""`serve`, as a process: it answers over HTTP, sees what changes, and ends cleanly."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.architecture.sources import ROOT
from tests.cli.conftest import EVENTS, PACT, Run

PROGRAM = (sys.executable, "-u", "-c", "import sys; sys.path.insert(0, sys.argv.pop(1)); from cli import main; main()")
PATIENCE = 30.0


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Return where a process answers about a file."""
    (tmp_path / "pact.yaml").write_text(PACT)
    command = [*PROGRAM, str(ROOT), "serve", "-f", "pact.yaml", "--port", "0"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Answering at http://127.0.0.1:"), line
        yield line.split()[2]
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.communicate()


def statuses(address: str) -> dict[str, str]:
    with urlopen(f"{address}list?format=json&as-of=2030-01-06", timeout=PATIENCE) as reply:  # noqa: S310 - our own
        return {row["name"]: row["status"] for row in json.load(reply)["rows"]}


def test_it_answers_by_what_is_there_now(address: str, tmp_path: Path) -> None:
    assert statuses(address)["pact/ship"] == "conditional"
    (tmp_path / "pact.yaml").write_text(PACT + EVENTS)
    assert statuses(address)["pact/ship"] == "detached"


def test_what_cannot_be_opened_is_told_at_once(run: Run) -> None:
    result = run("serve", "--ledger", "none.db")
    assert (result.exit_code, "none.db" in result.stderr) == (3, True)
    result = run("serve", "-f", "-")
    assert (result.exit_code, "standard input cannot be asked again" in result.stderr) == (2, True)
    assert run("serve", "--port", "70000").exit_code == 2
