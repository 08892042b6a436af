"""Commands that are made when they are asked for, and the group of all of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any

import click

from commitments.terminal.failures import COULD_NOT_RUN, explain, fail
from commitments.terminal.options import Decorator, Function, Helped, together


class Command(Helped):
    """A command whose mistakes end in clear lines and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it."""
        try:
            with _progress():
                return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:
            fail("interrupted", COULD_NOT_RUN)
        except Exception as error:  # noqa: BLE001 - what is no mistake of people is told as a fault
            explain(error)


def _progress() -> AbstractContextManager[None]:
    """Return what shows how far long work has come, if somebody looks on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from commitments.progress import listening
    from commitments.terminal.progress import Bar

    return listening(Bar(sys.stderr))


class Commands(dict[str, Callable[[], click.Command]]):
    """The commands of one kind: what makes each of them, by name."""

    def declare(self, name: str, *parts: Decorator) -> Callable[[Function], Function]:
        """Declare a function as a command with arguments and options, in the order in which help shows them."""

        def register(function: Function) -> Function:
            self[name] = lambda: click.command(name, cls=Command)(together(*parts)(function))
            return function

        return register


def _gist(text: str) -> str:
    """Return the first clause of a help text."""
    words = " ".join(text.partition("\n\n")[0].split())
    return re.split(r"[.;:](?: |$)", words, maxsplit=1)[0]


class Group(Helped, click.Group):
    """All commands, each of which is made when it is asked for: to make all of them takes longer than an answer."""

    def __init__(self, *, kinds: Mapping[str, str], titles: Mapping[str, str], **attributes: Any) -> None:
        """Take the names of the commands by the module that declares them, in the order in which help shows them.

        ``titles``: under which title that is, by module.
        """
        super().__init__(**attributes)
        self.homes = {name: home for home, names in kinds.items() for name in names.split()}
        self.titles = titles

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return their names."""
        del ctx
        return list(self.homes)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, under its title."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, home in self.homes.items():
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                sections.setdefault(self.titles[home], []).append((name, _gist(command.help or "")))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names, in full or by how it begins, and the other words."""
        if ctx.resilient_parsing and sum(name.startswith(args[0]) for name in self.list_commands(ctx)) != 1:
            return super().resolve_command(ctx, args)  # the line is still being typed
        name = self.full_name(ctx, args[0])
        return name, self.get_command(ctx, name), args[1:]

    def full_name(self, ctx: click.Context, begun: str) -> str:
        """Return the name of the command of which this is the name, or the beginning. Raises UsageError."""
        names = self.list_commands(ctx)
        found = [begun] if begun in names else [name for name in names if begun and name.startswith(begun)]
        if len(found) == 1:
            return found[0]
        if found:
            raise click.UsageError(f"{begun} may be {', '.join(found)}", ctx)
        from commitments.text.diagnostics import did_you_mean

        hint = did_you_mean(begun, names) or f"there is {', '.join(names)}"
        raise click.UsageError(f"no command {begun}; {hint}", ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None when there is no such one."""
        if cmd_name not in self.commands and cmd_name in self.homes:
            home = import_module(f"commitments.terminal.{self.homes[cmd_name]}")
            self.commands[cmd_name] = home.COMMANDS[cmd_name]()
        return super().get_command(ctx, cmd_name)
