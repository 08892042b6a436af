"""The command that explains the others."""

from __future__ import annotations

import click

from commitments.terminal.commands import Commands, Group
from commitments.terminal.failures import USAGE, fail

COMMANDS = Commands()


@COMMANDS.declare("help", click.argument("topic", nargs=-1), click.pass_context)
def help_(context: click.Context, topic: tuple[str, ...]) -> None:
    """Explain a command."""
    explained = context.find_root()
    for name in topic:
        explained = _inside(explained, name)
    click.echo(explained.get_help())


def _inside(context: click.Context, name: str) -> click.Context:
    group = context.command
    names = group.list_commands(context) if isinstance(group, click.Group) else []
    name = group.full_name(context, name) if isinstance(group, Group) else name
    command = group.get_command(context, name) if isinstance(group, click.Group) else None
    if command is None:
        from commitments.text.diagnostics import did_you_mean

        hint = did_you_mean(name, names) or f"there is {', '.join(names) or 'none inside it'}"
        fail(f"no command {name}; {hint}", USAGE)
    return click.Context(command, info_name=name, parent=context)
