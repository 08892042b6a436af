"""A report on its way out: to a file or standard output, in the format that is asked for; exit code 1 for bad news."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commitments.terminal.failures import BAD_NEWS
from commitments.terminal.options import FORMATS, Options

if TYPE_CHECKING:
    from commitments.reports.report import Report


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
