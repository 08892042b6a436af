"""A report as text: aligned columns without borders, never cut; or prose."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from commitments.render.cells import as_text
from commitments.render.inert import inert
from commitments.reports.report import Report, Seen

GAP = "  "


def as_table(report: Report, columns: Sequence[str]) -> str:
    """Return a report as lines of text, the first of which says whose view it is, and when."""
    lines = [*report.notes] if report.view is None else [_first(report.view), *report.notes]
    lines += [""] if lines else []
    if report.prose is not None:
        return _joined([*lines, *report.prose])
    header = [column.replace("_", " ").upper() for column in columns]
    table = [[inert(as_text(row.cells()[column])) for column in columns] for row in report.rows]
    return _joined([*lines, *aligned([header, *table])])


def _first(view: Seen) -> str:
    words = view.line()
    return words[:1].upper() + words[1:]


def aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, its columns as wide as their widest cell."""
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        yield GAP.join(cells).rstrip()


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in map(inert, lines))
