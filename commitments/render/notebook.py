"""A report in a notebook: a table, a graph as its picture."""

from __future__ import annotations

from datetime import datetime

from commitments.render.cells import read_in
from commitments.render.markup import safe
from commitments.render.palette import PAINTS, tone_of_several
from commitments.render.table import STATUS
from commitments.reports.graph import Graph
from commitments.reports.report import Report, Row
from commitments.wording.relative import from_here

CELL = "text-align: left; vertical-align: top; padding: .2em .8em .2em 0"


def as_html(report: Report) -> str:
    """Return HTML in which nothing from outside is markup."""
    if isinstance(report, Graph):
        from commitments.render.picture import as_svg

        return as_svg(report, report.columns)
    told = [*report.notes] if report.view is None else [_line(report), *report.notes]
    head = "".join(f"<p>{safe(line)}</p>" for line in told)
    if report.prose is not None:
        lines = "\n".join(map(safe, report.prose))
        return f'{head}<pre style="white-space: pre-wrap">{lines}</pre>'
    return head + _table(report)


def _line(report: Report) -> str:
    words = "" if report.view is None else report.view.line()
    return words[:1].upper() + words[1:]


def _table(report: Report) -> str:
    columns = report.brief or report.columns
    header = "".join(f'<th style="{CELL}">{safe(column.replace("_", " "))}</th>' for column in columns)
    rows = "".join(f"<tr>{''.join(_cell(report, row, column) for column in columns)}</tr>" for row in report.rows)
    return f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(report: Report, row: Row, column: str) -> str:
    cell = row.cells()[column]
    words = safe(read_in(column)(cell))
    if isinstance(cell, datetime) and report.view is not None:
        words += f"<br><small>{from_here(cell, report.view.as_of)}</small>"
    tone = tone_of_several(cell) if column in STATUS and isinstance(cell, str) else None
    if tone is not None:
        ink, paper = PAINTS[tone]
        words = f'<span style="color: {ink}; background: {paper}; padding: 0 .4em">{words}</span>'
    return f'<td style="{CELL}">{words}</td>'
