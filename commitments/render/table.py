"""A table on a terminal: fitted to its width, with colour, times as seen from the view, groups under headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest

from commitments.render.cells import as_text
from commitments.render.grouping import groups_of
from commitments.render.inert import inert
from commitments.render.palette import Tone, tone_of_several
from commitments.render.screen import Screen
from commitments.render.text import GAP, headings
from commitments.render.wrapping import JOINT, NARROW, fitted_columns, width, wrapped
from commitments.reports.report import Report, Row
from commitments.wording.relative import from_here

#: Columns that hold a status.
STATUS = frozenset({"status", "before", "after", "on_status", "next"})


def table_lines(report: Report, columns: Sequence[str], screen: Screen) -> Iterator[str]:
    """Yield the lines of a table, or of one record after the other where a table would be too wide."""
    header = headings(columns)
    now = None if screen.width is None or report.view is None else report.view.as_of
    shown = {id(row): [_words(row, column, now) for column in columns] for row in report.rows}
    table = [header, *shown.values()]
    if screen.width is None:
        widths: list[int] | None = [max(map(width, column)) for column in zip(*table, strict=True)]
    else:
        widths = fitted_columns(table, screen.width - len(GAP) * (len(columns) - 1))
    if widths is None:
        yield from _records(report, columns, header, shown, screen, now)
        return
    yield from row_lines(header, widths, [Tone.HEADING] * len(columns), screen)
    for heading, rows in groups_of(report, now):
        yield from ("", screen.tinted(heading, Tone.HEADING)) if heading else ()
        for row in rows:
            yield from row_lines(shown[id(row)], widths, [_tone(row, column) for column in columns], screen)


def _words(row: Row, column: str, now: datetime | None) -> str:
    cell = row.cells()[column]
    words = inert(as_text(cell))
    if now is None or not isinstance(cell, datetime):
        return words
    date, _, clock = words.partition(" ")
    return f"{date} {clock.replace(' ', JOINT)} ({from_here(cell, now).replace(' ', JOINT)})"


def _tone(row: Row, column: str) -> Tone | None:
    cells = row.cells()
    cell = cells[column]
    if column in STATUS and isinstance(cell, str):
        return tone_of_several(cell)
    if column in {"late", "contested"} and cell is True:
        return Tone.URGENT
    return Tone.URGENT if column == "due" and cells.get("status") == "overdue" else None


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
    columns: Sequence[str],
    header: Sequence[str],
    shown: dict[int, list[str]],
    screen: Screen,
    now: datetime | None,
) -> Iterator[str]:
    label = max(map(width, header))
    room = max(NARROW, (screen.width or 0) - label - len(GAP))
    for heading, rows in groups_of(report, now):
        yield from (screen.tinted(heading, Tone.HEADING), "") if heading else ()
        for row in rows:
            for name, column, words in zip(header, columns, shown[id(row)], strict=True):
                if words:
                    yield from row_lines([name, words], [label, room], [Tone.QUIET, _tone(row, column)], screen)
            yield ""
