"""Commands that write to a ledger: agreements come, and events, and what was told is withdrawn."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from commitments.terminal.asked import opened, sources
from commitments.terminal.commands import Commands
from commitments.terminal.failures import tell
from commitments.terminal.options import Decorator, Options, ledger, option, output, proposing, reason, texts, zone
from commitments.terminal.output import show_report

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from commitments.tracker import Tracker

COMMANDS = Commands()
trying = option("--dry-run", is_flag=True, help="Only show what would be recorded, and what would change by it.")


def _kept(tracker: Tracker, options: Options) -> AbstractContextManager[None]:
    """Return the block in which things are told: for good, or on trial."""
    return tracker.trial() if options["dry_run"] else nullcontext()


@COMMANDS.declare("add", texts, trying, ledger, output())
def add(paths: tuple[str, ...], **options: Any) -> None:
    """Record agreements, and the events that stand with them, in the ledger; print what changed.

    An agreement that is there already becomes a new version; the old one is kept.
    """
    with opened(options, writing=True, create=not options["dry_run"]) as tracker, _kept(tracker, options):
        report = tracker.add(*sources(paths))
        tell(tracker.diagnostics)
        show_report(report, options)


def concerning(kind: str) -> Decorator:
    """Return the option that says what an event alone concerns."""
    words = f"The only {kind} that it concerns."
    return option(f"--{kind}", metavar="NAME", help=words, shell_complete=proposing(kind))


@COMMANDS.declare(
    "assert",
    click.argument("kind", required=False, metavar="TYPE", shell_complete=proposing("type")),
    click.argument("fields", nargs=-1, metavar="[field=value]…"),
    option("--at", metavar="TIME", help="When it happened (default: now)."),
    option("--source", multiple=True, metavar="NAME", help="Who says so.", shell_complete=proposing("source")),
    option("--id", "name", metavar="ID", help="Its id (default: made from what it says)."),
    concerning("agreement"),
    concerning("commitment"),
    option(
        "--file",
        "files",
        multiple=True,
        metavar="FILE",
        help="Events: YAML, JSON Lines, CSV, or -.",
        shell_complete=proposing("file"),
    ),
    option(
        "--mapping",
        metavar="FILE|NAME",
        help="What the columns of a table mean; the files are tables.",
        shell_complete=proposing("mapping"),
    ),
    option("--skip-invalid", is_flag=True, help="Record what is sound, and report the rest."),
    option("--receipt", is_flag=True, help="Print receipts instead: each event as stored, and the head n:hash."),
    trying,
    zone,
    ledger,
    output(),
)
def assert_(kind: str | None, fields: tuple[str, ...], files: tuple[str, ...], **options: Any) -> None:
    """Record that something happened; print which commitments changed, and why.

    Fields are actor, target, object, place, source, at, text, ref …; every other name is one of its data. Several
    values: actor=france,russia, or the field again. A value in quotes is text: 'code="010"'.
    """
    from commitments.text.fields import fields_of

    if (kind is None) == (not files):
        raise click.UsageError("give the TYPE of one event, or --file with events")
    alone = [f"--{name}" for name in ("at", "source", "id", "agreement", "commitment") if _given(options, name)]
    if files and alone:
        raise click.UsageError(f"{alone[0]} is for one event; those of a file say it themselves")
    if options["mapping"] and not files:
        raise click.UsageError("--mapping is for tables: name them with --file")
    if options["receipt"] and options["dry_run"]:
        raise click.UsageError("--dry-run records nothing, so there is no receipt")
    typed = {} if kind is None else fields_of([*fields, *_options_of_event(options)])
    with opened({"ledger": options["ledger"]}, writing=True) as tracker, _kept(tracker, options):
        if kind is None:
            how = {"mapping": options["mapping"], "skip_invalid": options["skip_invalid"]}
            report = tracker.assert_events(*sources(files), **how)
            tell(tracker.diagnostics)
        else:
            report = tracker.assert_event(kind, timezone=options["tz"], **typed)
        if options["receipt"] and tracker.receipt is not None:
            from commitments.keeping import receipts

            report = receipts(tracker.book, (*tracker.receipt.recorded, *tracker.receipt.unchanged))
        show_report(report, options)


def _given(options: Options, name: str) -> bool:
    return bool(options["name" if name == "id" else name])


def _options_of_event(options: Options) -> list[str]:
    given = [("at", options["at"]), ("id", options["name"]), *(("source", name) for name in options["source"])]
    given += [("agreement", options["agreement"]), ("commitment", options["commitment"])]
    return [f"{field}={value}" for field, value in given if value is not None]


@COMMANDS.declare(
    "retract", click.argument("name", metavar="ID", shell_complete=proposing("event")), reason, trying, ledger, output()
)
def retract(name: str, reason: str | None, **options: Any) -> None:
    """Withdraw an event from now on; it stays in the log."""
    with opened(options, writing=True) as tracker, _kept(tracker, options):
        show_report(tracker.retract(name, reason=reason), options)


@COMMANDS.declare(
    "correct",
    click.argument("name", metavar="ID", shell_complete=proposing("event")),
    click.argument("fields", nargs=-1, required=True, metavar="field=value…"),
    reason,
    trying,
    zone,
    ledger,
    output(),
)
def correct(name: str, fields: tuple[str, ...], reason: str | None, **options: Any) -> None:
    """Replace fields of an event from now on; `field=` takes one away. What it said before stays in the log."""
    from commitments.text.fields import fields_of

    with opened(options, writing=True) as tracker, _kept(tracker, options):
        report = tracker.correct(name, fields_of(fields), reason=reason, timezone=options["tz"])
        show_report(report, options)
