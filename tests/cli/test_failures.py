"""Whatever is given, there are clear lines and an exit code; a fault of the program is told as one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commitments.tracker import Tracker
from tests.cli.conftest import Run

LATER = ("list", "--as-of", "2030-01-11")
NOT_UTF8 = "\udcff"  # as Python has a byte of the command line that is no UTF-8


@pytest.mark.parametrize("command", [("assert", "paid"), ("correct", "p", "a=b"), ("live",), ("log",)])
@pytest.mark.parametrize("zone", ["", "/", "..", "Mars/Base", "a/b/c", "\x1b[31m", NOT_UTF8, "europe/paris"])
def test_a_time_zone_that_there_is_not_is_usage(ledger: Run, command: tuple[str, ...], zone: str) -> None:
    result = ledger(*command, "--tz", zone)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no time zone" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("command", [("what-if", "paid", f"at={NOT_UTF8}"), ("assert", "paid", f"text={NOT_UTF8}")])
def test_bytes_that_are_no_text_are_usage(ledger: Run, command: tuple[str, ...]) -> None:
    result = ledger(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")


def test_a_fault_of_the_program_is_no_bad_news(ledger: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("oh")

    monkeypatch.setattr(Tracker, "live", broken)
    result = ledger("live")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "KeyError: 'oh'" in result.stderr
    assert "this is a fault of commitments" in result.stderr


def test_what_is_interrupted_could_not_run(ledger: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Tracker, "live", interrupted)
    result = ledger("live")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", "error: interrupted\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_could_not_run(ledger: Run) -> None:
    result = ledger("list", "-o", "/dev/full", "--format", "text")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: no space left on device\n"


def test_a_reader_that_goes_away_is_no_bad_news(ledger: Run) -> None:
    lines = [f"{{'type': 'noise', 'at': '2030-01-05', 'id': 'e{number}'}}".replace("'", '"') for number in range(3000)]
    Path("many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert ledger("assert", "--file", "many.jsonl").exit_code == 0
    command = [sys.executable, "-c", "from cli import run; run()", "log", "--as-of", "2031-01-01"]
    usual = os.environ | {"PYTHONUNBUFFERED": ""}
    with subprocess.Popen(command, env=usual, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (3, "")


@pytest.mark.parametrize(
    ("arguments", "code"), [(("head",), 0), ((*LATER, "--fail-on", "violated"), 1), (("live", "--nothing"), 2)]
)
def test_all_is_told_before_the_process_ends(ledger: Run, arguments: tuple[str, ...], code: int) -> None:
    told = ledger(*arguments)
    command = [sys.executable, "-c", "from cli import run; run()", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == told.exit_code == code
    assert ended.stdout == told.stdout
    assert ended.stderr.splitlines()[-1:] == told.stderr.splitlines()[-1:]


@pytest.mark.skipif(sys.platform == "win32", reason="no streams that are closed so")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0), ("--nothing 2>&-", 2)])
def test_a_stream_that_is_closed_is_no_fault(ledger: Run, closed: str, code: int) -> None:
    assert ledger("head").exit_code == 0
    line = f"'{sys.executable}' -c 'from cli import run; run()' head {closed}"
    ended = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (code, "")


@pytest.mark.parametrize("place", ["/", ".", "folder"])
@pytest.mark.parametrize(
    "command",
    [
        *(("live",), ("head",), ("verify",), ("export",), ("ledger", "init"), ("add", "pact.yaml"), ("assert", "paid")),
        *(("import", "export.jsonl"), ("restore", "copy.db")),
    ],
)
def test_a_folder_is_no_ledger(ledger: Run, command: tuple[str, ...], place: str) -> None:
    Path("folder").mkdir()
    assert ledger("backup", "copy.db").exit_code == 0
    assert ledger("export", "-o", "export.jsonl").exit_code == 0
    result = ledger(*command, "--ledger", place)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "this is a folder, a ledger is a file" in result.stderr


@pytest.mark.parametrize("place", ["/", "folder"])
def test_a_folder_is_no_backup_and_no_healthy_ledger(ledger: Run, place: str) -> None:
    Path("folder").mkdir()
    for command in (("backup", place), ("restore", place, "--ledger", "new.db")):
        result = ledger(*command)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "this is a folder" in result.stderr
    examined = ledger("doctor", "--ledger", place)
    assert examined.exit_code == 1
    assert "this is a folder" in examined.stdout
