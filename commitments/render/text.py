"""A report as text: prose, or a table. In a pipe columns are aligned without borders, and never cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from commitments.render.cells import read_in, told_of
from commitments.render.inert import inert
from commitments.render.screen import PIPE, Screen
from commitments.render.wrapping import width

if TYPE_CHECKING:
    from datetime import datetime

    from commitments.reports.report import Cell, Report, Seen

GAP = "  "


def as_table(report: Report, columns: Sequence[str], screen: Screen = PIPE) -> str:
    """Return a report as lines of text, the first of which says whose view it is, and when."""
    lines = [*report.notes] if report.view is None else [_first(report.view), *report.notes]
    lines += [""] if lines else []
    return "".join(f"{line}\n" for line in [*_prose(lines, screen), *_body(report, columns, screen)])


def _prose(lines: Sequence[str], screen: Screen, now: datetime | None = None) -> Iterable[str]:
    if screen == PIPE:
        return map(inert, lines)
    from commitments.render.prose import prose_lines

    return prose_lines(lines, screen, now)


def _body(report: Report, columns: Sequence[str], screen: Screen) -> Iterable[str]:
    if report.drawing is not None:
        lines: Iterable[str] = import_module(f"commitments.render.{report.drawing}").drawn_lines(report, screen)
        return lines
    if report.prose is None:
        return table_of(report, columns, screen)
    return _prose(report.prose, screen, None if report.view is None else report.view.as_of)


def table_of(report: Report, columns: Sequence[str], screen: Screen) -> Iterable[str]:
    """Return the rows of a report as the lines of a table."""
    if screen == PIPE:
        return _plain(report, columns)
    from commitments.render.table import table_lines

    return table_lines(report, columns, screen)


def _plain(report: Report, columns: Sequence[str]) -> Iterator[str]:
    cells = [told_of(report.column(name), _telling(name)) for name in columns]
    return _lined([[name, *column] for name, column in zip(headings(columns), cells, strict=True)])


def _telling(column: str) -> Callable[[Cell], str]:
    tell = read_in(column)
    return lambda cell: inert(tell(cell))


def headings(columns: Sequence[str]) -> list[str]:
    """Return what stands above columns."""
    return [name.replace("_", " ").upper() for name in columns]


def _first(view: Seen) -> str:
    words = view.line()
    return words[:1].upper() + words[1:]


def aligned(table: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, its columns as wide as their widest cell."""
    return _lined(list(zip(*table, strict=True)))


def _lined(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in zip(*map(_padded, columns), strict=True):
        yield GAP.join(row).rstrip()


def _padded(column: Sequence[str]) -> list[str]:
    """Return the cells of a column, all as wide as the widest."""
    widths = list(map(width, column))
    widest = max(widths)
    return [cell + " " * (widest - wide) for cell, wide in zip(column, widths, strict=True)]
