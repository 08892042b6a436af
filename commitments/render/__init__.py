"""How reports look: text, JSON, JSON Lines, CSV, and forms that only some reports have. One function for any report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from commitments.frozen import replace
from commitments.mistakes import MistakeError
from commitments.render.screen import PIPE, Screen

if TYPE_CHECKING:
    from decimal import Decimal

    from commitments.reports.report import Cell, Report, Row

__all__ = ["FORMS", "Screen", "UnknownColumnError", "render"]

#: What every report can be shown as beside text, and what only some can: the module that does it, and its function.
FORMS = {
    "json": ("machine", "as_json_text"),
    "jsonl": ("machine", "as_json_lines"),
    "csv": ("machine", "as_csv_text"),
    "github": ("github", "as_workflow_commands"),
    "sarif": ("sarif", "as_sarif"),
    "ics": ("ics", "as_ics"),
    "cloudevents": ("cloudevents", "as_cloudevents"),
    "mermaid": ("mermaid", "as_mermaid"),
    "dot": ("dot", "as_dot"),
    "svg": ("picture", "as_svg"),
    "html": ("page", "as_page"),
}


class UnknownColumnError(MistakeError):
    """A column that the rows of a report do not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        from commitments.text.diagnostics import did_you_mean

        hint = did_you_mean(name, known) or f"there is {', '.join(known)}"
        super().__init__(f"no column {name}; {hint}")


def render(
    report: Report,
    form: str = "text",
    columns: Sequence[str] = (),
    sort: Sequence[str] = (),
    screen: Screen = PIPE,
) -> str:
    """Return a report in a format, with some of its columns, its rows sorted by others (``-due``: the last first).

    Without ``columns``: all of them, but in text those that fit the eye. ``screen``: where text is shown. Raises
    UnknownColumnError.
    """
    for name in (*columns, *(name.removeprefix("-") for name in sort)):
        if name not in report.columns:
            raise UnknownColumnError(name, report.columns)
    chosen = tuple(columns) or (form == "text" and report.brief) or report.columns
    if columns and form == "text":
        report = replace(report, prose=None, drawing=None)
    report = _sorted(report, sort) if sort else report
    if form != "text":
        return _form(form)(report, chosen)
    from commitments.render.text import as_table

    return as_table(report, chosen, screen)


def _form(name: str) -> Callable[[Report, Sequence[str]], str]:
    module, function = FORMS[name]
    found: Callable[[Report, Sequence[str]], str] = getattr(import_module(f"commitments.render.{module}"), function)
    return found


def _sorted(report: Report, sort: Sequence[str]) -> Report:
    rows = list(report.rows)
    for name in reversed(sort):
        column = name.removeprefix("-")
        filled = [row for row in rows if row.cells()[column] is not None]
        empty = [row for row in rows if row.cells()[column] is None]
        filled.sort(key=lambda row: _order(row, column), reverse=name.startswith("-"))
        rows = filled + empty
    return replace(report, rows=tuple(rows), by_due=False)


def _order(row: Row, column: str) -> tuple[int, datetime | Decimal | str]:
    from decimal import Decimal

    cell: Cell = row.cells()[column]
    if isinstance(cell, datetime):
        return 0, cell
    if isinstance(cell, bool | int | Decimal):
        return 1, Decimal(cell)
    return 2, ", ".join(cell) if isinstance(cell, tuple) else str(cell)
