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

PROGRAM = (sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv.pop(1)); from cli import main; main()")


def on_terminal(width: int, *arguments: str, **environment: str) -> str:
    """Run a command on a terminal of some width, and return what it shows."""
    own, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [*PROGRAM, str(ROOT), *arguments]
    with subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env={"TERM": "xterm", **kept, **environment}
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
    shown = on_terminal(80, *ASK, **environment)
    assert "\x1b" not in shown
    assert "\nLater\n" in shown
    assert "\x1b[34m" in on_terminal(80, *ASK, "--color", "always", **environment)


def test_a_pipe_is_plain_unless_colour_is_asked_for(run: Run) -> None:
    plain = run(*ASK).stdout
    assert "\x1b" not in plain
    assert "Later" not in plain
    coloured = run(*ASK, "--color", "always").stdout
    assert coloured.replace("\x1b[34m", "").replace("\x1b[1m", "").replace("\x1b[0m", "") == plain


def test_a_file_is_plain_also_from_a_terminal() -> None:
    assert on_terminal(80, *ASK, "-o", "live.txt") == ""
    assert "\x1b" not in Path("live.txt").read_text(encoding="utf-8")
