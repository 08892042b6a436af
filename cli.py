"""The command line: options, one call of the tracker, output, an exit code.

The only reader of the clock, the environment and the terminal. Everything heavy is imported inside the commands.
"""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Read agreements, take events, and tell which commitments still stand, and why."""


@main.command()
@click.option("-f", "--file", "files", multiple=True)
@click.option("--as-of")
@click.option("--format", "form", default="text")
def live(files: tuple[str, ...], as_of: str | None, form: str) -> None:
    """Show what is live."""
    from commitments.render import render
    from commitments.tracker import Tracker

    click.echo(render(Tracker.load(*files).live(as_of=as_of), form), nl=False)


if __name__ == "__main__":
    main()
