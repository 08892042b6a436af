"""Runs the code of a page in its order, in a folder of its own: files, commands with their output, Python.

- A block with a title is written to the file of that name.
- A `console` block holds commands (`$ commitments …`) and what they print. `$ echo $?` prints the last exit code; a
  code that is not 0 has to be shown so. `cat FILE` shows a file.
- A `python` block is run; what it prints is the `text` block after it.
"""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import cli
import commitments.clock
from tests.architecture.sources import ROOT
from tests.docs.pages import Block, blocks

#: 2 March 2026, 09:00 UTC: when the first command of a page is run. Each takes a minute.
NOW = 1_772_442_000_000_000
MINUTE = 60_000_000
ECHO = "echo $?"


class Shown(NamedTuple):
    """What a page shows, and what really comes out."""

    block: Block
    shown: str
    really: str


class Clock:
    """Tells the time to commands, and to Python that brings no clock of its own."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> int:
        return self.time

    def time_ns(self) -> int:
        return self.time * 1_000


def prepare(folder: Path, patch: pytest.MonkeyPatch) -> Clock:
    """Make a folder in which commands run; the fixtures are there."""
    clock = Clock()
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    patch.chdir(folder)
    patch.delenv("COMMITMENTS_LEDGER", raising=False)
    patch.setenv("XDG_CONFIG_HOME", str(folder / "nobody"))
    patch.setattr(cli, "now", clock.now)
    patch.setattr(commitments.clock, "time", clock)
    return clock


def run(page: Path, folder: Path, clock: Clock) -> Iterator[Shown]:
    """Run a page, and yield each block that shows output."""
    printed, names = "", {"__name__": "page"}
    for block in blocks(page):
        if block.title is not None:
            (folder / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            yield Shown(block, block.text, "".join(console(block, clock)))
        elif block.language == "text":
            yield Shown(block, block.text, printed)
            printed = ""
        elif block.language == "python":
            assert not printed, f"{block.name}: what the Python before it prints is not shown"
            printed = python(block, names)
    assert not printed, f"{page}: what the last Python prints is not shown"


def python(block: Block, names: dict[str, str]) -> str:
    """Run Python code, and return what it prints."""
    output = io.StringIO()
    code = compile("\n" * block.line + block.text, str(block.page), "exec")
    with redirect_stdout(output):
        exec(code, names)  # noqa: S102 - it is our own page
    return output.getvalue()


def console(block: Block, clock: Clock) -> Iterator[str]:
    """Yield the lines of a console: each command, and what it prints."""
    code = 0
    for command in commands(block.text):
        if code and command != ECHO:
            raise AssertionError(f"{block.name}: exit code {code} is not shown by `$ {ECHO}`")
        yield f"$ {command}\n"
        if command == ECHO:
            yield f"{code}\n"
            code = 0
        else:
            output, code = outcome(command)
            clock.time += MINUTE
            yield output
    assert not code, f"{block.name}: exit code {code} is not shown by `$ {ECHO}`"


def commands(text: str) -> list[str]:
    """Return the commands of a console; a line that ends with a backslash goes on."""
    found: list[str] = []
    going_on = False
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(line.removeprefix("$ "))
        elif going_on:
            found[-1] += f"\n{line}"
        going_on = (line.startswith("$ ") or going_on) and line.endswith("\\")
    return found


def outcome(command: str) -> tuple[str, int]:
    """Return what a command prints, and its exit code."""
    program, *arguments = shlex.split(command.replace("\\\n", " "))
    if program == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in arguments), 0
    assert program == "commitments", command
    result = CliRunner().invoke(cli.main, arguments, catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output, result.exit_code
