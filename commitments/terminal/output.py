"""A report on its way out: to a file or standard output, in the format that is asked for; exit code 1 for bad news."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

import click

from commitments.terminal.failures import BAD_NEWS
from commitments.terminal.options import Options

if TYPE_CHECKING:
    from commitments.render import Screen
    from commitments.reports.report import Report


#: Endings of files that are not the name of their format.
ENDINGS = {"": "text", "txt": "text", "ndjson": "jsonl", "mmd": "mermaid", "gv": "dot", "htm": "html", "ical": "ics"}


def form_of(options: Options) -> str:
    """Return the format: asked for, else by the ending of the file, else text."""
    source = click.get_current_context().get_parameter_source("form")
    if options["form"] and not (options["path"] and source is click.core.ParameterSource.DEFAULT_MAP):
        return str(options["form"])
    ending = _ending(options["path"]) if options["path"] else ""
    form = ENDINGS.get(ending, ending)
    known = _formats()
    if form not in known:
        raise click.UsageError(f"-o {options['path']}: the formats are {', '.join(known)}; say which with --format")
    return form


def _ending(path: str) -> str:
    from pathlib import Path

    return Path(path).suffix.removeprefix(".").lower()


def _formats() -> Sequence[str]:
    """Return the formats of the command that is run."""
    types = {option.name: option.type for option in click.get_current_context().command.params}
    form = types["form"]
    return tuple(form.choices) if isinstance(form, click.Choice) else ()


def screen_of(options: Options) -> Screen:
    """Return where text is shown: on a terminal of some width, or somewhere that is read as it is."""
    from commitments.render.screen import PIPE, Screen

    screen = PIPE if options["path"] else screen_on(sys.stdout)
    return screen if options["color"] == "auto" else Screen(screen.width, color=options["color"] == "always")


def screen_on(stream: TextIO) -> Screen:
    """Return what text is made for that goes to a stream."""
    from commitments.render.screen import PIPE, Screen

    if not stream.isatty():
        return PIPE
    import shutil

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Screen(shutil.get_terminal_size().columns, color=not plain)


def show_report(report: Report, options: Options) -> None:
    """Write a report, and end with 1 when it is bad news."""
    bad = report.bad or matches(report, options["fail_on"])
    text = rendered(report, options)
    if report.view is not None and form_of(options) in {"csv", "jsonl"}:
        click.echo(f"# {report.view.line()}", err=True)
    deliver(text, options)
    if bad:
        raise SystemExit(BAD_NEWS)


def rendered(report: Report, options: Options) -> str:
    """Return a report in the format that is asked for."""
    from commitments.render import render

    return render(report, form_of(options), options["columns"], options["sort"], screen_of(options))


def deliver(text: str, options: Options) -> None:
    """Write a text to the file that is asked for, else to stdout."""
    if options["path"]:
        from pathlib import Path

        Path(options["path"]).write_text(text, encoding="utf-8", newline="")
    else:
        write(text)


def write(text: str) -> None:
    """Write to stdout; what its encoding does not have is written as an escape."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    click.echo(text, nl=False, color=True)  # what colours there are, were asked for


def matches(report: Report, statuses: tuple[str, ...]) -> bool:
    """Whether a row is in one of these statuses."""
    if not statuses:
        return False
    from commitments.records.statuses import STATUSES

    unknown = [word for word in statuses if word not in (*STATUSES, "absent")]
    if unknown:
        raise click.UsageError(f"--fail-on {unknown[0]}: no such status; there is {', '.join(STATUSES)}")
    rows = [row.cells() for row in report.rows]
    found = {cells.get("status") or cells.get("after") for cells in rows}
    counted = any(cells.get(status) for cells in rows for status in statuses)
    return counted or bool(found.intersection(statuses)) or report.beside.get("status") in statuses


def wants(options: Options, column: str) -> bool:
    """Whether a column is asked for: by name, or with all of them from files."""
    by_name = column in options["columns"] or column in {name.lstrip("-") for name in options["sort"]}
    return by_name or (bool(options["files"]) and not options["columns"] and form_of(options) != "text")
