"""A timeline as SVG for a page: a bar for each commitment, in the colours of its statuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from commitments.render.markup import MONTHS, safe
from commitments.render.palette import PAINTS, tone_of
from commitments.reports.spans import Line, Span
from commitments.reports.timeline import Point

#: In units of the drawing: the names, the time, a line, the space above the lines for the dates.
LABEL, ACROSS, ROW, HEAD = 236, 700, 22, 30
THICK, MARGIN = 10, 14
#: How many letters of a name fit; and how many dates are written at most.
LETTERS, TICKS = 34, 8
#: Steps between dates, in months; finer ones in days.
MONTHLY, DAILY = (1, 2, 3, 6, 12, 24, 60, 120, 240), (1, 2, 7, 14)
YEAR = 12
#: What lasts is a bar, what ends it is a dot.
LASTING = frozenset({"proposed", "conditional", "detached", "overdue", "suspended"})


class Axis(NamedTuple):
    """Where a time stands in the drawing."""

    start: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        """Return how far to the right a time stands."""
        whole = (self.end - self.start) / timedelta(seconds=1) or 1.0
        return LABEL + ACROSS * ((at - self.start) / timedelta(seconds=1)) / whole


def chart(lines: Sequence[Line], now: datetime) -> str:
    """Return the drawing, nothing where there is nothing to draw."""
    times = [at for line in lines for at in line.times()]
    if not times:
        return ""
    times += [now] if any(line.live for line in lines) else []
    axis = Axis(min(times), max(times))
    high = HEAD + ROW * len(lines) + 8
    parts = [
        f'<svg viewBox="0 0 {LABEL + ACROSS + MARGIN} {high}" font-size="12" role="img">',
        f"<title>Timeline of {len(lines)} commitments</title>",
        *_dates(axis, high),
        *(part for place, line in enumerate(lines) for part in _line(line, HEAD + ROW * place + ROW / 2, axis, now)),
        *(_now(axis.x(now), high) if axis.start < now <= axis.end else ()),
        "</svg>",
    ]
    return "\n".join(parts)


def _dates(axis: Axis, high: float) -> Iterator[str]:
    for at, words in ticks(axis):
        x = axis.x(at)
        yield f'<path d="M{x:.1f} {HEAD - 6}V{high}" stroke="#e6e9ee"/>'
        yield f'<text x="{x:.1f}" y="{HEAD - 12}" text-anchor="middle" fill="#5b6577" font-size="11">{words}</text>'


def ticks(axis: Axis) -> list[tuple[datetime, str]]:
    """Return the dates to write: round ones, no more than fit."""
    days = (axis.end - axis.start) / timedelta(days=1)
    first = axis.start.replace(hour=0, minute=0, second=0, microsecond=0)
    for step in DAILY:
        if days / step <= TICKS:
            found = [first + timedelta(days=step * number) for number in range(TICKS + 2)]
            return [(at, f"{at.day} {MONTHS[at.month - 1][:3]}") for at in found if axis.start <= at <= axis.end]
    step = next((step for step in MONTHLY if days / 30 / step <= TICKS), MONTHLY[-1])
    start = (axis.start.year * YEAR + axis.start.month - 1) // step * step
    months = range(start, axis.end.year * YEAR + axis.end.month, step)
    found = [first.replace(year=month // YEAR, month=month % YEAR + 1, day=1) for month in months if month >= YEAR]
    words = "{0}" if step % YEAR == 0 else "{1} {0}"
    named = [(at, words.format(at.year, MONTHS[at.month - 1][:3])) for at in found]
    return [(at, word) for at, word in named if axis.start <= at <= axis.end]


def _line(line: Line, y: float, axis: Axis, now: datetime) -> Iterator[str]:
    short = line.name.partition("/")[2]
    shown = short if len(short) <= LETTERS else f"{short[: LETTERS - 1]}…"
    yield f"<g><title>{safe(line.name)}</title>"
    yield f'<text x="{LABEL - 12}" y="{y + 4:.1f}" text-anchor="end" fill="#1d2433">{safe(shown)}</text>'
    if line.live:
        end = line.coming[-1].at if line.coming else axis.end
        yield f'<path d="M{axis.x(now):.1f} {y:.1f}H{axis.x(end):.1f}" stroke="#98a2b3" stroke-dasharray="2 4"/>'
    yield from (_bar(span, y, axis) for span in line.spans if span.status in LASTING or line.live)
    yield from (_dot(span, y, axis) for span in line.spans if span.status not in LASTING)
    yield from (_diamond(point, y, axis) for point in line.coming)
    yield "</g>"


def _bar(span: Span, y: float, axis: Axis) -> str:
    ink, paper = PAINTS[tone_of(span.status)]
    x, wide = axis.x(span.start), max(axis.x(span.end) - axis.x(span.start), 1)
    place = f'x="{x:.1f}" y="{y - THICK / 2:.1f}" width="{wide:.1f}" height="{THICK}"'
    return f'<rect {place} fill="{paper}" stroke="{ink}" stroke-width="0.8"><title>{span.status}</title></rect>'


def _dot(span: Span, y: float, axis: Axis) -> str:
    place = f'cx="{axis.x(span.start):.1f}" cy="{y:.1f}" r="5.5"'
    return f'<circle {place} fill="{PAINTS[tone_of(span.status)].ink}"><title>{span.status}</title></circle>'


def _diamond(point: Point, y: float, axis: Axis) -> str:
    place = f'd="M{axis.x(point.at):.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z"'
    color = f'fill="#ffffff" stroke="{PAINTS[tone_of(point.after)].ink}" stroke-width="1.5"'
    return f"<path {place} {color}><title>{point.after} if nothing happens</title></path>"


def _now(x: float, high: float) -> tuple[str, ...]:
    return (
        f'<path d="M{x:.1f} {HEAD - 6}V{high}" stroke="#a61b1b" stroke-width="1.2"/>',
        f'<text x="{x:.1f}" y="10" text-anchor="middle" fill="#a61b1b" font-size="11">now</text>',
    )
