"""The points of a timeline as lines to draw: from when to when each commitment was in which status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from commitments.reports.report import Report
from commitments.reports.timeline import Point


class Span(NamedTuple):
    """A status from its start to the next one, or to the time of the view."""

    status: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn of one commitment. ``live``: it goes on; ``coming``: what comes if nothing happens."""

    name: str
    spans: tuple[Span, ...]
    coming: tuple[Point, ...]
    live: bool

    def times(self) -> Iterator[datetime]:
        """Yield the times that it has to show."""
        yield from (span.start for span in self.spans)
        yield from (point.at for point in self.coming)


def lines_of(report: Report) -> list[Line]:
    """Return the lines of a timeline, however its rows are sorted; what has no change, past or to come, has no line."""
    points: dict[str, list[Point]] = {name: [] for name in report.beside["names"]}
    for point in sorted(report, key=lambda point: point.at):
        points[point.name].append(point)
    return [_line(report, name, found) for name, found in points.items() if found]


def _line(report: Report, name: str, points: list[Point]) -> Line:
    came = [point for point in points if not point.ahead]
    now = () if report.view is None else (report.view.as_of,)
    last = max([*now, *(point.at for point in came)], default=None)
    ends = [*(point.at for point in came[1:]), *([] if last is None else [last])][: len(came)]
    spans = tuple(Span(point.after, point.at, end) for point, end in zip(came, ends, strict=True))
    coming = tuple(point for point in points if point.ahead)
    return Line(name, spans, coming, live=name in report.beside["live"] or bool(coming))
