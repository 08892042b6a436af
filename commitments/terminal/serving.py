"""The command that answers over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from commitments.terminal.asked import opened
from commitments.terminal.commands import Commands
from commitments.terminal.options import book, option

if TYPE_CHECKING:
    from commitments.tracker import Tracker

COMMANDS = Commands()


@COMMANDS.declare(
    "serve",
    option("--host", default="127.0.0.1", show_default=True, metavar="NAME", help="Where to listen."),
    option(
        "--port",
        type=click.IntRange(0, 65_535),
        default=8_080,
        show_default=True,
        metavar="N",
        help="On which port; 0: any that is free.",
    ),
    book,
)
def serve(host: str, port: int, **options: Any) -> None:
    """Answer over HTTP, read-only, for browsers and other programs; Ctrl-C ends it.

    /live, /list, /due, /log, /history, and with a name /show/NAME, /why, /next, /timeline, /graph, /report/AGREEMENT;
    ?format=json, csv … and ?as-of=TIME, known-at, account, reading as on the command line. There is no password: it
    listens to this machine alone, unless --host says otherwise.
    """
    if "-" in options["files"]:
        raise click.UsageError("standard input cannot be asked again: give files, or a ledger")
    from commitments.web.application import Application
    from commitments.web.server import LOOPBACK, server

    context = click.get_current_context()

    @contextmanager
    def asked() -> Iterator[Tracker]:
        with context.scope(cleanup=False), opened(options) as tracker:  # each thread needs to be told of the command
            yield tracker

    with asked():
        pass  # what cannot be opened is told before anybody asks
    application = Application(asked, _confess, LOOPBACK if host in LOOPBACK else None)
    with server(host, port, application) as listening:
        click.echo(f"Answering at http://{host}:{listening.server_port}/ (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):
            listening.serve_forever()


def _confess(error: Exception) -> None:
    import traceback

    click.echo("".join(traceback.format_exception(error)), err=True)
