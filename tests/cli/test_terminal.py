"""What a terminal shows, and what a pipe gets: run in a process of its own, on a pseudo-terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.cli.conftest import Run

START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cli import main; "
PROGRAM = (sys.executable, "-c", START + "main()")
#: All work takes long for it.
HURRIED = (
    sys.executable,
    "-c",
    START + "import commitments.terminal.progress as bar; bar.PATIENCE = bar.BETWEEN = 0; main()",
)


def on_terminal(
    width: int, *arguments: str, program: tuple[str, ...] = PROGRAM, env: dict[str, str] | None = None
) -> str:
    """Run a command on a terminal of some width, and return what it shows."""
    own, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [*program, str(ROOT), *arguments]
    with subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env={"TERM": "xterm", **kept, **(env or {})}
    ):
        os.close(other)
        shown = b""
        while piece := _read(own):
            shown += piece
    os.close(own)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the program has ended
        return b""


ASK = ("live", "-f", "all.yaml", "--as-of", "2030-01-06")


@pytest.fixture(autouse=True)
def _there(run: Run) -> None:
    assert run(*ASK).exit_code == 0


def test_a_terminal_shows_groups_colour_and_how_far_away_limits_are() -> None:
    shown = on_terminal(100, *ASK)
    assert "\x1b[1mThis month\x1b[0m\n" not in shown
    assert "\x1b[1mLater\x1b[0m\n" in shown
    assert "\x1b[34mdetached\x1b[0m" in shown
    assert "(in 4 weeks)" in shown


def test_widths_follow_the_terminal() -> None:
    for width in (40, 72):
        lines = on_terminal(width, *ASK, "--color", "never").splitlines()
        assert width // 2 < max(map(len, lines)) <= width


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_some_environments_want_no_colour(environment: dict[str, str]) -> None:
    shown = on_terminal(80, *ASK, env=environment)
    assert "\x1b" not in shown
    assert "\nLater\n" in shown
    assert "\x1b[34m" in on_terminal(80, *ASK, "--color", "always", env=environment)


def test_a_pipe_is_plain_unless_colour_is_asked_for(run: Run) -> None:
    plain = run(*ASK).stdout
    assert "\x1b" not in plain
    assert "Later" not in plain
    coloured = run(*ASK, "--color", "always").stdout
    assert coloured.replace("\x1b[34m", "").replace("\x1b[1m", "").replace("\x1b[0m", "") == plain


def test_a_file_is_plain_also_from_a_terminal() -> None:
    assert on_terminal(80, *ASK, "-o", "live.txt") == ""
    assert "\x1b" not in Path("live.txt").read_text(encoding="utf-8")


def test_long_work_shows_how_far_it_has_come_on_a_terminal_only(run: Run) -> None:
    told = "".join(f'{{"id": "e{n}", "type": "told", "at": "2029-01-01"}}\n' for n in range(50))
    Path("many.jsonl").write_text(told, encoding="utf-8")
    ask = ("live", "-f", "pact.yaml", "-f", "many.jsonl", "--as-of", "2030-01-06", "--columns", "name")
    shown = on_terminal(80, *ask, program=HURRIED)
    assert "\r\x1b[Kreading lines [####" in shown
    assert "\r\x1b[Kreading events [------------------------]   2 %  1 of 50" in shown
    assert shown.rpartition("\r\x1b[K")[2].startswith("As of ")
    assert "reading" not in run(*ask).output


def test_what_is_wrong_is_in_colour_on_a_terminal() -> None:
    Path("broken.yaml").write_text("agreement: pact\nmade: 2030-01-01\nmaid: 1\n", encoding="utf-8")
    shown = on_terminal(80, "live", "-f", "broken.yaml")
    assert "\x1b[1;31merror[E207]\x1b[0m" in shown
    assert "\x1b" not in on_terminal(80, "live", "-f", "broken.yaml", env={"NO_COLOR": "1"})


def test_limits_ahead_are_in_groups_too() -> None:
    ask = ("due", "-f", "all.yaml", "--as-of", "2030-01-06", "--color", "never")
    assert "\nLater\n" in on_terminal(80, *ask)
    assert "\nLater\n" not in on_terminal(80, *ask, "--stale", "1d")
