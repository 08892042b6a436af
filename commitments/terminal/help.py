"""The command that explains the others, and everything that the documentation does."""

from __future__ import annotations

import click

from commitments.terminal.commands import Commands, Group
from commitments.terminal.failures import USAGE, fail
from commitments.terminal.options import proposing
from commitments.terminal.output import screen_of, write

COMMANDS = Commands()
TOPICS = "topics"


@COMMANDS.declare("help", click.argument("topic", nargs=-1, shell_complete=proposing("topic")), click.pass_context)
def help_(context: click.Context, topic: tuple[str, ...]) -> None:
    """Explain a command (`help why`), an error (`help E308`), a topic (`help grace`); `help topics` names the pages."""
    root = context.find_root()
    group = root.command
    if not topic or topic[0] in (group.list_commands(root) if isinstance(group, click.Group) else ()):
        click.echo(_command(root, topic).get_help())
    elif topic == (TOPICS,):
        write(_topics())
    else:
        _explain(root, topic)


def _explain(root: click.Context, topic: tuple[str, ...]) -> None:
    """Write what the pages say; else the topic may be the beginning of a command."""
    from commitments.render.markdown import page_lines
    from commitments.terminal.topics import explained

    text = explained(" ".join(topic))
    if text is None:
        click.echo(_command(root, topic).get_help())
        return
    screen = screen_of({"path": None, "color": "auto"})
    write("".join(f"{line}\n" for line in page_lines(text, screen)))


def _topics() -> str:
    from commitments.render.text import aligned
    from commitments.terminal.topics import topics

    return "".join(f"{line}\n" for line in aligned(list(topics())))


def _command(context: click.Context, names: tuple[str, ...]) -> click.Context:
    for name in names:
        context = _inside(context, name)
    return context


def _inside(context: click.Context, name: str) -> click.Context:
    group = context.command
    names = group.list_commands(context) if isinstance(group, click.Group) else []
    if isinstance(group, Group) and any(other.startswith(name) for other in names):
        name = group.full_name(context, name)
    command = group.get_command(context, name) if isinstance(group, click.Group) else None
    if command is None:
        from commitments.terminal.topics import known
        from commitments.text.diagnostics import did_you_mean

        if isinstance(group, Group):
            near = did_you_mean(name, names) or did_you_mean(name, sorted(known()))
            hint = near or "`help topics` names the pages"
            fail(f"no command and no topic {name}; {hint}", USAGE)
        hint = did_you_mean(name, names) or f"there is {', '.join(names) or 'none inside it'}"
        fail(f"no command {name}; {hint}", USAGE)
    return click.Context(command, info_name=name, parent=context)
