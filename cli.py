"""The command line: options, one call of the tracker, output, an exit code.

The only reader of the clock, the environment and the terminal. Everything heavy is imported inside the commands.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from commitments.evaluate.viewing import ViewOptions
    from commitments.reports.report import Report
    from commitments.text.diagnostics import Diagnostic
    from commitments.text.files import SourceLike
    from commitments.tracker import Tracker

BAD_NEWS, USAGE, COULD_NOT_RUN = 1, 2, 3
LEDGER = "commitments.db"
FORMATS = ("text", "json", "jsonl", "csv")
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

Function = TypeVar("Function", bound=Callable[..., Any])
Options = dict[str, Any]
Decorator = Callable[[Any], Any]
Question = Callable[["Tracker", Options, "ViewOptions"], "Report"]


# --- options ---------------------------------------------------------------------------------------------------------


def together(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """Return several options as one decorator, in the order in which help shows them."""

    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def split(_context: click.Context, _parameter: click.Parameter, value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the words of an option: given again, or with commas."""
    given = (value,) if isinstance(value, str) else value or ()
    return tuple(word.strip() for one in given for word in one.split(",") if word.strip())


ledger = click.option(
    "--ledger", metavar="PATH|URL", envvar="COMMITMENTS_LEDGER", help=f"The ledger (default: {LEDGER} here)."
)
zone = click.option("--tz", default="UTC", show_default=True, metavar="ZONE", help="The zone of times without offset.")
book = together(
    click.option("-f", "--file", "files", multiple=True, metavar="FILE", help="Read files, folders or - instead."),
    ledger,
)
view = together(
    click.option("--as-of", metavar="TIME", help="What had happened until then (default: now)."),
    click.option("--known-at", metavar="TIME", help="What was recorded until then (default: all)."),
    click.option("--account", default="all", metavar="NAME", help="Only what its sources report, commitments too."),
    click.option(
        "--reading", multiple=True, callback=split, metavar="Q=A,…", help="Answer questions of interpretation so."
    ),
    click.option("--assume", multiple=True, metavar="'TYPE k=v'", help="Suppose that this happened as well."),
    zone,
)
output = together(
    click.option("--format", "form", type=click.Choice(FORMATS), help="How to write it (default: text)."),
    click.option("-o", "--output", "path", metavar="FILE", help="Write it here; the ending chooses the format."),
    click.option("--columns", callback=split, metavar="A,B", help="Only these columns, in this order."),
    click.option("--sort", callback=split, metavar="A,-B", help="Sort by columns, the last first after a minus."),
    click.option("--fail-on", callback=split, metavar="STATUS,…", help="Exit with 1 when a row is in such a status."),
)
reading = together(book, view, output)
expected = click.option("--expect", metavar="N:HASH", help="A head that was kept: the log must go through it.")
reason = click.option("--reason", metavar="TEXT", help="Why, for those who read the log.")


# --- running ---------------------------------------------------------------------------------------------------------


def now() -> int:
    """Return now, in microseconds since 1970-01-01T00:00Z."""
    return time.time_ns() // 1_000


def fail(message: str, code: int) -> NoReturn:
    """End with lines on stderr and an exit code."""
    for line in message.splitlines():
        click.echo(f"error: {printable(line)}", err=True)
    raise SystemExit(code)


def printable(text: str) -> str:
    """Return text that cannot steer the terminal."""
    from commitments.render.inert import inert

    return inert(text)


def tell(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic], *, errors_only: bool = False) -> None:
    """Write diagnostics to stderr."""
    for found in diagnostics:
        if found.severity == "error" or not errors_only:
            click.echo(str(found), err=True)


class Command(click.Command):
    """A command whose mistakes end in clear lines and an exit code, never in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it."""
        try:
            return super().invoke(ctx)
        except (ValueError, OSError, RuntimeError) as error:
            explain(error)
        except Exception as error:
            if not type(error).__module__.startswith("commitments.ledger"):
                raise
            explain(error)


def explain(error: Exception) -> NoReturn:
    """End with what an error says, if it is one that people make; else raise it again."""
    from commitments.compile.errors import CompileError
    from commitments.ledger.errors import ConflictError, LedgerError, UnknownEventError
    from commitments.mistakes import MistakeError
    from commitments.text.times import UnreadableTimeError
    from commitments.writing import RefusedTextError

    if isinstance(error, RefusedTextError):
        tell(error.diagnostics)
        raise SystemExit(USAGE)
    if isinstance(error, MistakeError | CompileError | UnreadableTimeError | ConflictError | UnknownEventError):
        fail(str(error), USAGE)
    if isinstance(error, LedgerError):
        fail(str(error), COULD_NOT_RUN)
    if isinstance(error, OSError) and error.filename is not None:
        fail(f"{error.filename}: {(error.strerror or str(error)).lower()}", COULD_NOT_RUN)
    raise error


class Group(click.Group):
    """The commands, in the order in which they are written here."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return their names."""
        del ctx
        return list(self.commands)


@contextmanager
def opened(options: Options, *, writing: bool = False, create: bool = False) -> Iterator[Tracker]:
    """Open what the options name: files, or a ledger."""
    from commitments.tracker import Tracker

    files, location = options.get("files", ()), options["ledger"]
    if files:
        source = click.get_current_context().get_parameter_source("ledger")
        if source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError("give files (-f) or a ledger (--ledger), not both")
        tracker = Tracker.load(*sources(files), clock=now)
    else:
        tracker = Tracker.open(location or LEDGER, create=create, writable=writing, clock=now)
    with tracker:
        yield tracker


def sources(paths: tuple[str, ...]) -> list[SourceLike]:
    """Return what to load, standard input read."""
    if "-" not in paths:
        return list(paths)
    from commitments.text.files import decode
    from commitments.text.reader import BOUNDS
    from commitments.text.source import Source
    from commitments.writing import RefusedTextError

    read = decode("-", sys.stdin.buffer.read(BOUNDS.size + 1), BOUNDS)
    if not isinstance(read, Source):
        raise RefusedTextError([read])
    return [read if path == "-" else path for path in paths]


def viewed(options: Options) -> ViewOptions:
    """Return the view that the options ask for."""
    from commitments.text.fields import event_of

    readings: dict[str, str] = {}
    for text in options["reading"]:
        question, equals, answer = text.partition("=")
        if not equals:
            raise click.UsageError(f"--reading {text}: write QUESTION=ANSWER")
        readings[question] = answer
    return {
        "as_of": options["as_of"],
        "known_at": options["known_at"],
        "account": options["account"],
        "reading": readings,
        "assume": [event_of(text) for text in options["assume"]],
        "timezone": options["tz"],
    }


def form_of(options: Options) -> str:
    """Return the format: asked for, else by the ending of the file, else text."""
    if options["form"]:
        return str(options["form"])
    ending = Path(options["path"] or "").suffix.removeprefix(".").lower()
    if options["path"] and ending not in (*FORMATS, "txt"):
        raise click.UsageError(f"-o {options['path']}: no format has this ending; add --format")
    return "text" if ending in {"", "txt"} else ending


def show_report(report: Report, options: Options) -> None:
    """Write a report, and end with 1 when it is bad news."""
    from commitments.render import render

    form = form_of(options)
    bad = report.bad or matches(report, options["fail_on"])
    text = render(report, form, options["columns"], options["sort"])
    if report.view is not None and form in {"csv", "jsonl"}:
        click.echo(f"# {report.view.line()}", err=True)
    if options["path"]:
        Path(options["path"]).write_text(text, encoding="utf-8", newline="")
    else:
        write(text)
    if bad:
        raise SystemExit(BAD_NEWS)


def write(text: str) -> None:
    """Write to stdout; what its encoding does not have is written as an escape."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    click.echo(text, nl=False)


def matches(report: Report, statuses: tuple[str, ...]) -> bool:
    """Whether a row is in one of these statuses."""
    if not statuses:
        return False
    from commitments.records.statuses import STATUSES

    unknown = [word for word in statuses if word not in (*STATUSES, "absent")]
    if unknown:
        raise click.UsageError(f"--fail-on {unknown[0]}: no such status; there is {', '.join(STATUSES)}")
    found = {row.cells().get("status") or row.cells().get("after") for row in report.rows}
    return bool(found.intersection(statuses)) or report.beside.get("status") in statuses


def wants(options: Options, column: str) -> bool:
    """Whether a column is asked for: by name, or with all of them from files."""
    by_name = column in options["columns"] or column in {name.lstrip("-") for name in options["sort"]}
    return by_name or (bool(options["files"]) and not options["columns"] and form_of(options) != "text")


# --- commands: texts and events --------------------------------------------------------------------------------------


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(package_name="commitments")
def main() -> None:
    r"""Read agreements, take events, and tell which commitments still stand, and why.

    \b
    Start here:  commitments live -f fixtures/summit-2022.yaml --as-of 2022-02-21
    Exit codes:  0 fine, 1 bad news, 2 usage, 3 could not run.
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@output
def check(paths: tuple[str, ...], **options: Any) -> None:
    """Find everything that is wrong with texts, and what cannot come to pass: with errors the exit code is 1."""
    from commitments.tracker import Tracker

    show_report(Tracker.check(*sources(paths)), options)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@ledger
@output
def add(paths: tuple[str, ...], **options: Any) -> None:
    """Record agreements, and the events that stand with them, in the ledger; print what changed.

    An agreement that is there already becomes a new version; the old one is kept.
    """
    with opened(options, writing=True, create=True) as tracker:
        report = tracker.add(*sources(paths))
        tell(tracker.diagnostics)
        show_report(report, options)


@main.command("assert")
@click.argument("kind", required=False, metavar="TYPE")
@click.argument("fields", nargs=-1, metavar="[field=value]…")
@click.option("--at", metavar="TIME", help="When it happened (default: now).")
@click.option("--source", multiple=True, metavar="NAME", help="Who says so.")
@click.option("--id", "name", metavar="ID", help="Its id (default: made from what it says).")
@click.option("--agreement", metavar="NAME", help="The only agreement that it concerns.")
@click.option("--commitment", metavar="NAME", help="The only commitment that it concerns.")
@click.option("--file", "files", multiple=True, metavar="FILE", help="Events: JSON Lines, CloudEvents, YAML, or -.")
@click.option("--skip-invalid", is_flag=True, help="Record what is sound, and report the rest.")
@click.option("--receipt", is_flag=True, help="Print receipts instead: each event as stored, and the head n:hash.")
@zone
@ledger
@output
def assert_(kind: str | None, fields: tuple[str, ...], files: tuple[str, ...], **options: Any) -> None:
    """Record that something happened; print which commitments changed, and why.

    Fields are actor, target, object, place, source, at, text, ref …; every other name is one of its data. Several
    values: actor=france,russia, or the field again. A value in quotes is text: 'code="010"'.
    """
    from commitments.text.fields import fields_of

    if (kind is None) == (not files):
        raise click.UsageError("give the TYPE of one event, or --file with events")
    typed = {} if kind is None else fields_of([*fields, *_options_of_event(options)])
    with opened({"ledger": options["ledger"]}, writing=True) as tracker:
        if kind is None:
            report = tracker.assert_events(*sources(files), skip_invalid=options["skip_invalid"])
            tell(tracker.diagnostics)
        else:
            report = tracker.assert_event(kind, timezone=options["tz"], **typed)
        if options["receipt"] and tracker.receipt is not None:
            from commitments.keeping import receipts

            report = receipts(tracker.book, (*tracker.receipt.recorded, *tracker.receipt.unchanged))
        show_report(report, options)


def _options_of_event(options: Options) -> list[str]:
    given = [("at", options["at"]), ("id", options["name"]), *(("source", name) for name in options["source"])]
    given += [("agreement", options["agreement"]), ("commitment", options["commitment"])]
    return [f"{field}={value}" for field, value in given if value is not None]


@main.command()
@click.argument("name", metavar="ID")
@reason
@ledger
@output
def retract(name: str, reason: str | None, **options: Any) -> None:
    """Withdraw an event from now on; it stays in the log."""
    with opened(options, writing=True) as tracker:
        show_report(tracker.retract(name, reason=reason), options)


@main.command()
@click.argument("name", metavar="ID")
@click.argument("fields", nargs=-1, required=True, metavar="field=value…")
@reason
@zone
@ledger
@output
def correct(name: str, fields: tuple[str, ...], reason: str | None, **options: Any) -> None:
    """Replace fields of an event from now on; `field=` takes one away. What it said before stays in the log."""
    from commitments.text.fields import fields_of

    with opened(options, writing=True) as tracker:
        report = tracker.correct(name, fields_of(fields), reason=reason, timezone=options["tz"])
        show_report(report, options)


# --- commands: questions ---------------------------------------------------------------------------------------------


def question(name: str, *options: Decorator) -> Callable[[Question], Question]:
    """Make a command of a question: it is given the tracker, its own options, and the view that is asked for."""

    def register(ask: Question) -> Question:
        def command(**given: Any) -> None:
            with opened(given) as tracker:
                show_report(ask(tracker, given, viewed(given)), given)

        main.command(name, help=ask.__doc__)(together(*options, reading)(command))
        return ask

    return register


def many(name: str, meaning: str) -> Callable[[Function], Function]:
    """Return an option that may be given again, or with commas."""
    return click.option(f"--{name}", multiple=True, callback=split, metavar="NAME", help=meaning)


one = click.argument("name")


@question("live")
def live(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show what is live, soonest due first."""
    return tracker.live(contested=wants(options, "contested"), **view)


@question(
    "list",
    many("status", "Only what is in one of these statuses."),
    many("party", "Only what this party, or a part of it, owes or is owed."),
    many("debtor", "Only what this party, or a part of it, owes."),
    many("creditor", "Only what this party, or a part of it, is owed."),
    many("agreement", "Only of this agreement."),
    many("strength", "Only of this strength."),
    click.option("--contested", is_flag=True, help="Only what is not in one status in all accounts and readings."),
    click.option("--weak", is_flag=True, help="Only what is in its status on the word of a single source."),
)
def list_(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """List every commitment, by name."""
    from commitments.evaluate.choosing import Choice

    names = ("status", "party", "debtor", "creditor", "agreement", "strength")
    choice = Choice(**{name: options[name] for name in names})
    look = True if options["contested"] else False if wants(options, "contested") else None
    return tracker.list(choice, contested=look, weak=options["weak"], **view)


@question("show", one)
def show(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show one commitment: its words, parties, conditions with what remains, history."""
    return tracker.show(options["name"], **view)


@question(
    "due",
    click.option("--within", metavar="SPAN", help="Only limits that come within this span: 30d, 1 month."),
    click.option("--stale", metavar="SPAN", help="Instead, what is live and nobody has reported on for this span."),
)
def due(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show which limits lie ahead, soonest first."""
    if options["within"] and options["stale"]:
        raise click.UsageError("give --within or --stale, not both")
    return tracker.due(within=options["within"], stale=options["stale"], **view)


@question(
    "why",
    one,
    click.option("--not", "status", metavar="STATUS", help="Instead, what still stands between it and this status."),
)
def why(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Explain why a commitment is in its status, down to the words, the events and who reports them."""
    return tracker.why(options["name"], status=options["status"], **view)


@question("next", one)
def next_(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Tell what would decide a commitment next, what would follow, and whose move it is."""
    return tracker.next(options["name"], **view)


@question(
    "what-if",
    click.argument("kind", metavar="TYPE"),
    click.argument("fields", nargs=-1, metavar="[field=value]…"),
)
def what_if(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Tell what would change if something happened; nothing is recorded."""
    from commitments.text.fields import fields_of

    return tracker.what_if({"type": options["kind"], **fields_of(options["fields"])}, **view)


@question("compare", one)
def compare(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Compare where a commitment stands in all accounts, under all answers that matter, and on what that turns.

    A question that --reading answers keeps that answer.
    """
    return tracker.compare(options["name"], **view)


@question("log", many("id", "Only of these events."), many("type", "Only of these types."))
def log(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """List what was entered: events, retractions, corrections."""
    return tracker.log(ids=options["id"], types=options["type"], **view)


@question("history", click.argument("name", required=False))
def history(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """List every change of status, with its reason, when it came about, and since when it has been known."""
    return tracker.history(options["name"], **view)


@question(
    "diff",
    click.option("--from", "start", metavar="TIME", help="As of this time …"),
    click.option("--to", "end", metavar="TIME", help="… and of this one (default: --as-of, else now)."),
    click.option("--known-from", metavar="TIME", help="What was known at this time …"),
    click.option("--known-to", metavar="TIME", help="… and at this one (default: --known-at, else all)."),
)
def diff(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show which commitments are not in the same status at two times, or as known at two times."""
    if not (options["start"] or options["known_from"]):
        raise click.UsageError("give --from TIME, --known-from TIME, or both")
    times = {"start": options["start"], "end": options["end"]}
    return tracker.diff(**times, known_start=options["known_from"], known_end=options["known_to"], **view)


# --- commands: scenarios, ledgers, help ------------------------------------------------------------------------------


@main.command("test")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@click.option("-f", "--file", "files", multiple=True, metavar="FILE", help="Load these beside each scenario.")
@click.option("--ledger", "through", is_flag=True, help="Run them through a temporary ledger instead of memory.")
@output
def test_(paths: tuple[str, ...], files: tuple[str, ...], *, through: bool, **options: Any) -> None:
    """Run scenarios: files with `expect:`, and folders of them. With failures the exit code is 1."""
    from commitments.testing import run_scenarios, through_ledgers

    beside = sources(files)
    if through:
        with through_ledgers(now) as opening:
            report, diagnostics = run_scenarios(paths, beside, opening=opening)
    else:
        report, diagnostics = run_scenarios(paths, beside)
    tell(diagnostics)
    show_report(report, options)


# --- commands: keeping a ledger --------------------------------------------------------------------------------------


@main.group("ledger")
def ledger_() -> None:
    """Make a ledger."""


@ledger_.command("init", cls=Command)
@ledger
@output
def init_(**options: Any) -> None:
    """Make a ledger, or bring its tables to this version: a file, or the tables and roles of a shared one."""
    from commitments.keeping import init

    show_report(init(options["ledger"] or LEDGER), options)


@main.command()
@ledger
@output
def head(**options: Any) -> None:
    """Print how far the log goes, as n:hash. Keep it elsewhere: `verify --expect` checks against it."""
    from commitments.keeping import head

    show_report(head(options["ledger"] or LEDGER), options)


@main.command()
@expected
@ledger
@output
def verify(expect: str | None, **options: Any) -> None:
    """Verify the file, the chain of the log, and what is stored against a replay; with findings the exit code is 1."""
    from commitments.keeping import verify

    show_report(verify(options["ledger"] or LEDGER, expect), options)


@main.command()
@ledger
@output
def doctor(**options: Any) -> None:
    """Look at versions, settings, permissions and clocks; with advice the exit code is 1."""
    from commitments.keeping import doctor

    show_report(doctor(options["ledger"] or LEDGER, now()), options)


@main.command()
@click.argument("to", metavar="FILE")
@ledger
@output
def backup(to: str, **options: Any) -> None:
    """Copy the ledger to a new file, complete while others write; print the head that the copy has."""
    from commitments.keeping import backup

    show_report(backup(options["ledger"] or LEDGER, Path(to)), options)


@main.command()
@click.argument("file", metavar="FILE")
@expected
@ledger
@output
def restore(file: str, expect: str | None, **options: Any) -> None:
    """Verify a backup and make the ledger of it, which must not be there yet; print its head."""
    from commitments.keeping import restored

    show_report(restored(Path(file), options["ledger"] or LEDGER, expect), options)


@main.command()
@click.option("-o", "--output", "path", metavar="FILE", help="Write it here; a file that is there is not overwritten.")
@ledger
def export(path: str | None, **options: Any) -> None:
    """Write the whole ledger as JSON Lines: CloudEvents with their chain, then all that is stored beside it."""
    from commitments.keeping import exported

    lines = exported(options["ledger"] or LEDGER)
    if path is None:
        for line in lines:
            write(line)
        return
    with Path(path).open("x", encoding="utf-8", newline="") as file:
        file.writelines(lines)


@main.command("import")
@click.argument("file", metavar="FILE")
@expected
@ledger
@output
def import_(file: str, expect: str | None, **options: Any) -> None:
    """Verify an export (- is standard input) and make the ledger of it, which must be empty; print its head."""
    from commitments.keeping import imported

    with click.open_file(file, encoding="utf-8", errors="surrogateescape") as lines:
        show_report(imported(lines, options["ledger"] or LEDGER, expect), options)


@main.command("help")
@click.argument("topic", required=False)
@click.pass_context
def help_(context: click.Context, topic: str | None) -> None:
    """Explain a command."""
    parent = context.parent or context
    if topic is None:
        click.echo(parent.get_help())
        return
    command = main.get_command(parent, topic)
    if command is None:
        from commitments.text.diagnostics import did_you_mean

        hint = did_you_mean(topic, main.commands) or f"there is {', '.join(main.commands)}"
        fail(f"no command {topic}; {hint}", USAGE)
    click.echo(command.get_help(click.Context(command, info_name=topic, parent=parent)))


if __name__ == "__main__":
    sys.exit(main())
