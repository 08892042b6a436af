"""What went wrong, as lines on stderr and an exit code: the same for every command, and for every format."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from commitments.text.diagnostics import Diagnostic

BAD_NEWS, USAGE, COULD_NOT_RUN = 1, 2, 3


def fail(message: str, code: int) -> NoReturn:
    """End with lines on stderr and an exit code."""
    from commitments.render.inert import inert

    for line in message.splitlines():
        click.echo(f"error: {inert(line)}", err=True)
    raise SystemExit(code)


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics to stderr."""
    found = [str(each) for each in diagnostics]
    if found and sys.stderr.isatty():
        from commitments.render.findings import diagnostic_lines
        from commitments.terminal.output import screen_on

        found = list(diagnostic_lines("\n".join(found).splitlines(), screen_on(sys.stderr)))
    for line in found:
        click.echo(line, err=True)


def explain(error: Exception) -> NoReturn:
    """End with what an error says, if it is one that people make; else with where the program is wrong."""
    from commitments.compile.errors import CompileError
    from commitments.ledger.errors import ConflictError, LedgerError, UnknownEventError
    from commitments.mistakes import MissingExtraError, MistakeError, WorkFailedError
    from commitments.text.diagnostics import RefusedTextError
    from commitments.text.times import UnreadableTimeError

    if isinstance(error, RefusedTextError):
        tell(error.diagnostics)
        raise SystemExit(USAGE)
    if isinstance(error, MissingExtraError):
        fail(str(error), COULD_NOT_RUN)
    if isinstance(error, MistakeError | CompileError | UnreadableTimeError | ConflictError | UnknownEventError):
        fail(str(error), USAGE)
    if isinstance(error, LedgerError | WorkFailedError):
        fail(str(error), COULD_NOT_RUN)
    if isinstance(error, UnicodeEncodeError):
        fail("what was given is no text: it holds bytes that are not UTF-8", USAGE)
    if isinstance(error, BrokenPipeError):
        _hang_up()
    if isinstance(error, OSError):
        place = "" if error.filename is None else f"{error.filename}: "
        fail(f"{place}{(error.strerror or str(error)).lower()}", COULD_NOT_RUN)
    _confess(error)


def _hang_up() -> NoReturn:
    """End where whoever read the output has gone away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that flushing it at the end does not fail again
    raise SystemExit(COULD_NOT_RUN)


def _confess(error: Exception) -> NoReturn:
    """End with where a fault of the program is: it is no bad news about commitments."""
    import traceback

    click.echo("".join(traceback.format_exception(error)), err=True)
    fail("this is a fault of commitments, not of what was asked: please report it with the lines above", COULD_NOT_RUN)
