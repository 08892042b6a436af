"""A table on a terminal: fitted to its width, with colour, times as seen from the view, groups under headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from commitments.render.cells import read_in
from commitments.render.grouping import groups_of
from commitments.render.inert import inert
from commitments.render.palette import Tone, tone_of_several
from commitments.render.screen import Screen
from commitments.render.text import GAP, headings
from commitments.render.wrapping import JOINT, NARROW, fitted_columns, width, wrapped
from commitments.reports.report import Cell, Report
from commitments.wording.relative import from_here

#: Columns that hold a status.
STATUS = frozenset({"status", "before", "after", "on_status", "next"})


def table_lines(report: Report, columns: Sequence[str], screen: Screen) -> Iterator[str]:
    """Yield the lines of a table, or of one record after the other where a table would be too wide."""
    header = headings(columns)
    now = None if screen.width is None or report.view is None else report.view.as_of
    words = list(zip(*[[_words(name, cell, now) for cell in report.column(name)] for name in columns], strict=True))
    tones = zip(*[_tones(report, name) for name in columns], strict=True)
    shown = {id(row): cells for row, cells in zip(report.rows, zip(words, tones, strict=True), strict=True)}
    table = [header, *words]
    if screen.width is None:
        widths: list[int] | None = [max(map(width, column)) for column in zip(*table, strict=True)]
    else:
        widths = fitted_columns(table, screen.width - len(GAP) * (len(columns) - 1))
    if widths is None:
        yield from _records(report, header, shown, screen, now)
        return
    yield from row_lines(header, widths, [Tone.HEADING] * len(columns), screen)
    for heading, rows in groups_of(report, now):
        yield from ("", screen.tinted(heading, Tone.HEADING)) if heading else ()
        for row in rows:
            cells, tinted = shown[id(row)]
            yield from row_lines(cells, widths, tinted, screen)


def _words(column: str, cell: Cell, now: datetime | None) -> str:
    words = inert(read_in(column)(cell))
    if now is None or not isinstance(cell, datetime):
        return words
    date, _, clock = words.partition(" ")
    return f"{date} {clock.replace(' ', JOINT)} ({from_here(cell, now).replace(' ', JOINT)})"


def _tones(report: Report, column: str) -> Sequence[Tone | None]:
    """Return the tones of a column."""
    cells = report.column(column)
    if column in STATUS:
        return [tone_of_several(cell) if isinstance(cell, str) else None for cell in cells]
    if column in {"late", "contested"}:
        return [Tone.URGENT if cell is True else None for cell in cells]
    if column == "due" and "status" in report.columns:
        return [Tone.URGENT if status == "overdue" else None for status in report.column("status")]
    return [None] * len(cells)


def row_lines(
    cells: Sequence[str], widths: Sequence[int], tones: Sequence[Tone | None], screen: Screen
) -> Iterator[str]:
    """Yield the lines of one row, its cells wrapped to their columns."""
    pieces = [
        [piece.replace(JOINT, " ") for piece in wrapped(cell, wide)] for cell, wide in zip(cells, widths, strict=True)
    ]
    for line in zip_longest(*pieces, fillvalue=""):
        last = max((place for place, piece in enumerate(line) if piece), default=0)
        told = [
            screen.tinted(piece, tone) + " " * (wide - width(piece) if place < last else 0)
            for place, (piece, wide, tone) in enumerate(zip(line, widths, tones, strict=True))
        ]
        yield GAP.join(told[: last + 1])


def _records(
    report: Report,
    header: Sequence[str],
    shown: Mapping[int, tuple[Sequence[str], Sequence[Tone | None]]],
    screen: Screen,
    now: datetime | None,
) -> Iterator[str]:
    label = max(map(width, header))
    room = max(NARROW, (screen.width or 0) - label - len(GAP))
    for heading, rows in groups_of(report, now):
        yield from (screen.tinted(heading, Tone.HEADING), "") if heading else ()
        for row in rows:
            for name, words, tone in zip(header, *shown[id(row)], strict=True):
                if words:
                    yield from row_lines([name, words], [label, room], [Tone.QUIET, tone], screen)
            yield ""
