"""Commands of those who begin: what editors and other programs have to know."""

from __future__ import annotations

from pathlib import Path

import click

from commitments.terminal.commands import Commands
from commitments.terminal.output import write

COMMANDS = Commands()


@COMMANDS.declare(
    "schema",
    click.argument("kind", type=click.Choice(("agreement", "events", "status"))),
    click.option("-o", "--output", "path", metavar="FILE", help="Write it here."),
)
def schema(kind: str, path: str | None) -> None:
    """Print the JSON Schema of what is written and answered, for editors and other programs.

    agreement: a document of a YAML file, of any kind; events: a line of JSON Lines, or a document with a list of them;
    status: the answer of live, list and due in JSON.
    """
    from commitments.render.schema import schema_text

    text = schema_text(kind)
    if path is None:
        write(text)
    else:
        Path(path).write_text(text, encoding="utf-8")
