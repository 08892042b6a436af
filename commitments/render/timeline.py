"""A timeline in text: a line for each commitment, from its first change to what is still to come, then the changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from commitments.render.inert import inert
from commitments.render.screen import Screen
from commitments.render.text import table_of
from commitments.render.wrapping import width
from commitments.reports.report import Report
from commitments.reports.spans import Line, lines_of

#: What a status looks like while it lasts …
LASTS = {"proposed": "·", "conditional": "─", "detached": "━", "overdue": "▓", "suspended": "░"}
#: … and what one looks like that ends a commitment.
ENDS = {"satisfied": "✓", "remedied": "✓", "violated": "✗", "lapsed": "✗"}
OTHER_END, STILL, AHEAD, COMES, NOW = "■", "═", "┄", "◇", "│"
MEANINGS = {
    **{sign: status for status, sign in LASTS.items()},
    "✓": "satisfied or remedied",
    "✗": "violated or lapsed",
    OTHER_END: "ended otherwise",
    STILL: "broken, and goes on",
    NOW: "now",
    COMES: "comes if nothing happens",
}
#: A sign, and the status whose colour it has.
Cell = tuple[str, str | None]
#: How wide the drawing is where there is no terminal, and how narrow it may become on one.
WIDE, NARROW = 72, 24
GAP = 2


class Scale(NamedTuple):
    """Which column of a drawing stands for which time."""

    start: datetime
    end: datetime
    columns: int

    def place(self, at: datetime) -> int:
        """Return the column of a time, from 0."""
        whole = (self.end - self.start) / timedelta(microseconds=1)
        part = (at - self.start) / timedelta(microseconds=1) / whole if whole else 0
        return min(max(round(part * (self.columns - 1)), 0), self.columns - 1)


def drawn_lines(report: Report, screen: Screen) -> Iterator[str]:
    """Yield the drawing, and below it the changes as a table."""
    lines = lines_of(report)
    if lines and report.view is not None:
        yield from _drawing(lines, report.view.as_of, screen)
        yield ""
    yield from table_of(report, report.brief, screen)


def _drawing(lines: Sequence[Line], now: datetime, screen: Screen) -> Iterator[str]:
    home = lines[0].name.partition("/")[0] + "/"
    one_home = all(line.name.startswith(home) for line in lines)
    names = [inert(line.name.removeprefix(home) if one_home else line.name) for line in lines]
    label = max(map(width, names))
    room = WIDE if screen.width is None else max(NARROW, screen.width - label - GAP)
    scale = scale_of(lines, now, room)
    margin = " " * (label + GAP)
    yield margin + _axis(scale, now)
    drawn = [_cells(line, scale, now) for line in lines]
    for name, cells in zip(names, drawn, strict=True):
        yield name + " " * (label - width(name) + GAP) + _painted(cells, screen)
    yield ""
    yield from _legend({sign for cells in drawn for sign, _ in cells.values()}, screen)


def scale_of(lines: Iterable[Line], now: datetime, columns: int) -> Scale:
    """Return the scale on which all lines fit; now is on it as long as something is still to come or open."""
    times = [at for line in lines for at in line.times()]
    times += [now] if any(line.live for line in lines) else []
    return Scale(min(times), max(times), columns)


def _axis(scale: Scale, now: datetime) -> str:
    """Return the first and the last day of a scale, and between them ``now`` above its column if there is room."""
    first, last = scale.start.date().isoformat(), scale.end.date().isoformat()
    axis = f"{first}{' ' * (scale.columns - len(first) - len(last))}{last}"
    at = scale.place(now)
    free = axis[max(0, at - 2) : at + 3]
    return f"{axis[: at - 1]}now{axis[at + 2 :]}" if scale.start < now < scale.end and not free.strip() else axis


def _cells(line: Line, scale: Scale, now: datetime) -> dict[int, Cell]:
    """Return the drawing of one commitment by column: what matters more stands over the rest."""
    cells: dict[int, Cell] = {}
    here = scale.place(now)
    if line.live:
        last = scale.place(line.coming[-1].at) if line.coming else scale.columns - 1
        cells |= dict.fromkeys(range(here, last + 1), (AHEAD, None))
    for span in line.spans:
        sign = LASTS.get(span.status) or (STILL if line.live else None)
        if sign is not None:
            cells |= dict.fromkeys(range(scale.place(span.start), scale.place(span.end)), (sign, span.status))
    if line.live:
        cells[here] = (NOW, None)
    ends = [span for span in line.spans if span.status not in LASTS]
    cells |= {scale.place(span.start): (ENDS.get(span.status, OTHER_END), span.status) for span in ends}
    return cells | {scale.place(point.at): (COMES, point.after) for point in line.coming}


def _painted(cells: dict[int, Cell], screen: Screen) -> str:
    row = [cells.get(place, (" ", None)) for place in range(max(cells, default=-1) + 1)]
    runs = ((status, "".join(sign for sign, _ in run)) for status, run in groupby(row, key=lambda cell: cell[1]))
    return "".join(signs if status is None else screen.status(signs, status) for status, signs in runs)


def _legend(signs: Collection[str], screen: Screen) -> Iterator[str]:
    """Yield what the signs mean that occur."""
    line = ""
    for part in (f"{sign} {meaning}" for sign, meaning in MEANINGS.items() if sign in signs):
        if line and screen.width is not None and width(line) + GAP + width(part) > screen.width:
            yield line
            line = ""
        line += (" " * GAP if line else "") + part
    yield line
