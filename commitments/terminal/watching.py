"""The command that stays: it shows what is live again whenever something changes."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, suppress
from typing import TYPE_CHECKING, Any

import click

from commitments.frozen import replace
from commitments.terminal.asked import clock, opened, viewed
from commitments.terminal.commands import Commands
from commitments.terminal.failures import BAD_NEWS, explain
from commitments.terminal.options import LEDGER, Options, book, option, output, view
from commitments.terminal.output import deliver, matches, rendered

if TYPE_CHECKING:
    from commitments.reports.report import Report, Row

COMMANDS = Commands()

#: Clears a terminal, and goes to its first line.
CLEAR = "\x1b[2J\x1b[H"
MINUTE = 60_000_000
#: What tells whether something changed: files with their times and sizes, or the head of a ledger; and the minute.
Mark = tuple[object, ...]


@COMMANDS.declare(
    "watch",
    option(
        "--every",
        type=click.FloatRange(min=0.1),
        default=1.0,
        show_default=True,
        metavar="SECONDS",
        help="How often to look whether something changed.",
    ),
    option("--all", "everything", is_flag=True, help="Show every commitment, not only what is live."),
    book,
    view,
    output(),
)
def watch(**options: Any) -> None:
    """Show what is live, and again whenever files or the ledger change, or a limit passes; Ctrl-C ends it.

    What is wrong with a text stands above the last good view. With --fail-on it ends with 1 as soon as any commitment
    is in such a status.
    """
    if "-" in options["files"]:
        raise click.UsageError("standard input cannot be watched: give files, or a ledger")
    watched = Watched(options)
    mark: Mark = ()
    with suppress(KeyboardInterrupt):
        while True:
            found = mark_of(options)
            if found != mark:
                mark = found
                watched.look()
            time.sleep(options["every"])


class Watched:
    """What is shown: the last good view, and what has been wrong since."""

    def __init__(self, options: Options) -> None:
        """Take the options of the command."""
        self.options = options
        self.rows: tuple[Row, ...] | None = None
        self.text = ""
        self.wrong = ""

    def look(self) -> None:
        """Look again, and show what is otherwise."""
        before = self.rows, self.wrong
        bad = self.renew()
        if (self.rows, self.wrong) != before or sys.stdout.isatty():
            self.show()
        if bad:
            raise SystemExit(BAD_NEWS)

    def renew(self) -> bool:
        """Keep what is to be shown now, or what is wrong; return whether a status ends the watch."""
        try:
            report, bad = self.ask()
        except click.ClickException:
            raise
        except Exception as error:  # noqa: BLE001 - it is told as always, and mended while this goes on
            self.wrong = said(error, waiting=self.rows is not None)
            return False
        self.wrong, self.rows, self.text = "", report.rows, rendered(report, self.options)
        return bad

    def ask(self) -> tuple[Report, bool]:
        """Return what is to be shown, and whether something is in a status that ends the watch."""
        everything, statuses = self.options["everything"], self.options["fail_on"]
        with opened(self.options) as tracker:
            asked = viewed(self.options)
            all_of_it = tracker.list(**asked) if everything or statuses else None
            bad = all_of_it is not None and matches(all_of_it, statuses)
            if everything and all_of_it is not None:
                return all_of_it, bad
            return replace(tracker.live(**asked), by_due=True), bad

    def show(self) -> None:
        """Show the last good view; what is wrong stands above it on a terminal, and else goes to stderr alone."""
        if sys.stdout.isatty() and not self.options["path"]:
            deliver(CLEAR + (f"{self.wrong}\n" if self.wrong else "") + self.text, self.options)
        elif self.wrong:
            click.echo(self.wrong, err=True, nl=False)
        else:
            deliver(self.text, self.options)


def said(error: Exception, *, waiting: bool) -> str:
    """Return what a command would say on this error. Before there is anything to show, only texts are waited for."""
    from commitments.text.diagnostics import RefusedTextError

    if not waiting and not isinstance(error, RefusedTextError):
        explain(error)
    told = io.StringIO()
    with redirect_stderr(told), suppress(SystemExit):
        explain(error)
    return told.getvalue()


def mark_of(options: Options) -> Mark:
    """Return what is otherwise once something changed. Without --as-of, time passes as well."""
    minute = 0 if options["as_of"] else clock()() // MINUTE
    if options["files"]:
        return (minute, *_files(options["files"]))
    from commitments.keeping import head

    try:
        return (minute, *head(options["ledger"] or LEDGER).rows)
    except Exception as error:  # noqa: BLE001 - the question will fail for the same reason, and tell it
        return (minute, str(error))


def _files(paths: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    from pathlib import Path

    from commitments.text.files import inside

    for path in map(Path, paths):
        for file in sorted(inside(path)) if path.is_dir() else (path,):
            with suppress(OSError):
                state = file.stat()
                yield str(file), state.st_mtime_ns, state.st_size
