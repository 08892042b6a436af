"""What went wrong, as lines on stderr and an exit code: the same for every command, and for every format."""

from __future__ import annotations

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
    for found in diagnostics:
        click.echo(str(found), err=True)


def explain(error: Exception) -> NoReturn:
    """End with what an error says, if it is one that people make; else raise it again."""
    from commitments.compile.errors import CompileError
    from commitments.ledger.errors import ConflictError, LedgerError, UnknownEventError
    from commitments.mistakes import MissingExtraError, MistakeError
    from commitments.text.times import UnreadableTimeError
    from commitments.writing import RefusedTextError

    if isinstance(error, RefusedTextError):
        tell(error.diagnostics)
        raise SystemExit(USAGE)
    if isinstance(error, MissingExtraError):
        fail(str(error), COULD_NOT_RUN)
    if isinstance(error, MistakeError | CompileError | UnreadableTimeError | ConflictError | UnknownEventError):
        fail(str(error), USAGE)
    if isinstance(error, LedgerError):
        fail(str(error), COULD_NOT_RUN)
    if isinstance(error, OSError) and error.filename is not None:
        fail(f"{error.filename}: {(error.strerror or str(error)).lower()}", COULD_NOT_RUN)
    raise error
