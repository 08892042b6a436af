"""The options that several commands have."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: The ledger where none is named.
LEDGER = "commitments.db"
LEDGER_VARIABLE = "COMMITMENTS_LEDGER"
FORMATS = ("text", "json", "jsonl", "csv")
COLORS = ("auto", "always", "never")

#: More processes than this are a slip of the fingers.
MOST_JOBS = 256

Function = TypeVar("Function", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]

#: What was given to a command, by the name of each option.
Options = dict[str, Any]


class Option(click.Option):
    """An option whose help is a line as it stands: click imports much to clean it up."""

    def __init__(self, *arguments: Any, help: str | None = None, **attributes: Any) -> None:  # noqa: A002 - click's name
        """Take what ``click.Option`` takes."""
        super().__init__(*arguments, **attributes)
        self.help = help


def option(*names: str, **attributes: Any) -> Decorator:
    """Return an option, told as ``click.option`` is."""
    return click.option(*names, cls=Option, **attributes)


def telling(text: Callable[[click.Context], str]) -> dict[str, Any]:
    """Return what makes an option one that has a text printed, and nothing else done."""

    def tell(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's call
        if asked and not context.resilient_parsing:
            click.echo(text(context), color=context.color)
            context.exit()

    return {"is_flag": True, "is_eager": True, "expose_value": False, "callback": tell}


class Helped(click.Command):
    """A command that tells its help. Click's own option for it asks for translations, which takes long."""

    _own_help: click.Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that does, None where no name is left for it."""
        names = self.get_help_option_names(ctx)
        if self._own_help is None and names:
            how = telling(click.Context.get_help)
            self._own_help = Option([*names, "_own_help"], **how, help="Show this message and exit.")
        return self._own_help


def together(*options: Decorator) -> Callable[[Function], Function]:
    """Return several options as one decorator, in the order in which help shows them."""

    def decorate(function: Function) -> Function:
        for each in reversed(options):
            function = each(function)
        return function

    return decorate


Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]


def proposing(kind: str) -> Complete:
    """Return what shells are told that a word may become: the name of a ``commitment``, a ``file``, and so on."""

    def complete(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
        from commitments.terminal.completing import proposed

        return proposed(kind, context, begun)

    return complete


def split(_context: click.Context, _parameter: click.Parameter, value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the words of an option: given again, or with commas."""
    given = (value,) if isinstance(value, str) else value or ()
    return tuple(word.strip() for one in given for word in one.split(",") if word.strip())


def _zone(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return a time zone that there is."""
    if value == "UTC":
        return value
    from commitments.text.times import UnreadableTimeError, parse_zone

    try:
        return parse_zone(value)
    except UnreadableTimeError as error:
        raise click.BadParameter(str(error)) from None


def _instead(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files to read: those of the settings only where no ledger is given."""
    set_up = context.get_parameter_source(parameter.name or "") is click.core.ParameterSource.DEFAULT_MAP
    return () if set_up and (context.params.get("ledger") or os.environ.get(LEDGER_VARIABLE)) else value


def _jobs(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """Return how many processes there are to be; for auto as many as this one may use processors."""
    if value == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if value.isascii() and value.isdigit() and len(value) <= len(str(MOST_JOBS)) and 1 <= int(value) <= MOST_JOBS:
        return int(value)
    raise click.BadParameter(f"{value}: a number from 1 to {MOST_JOBS}, or auto")


def many(name: str, meaning: str, kind: str = "") -> Decorator:
    """Return an option that may be given again, or with commas. ``kind``: of the names, where it is not its own."""
    complete = proposing(kind or name)
    return option(f"--{name}", multiple=True, callback=split, metavar="NAME", help=meaning, shell_complete=complete)


one = click.argument("name", shell_complete=proposing("commitment"))
about = click.argument("name", metavar="NAME|AGREEMENT", shell_complete=proposing("about"))
texts = click.argument("paths", nargs=-1, required=True, metavar="FILE…", shell_complete=proposing("file"))
ledger = option(
    "--ledger",
    metavar="PATH|URL",
    envvar=LEDGER_VARIABLE,
    help=f"The ledger (default: {LEDGER} here).",
    shell_complete=proposing("file"),
)
zone = option(
    "--tz",
    default="UTC",
    show_default=True,
    callback=_zone,
    metavar="ZONE",
    help="The zone of times without offset.",
)
book = together(
    option(
        "-f",
        "--file",
        "files",
        multiple=True,
        callback=_instead,
        metavar="FILE",
        help="Read files, folders or - instead.",
        shell_complete=proposing("file"),
    ),
    ledger,
)
view = together(
    option("--as-of", metavar="TIME", help="What had happened until then (default: now)."),
    option("--known-at", metavar="TIME", help="What was recorded until then (default: all)."),
    option(
        "--account",
        default="all",
        metavar="NAME",
        help="Only what its sources report, commitments too.",
        shell_complete=proposing("account"),
    ),
    option(
        "--reading",
        multiple=True,
        callback=split,
        metavar="Q=A,…",
        help="Answer questions of interpretation so.",
        shell_complete=proposing("answer"),
    ),
    option("--assume", multiple=True, metavar="'TYPE k=v'", help="Suppose that this happened as well."),
    zone,
)


def output(*also: str) -> Decorator:
    """Return the options that say how and where an answer is written. ``also``: formats beside the usual ones."""
    return together(
        option("--format", "form", type=click.Choice((*FORMATS, *also)), help="How to write it (default: text)."),
        option(
            "-o",
            "--output",
            "path",
            metavar="FILE",
            help="Write it here; the ending chooses the format.",
            shell_complete=proposing("file"),
        ),
        option("--columns", callback=split, metavar="A,B", help="Only these columns, in this order."),
        option("--sort", callback=split, metavar="A,-B", help="Sort by columns, the last first after a minus."),
        option("--color", type=click.Choice(COLORS), default="auto", help="Colour text (auto: on a terminal)."),
        option(
            "--fail-on",
            callback=split,
            metavar="STATUS,…",
            help="Exit with 1 if a row is in such a status.",
            shell_complete=proposing("status"),
        ),
    )


expected = option("--expect", metavar="N:HASH", help="A head that was kept: the log must go through it.")
reason = option("--reason", metavar="TEXT", help="Why, for those who read the log.")
jobs = option(
    "--jobs",
    default="1",
    callback=_jobs,
    metavar="N|auto",
    help="How many processes do it at once (default: 1); auto: one for each processor.",
)
