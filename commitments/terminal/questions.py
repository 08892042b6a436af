"""Commands that ask: each is one question to the tracker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from commitments.frozen import replace
from commitments.terminal.asked import opened, viewed
from commitments.terminal.commands import Commands
from commitments.terminal.options import Decorator, Options, about, book, many, one, option, output, proposing, view
from commitments.terminal.output import form_of, show_report, wants

if TYPE_CHECKING:
    from commitments.evaluate.options import ViewOptions
    from commitments.reports.report import Report
    from commitments.tracker import Tracker

Question = Callable[["Tracker", Options, "ViewOptions"], "Report"]

COMMANDS = Commands()
GROUPINGS = ("agreement", "theme", "debtor")


def question(name: str, *options: Decorator, also: Sequence[str] = ()) -> Callable[[Question], Question]:
    """Make a command of a question: it is given the tracker, its own options, and the view that is asked for.

    ``also``: formats that its answer has beside the usual ones.
    """

    def register(ask: Question) -> Question:
        def command(**given: Any) -> None:
            with opened(given) as tracker:
                show_report(ask(tracker, given, viewed(given)), given)

        command.__doc__ = ask.__doc__
        COMMANDS.declare(name, *options, book, view, output(*also))(command)
        return ask

    return register


@question("live")
def live(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show what is live, soonest due first."""
    return replace(tracker.live(contested=wants(options, "contested"), **view), by_due=True)


@question(
    "list",
    many("status", "Only what is in one of these statuses."),
    many("party", "Only what this party, or a part of it, owes or is owed.", "party"),
    many("debtor", "Only what this party, or a part of it, owes.", "party"),
    many("creditor", "Only what this party, or a part of it, is owed.", "party"),
    many("agreement", "Only of this agreement."),
    many("strength", "Only of this strength."),
    option("--contested", is_flag=True, help="Only what is not in one status in all accounts and readings."),
    option("--weak", is_flag=True, help="Only what is in its status on the word of a single source."),
    option("--group-by", type=click.Choice(GROUPINGS), help="Count them by status and rate them, by group."),
)
def list_(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """List every commitment, by name; or count them, group by group."""
    from commitments.evaluate.choosing import Choice

    names = ("status", "party", "debtor", "creditor", "agreement", "strength")
    choice = Choice(**{name: options[name] for name in names})
    if options["group_by"]:
        if options["contested"] or options["weak"]:
            raise click.UsageError("--group-by counts statuses: it does not go with --contested or --weak")
        return tracker.roll_up(options["group_by"], choice, **view)
    look = True if options["contested"] else False if wants(options, "contested") else None
    return tracker.list(choice, contested=look, weak=options["weak"], **view)


@question("show", one)
def show(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show one commitment: its words, parties, conditions with what remains, history."""
    return tracker.show(options["name"], **view)


@question(
    "due",
    option("--within", metavar="SPAN", help="Only limits that come within this span: 30d, 1 month."),
    option("--stale", metavar="SPAN", help="Instead, what is live and nobody has reported on for this span."),
    also=("ics",),
)
def due(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show which limits lie ahead, soonest first."""
    if options["within"] and options["stale"]:
        raise click.UsageError("give --within or --stale, not both")
    found = tracker.due(within=options["within"], stale=options["stale"], **view)
    return replace(found, by_due=not options["stale"])


@question(
    "calendar",
    option("--within", metavar="SPAN", help="Only limits that come within this span: 30d, 1 month."),
    also=("ics",),
)
def calendar(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Write the limits that lie ahead as a calendar: `due`, as iCalendar unless another format is asked for."""
    options["form"] = options["form"] or (None if options["path"] else "ics")
    return tracker.due(within=options["within"], **view)


@question(
    "why",
    one,
    option(
        "--not",
        "status",
        metavar="STATUS",
        help="Instead, what still stands between it and this status.",
        shell_complete=proposing("status"),
    ),
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
    click.argument("kind", metavar="TYPE", shell_complete=proposing("type")),
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


@question(
    "log", many("id", "Only of these events.", "event"), many("type", "Only of these types."), also=("cloudevents",)
)
def log(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """List what was entered: events, retractions, corrections.

    As cloudevents: each event as it is known now, in JSON, one a line; `assert --file` reads that again.
    """
    told = tracker.events if form_of(options) == "cloudevents" else tracker.log
    return told(ids=options["id"], types=options["type"], **view)


@question(
    "history",
    click.argument("name", required=False, metavar="[NAME|AGREEMENT]", shell_complete=proposing("about")),
)
def history(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """List every change of status, with its reason, when it came about, and since when it has been known."""
    return tracker.history(options["name"], **view)


@question("timeline", about)
def timeline(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Draw what became of an agreement or a commitment, and what is still to come if nothing happens."""
    return tracker.timeline(options["name"], **view)


@question(
    "graph",
    click.argument("name", required=False, metavar="[NAME|AGREEMENT]", shell_complete=proposing("about")),
    also=("mermaid", "dot", "svg"),
)
def graph(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show what depends on what: commitments, on one another and on types of events.

    Of an agreement: what bears on it. Of a commitment: what bears on it, and on what it bears.
    """
    return tracker.graph(options["name"], **view)


@question("report", click.argument("agreement", shell_complete=proposing("agreement")), also=("html",))
def report(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Report on an agreement: statuses, evidence, what comes next, what is contested; `-o FILE.html` makes a page."""
    return tracker.report(options["agreement"], **view)


@question(
    "diff",
    option("--from", "start", metavar="TIME", help="As of this time …"),
    option("--to", "end", metavar="TIME", help="… and of this one (default: --as-of, else now)."),
    option("--known-from", metavar="TIME", help="What was known at this time …"),
    option("--known-to", metavar="TIME", help="… and at this one (default: --known-at, else all)."),
)
def diff(tracker: Tracker, options: Options, view: ViewOptions) -> Report:
    """Show which commitments are not in the same status at two times, or as known at two times."""
    if not (options["start"] or options["known_from"]):
        raise click.UsageError("give --from TIME, --known-from TIME, or both")
    times = {"start": options["start"], "end": options["end"]}
    return tracker.diff(**times, known_start=options["known_from"], known_end=options["known_to"], **view)
