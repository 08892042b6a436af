"""Tables as text: comma-separated values and the like, row by row, each with the lines where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from commitments.text.diagnostics import Diagnostic, at_span
from commitments.text.source import Source, Span


class TableRow(NamedTuple):
    """The cells of a row, and where it begins and ends in the text."""

    cells: list[str]
    span: Span


def read_table(source: Source, separator: str = ",", *, quotes: bool = True) -> Iterator[TableRow | Diagnostic]:
    """Yield the rows of a table, the header too, without those that are blank; or, last, why it cannot be read on."""
    lines = _Lines(source.text)
    if quotes:
        reader = csv.reader(lines, delimiter=separator, strict=True)
    else:
        reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE, strict=True)
    while True:
        start = lines.at
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"this is no row of a table: {error}"
            yield at_span(source, Span(start, lines.at), "E118", message, "put a cell that holds quotes in quotes")
            return
        if any(cell.strip() for cell in cells):
            yield TableRow(cells, Span(start, lines.at))


class _Lines:
    """The lines of a text, and how far they have been read."""

    def __init__(self, text: str) -> None:
        self.at = 0
        self._lines = io.StringIO(text, newline="")

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.at += len(line)
        return line
