"""What the options ask for: a ledger or files to open, standard input to read, the view that an answer is to show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from commitments.terminal.options import LEDGER, Options

if TYPE_CHECKING:
    from commitments.evaluate.options import ViewOptions
    from commitments.text.files import SourceLike
    from commitments.tracker import Tracker

Clock = Callable[[], int]


def clock() -> Clock:
    """Return what tells now, in microseconds since 1970-01-01T00:00Z: the command line brings it."""
    brought: Clock = click.get_current_context().obj
    return brought


@contextmanager
def opened(options: Options, *, writing: bool = False, create: bool = False) -> Iterator[Tracker]:
    """Open what the options name: files, or a ledger."""
    from commitments.tracker import Tracker

    files, location = options.get("files", ()), options["ledger"]
    if files:
        source = click.get_current_context().get_parameter_source("ledger")
        if source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError("give files (-f) or a ledger (--ledger), not both")
        tracker = Tracker.load(*sources(files), clock=clock())
    else:
        tracker = Tracker.open(location or LEDGER, create=create, writable=writing, clock=clock())
    with tracker:
        yield tracker


def sources(paths: Sequence[str]) -> list[SourceLike]:
    """Return what to load, standard input read."""
    if "-" not in paths:
        return list(paths)
    from commitments.text.bounds import BOUNDS
    from commitments.text.diagnostics import RefusedTextError
    from commitments.text.files import decode
    from commitments.text.source import Source

    read = decode("-", sys.stdin.buffer.read(BOUNDS.size + 1), BOUNDS)
    if not isinstance(read, Source):
        raise RefusedTextError([read])
    return [read if path == "-" else path for path in paths]


def viewed(options: Options) -> ViewOptions:
    """Return the view that the options ask for."""
    return {
        "as_of": options["as_of"],
        "known_at": options["known_at"],
        "account": options["account"],
        "reading": dict(map(_answer, options["reading"])),
        "assume": _events(options["assume"]),
        "timezone": options["tz"],
    }


def _answer(text: str) -> tuple[str, str]:
    question, equals, answer = text.partition("=")
    if not equals:
        raise click.UsageError(f"--reading {text}: write QUESTION=ANSWER")
    return question, answer


def _events(texts: Sequence[str]) -> list[dict[str, object]]:
    if not texts:
        return []
    from commitments.text.fields import event_of

    return [event_of(text) for text in texts]
