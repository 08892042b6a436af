"""A graph as SVG: a picture that stands alone, without script, style sheet or any other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from commitments.render.layout import Layout, Point, Sizes, layout
from commitments.render.markup import safe
from commitments.render.nodes import Look, graph_of, looks_of
from commitments.render.wrapping import width, wrapped
from commitments.reports.graph import Graph
from commitments.reports.report import Report

#: In pixels: a letter, a line, the margin inside a box, and the gap between boxes.
LETTER, LINE, INSIDE, GAP = 6.6, 15, 10, 14
#: How many letters a box may be wide, and how far apart layers are beside that.
LETTERS, BETWEEN = 26, 96
MARGIN = 16
NAMESPACE = "http://www.w3.org/2000/svg"
FONT = "font-family='system-ui, sans-serif' font-size='12'"
TIP = (
    "<defs><marker id='tip' viewBox='0 0 8 8' refX='8' refY='4' markerWidth='7' markerHeight='7' orient='auto'>"
    "<path d='M0 0L8 4L0 8z' fill='#98a2b3'/></marker></defs>"
)
Key = tuple[str, str]


def as_svg(report: Report, columns: Sequence[str]) -> str:
    """Return a picture of what depends on what, from the left to the right."""
    del columns
    graph = graph_of(report)
    looks = {key: look._replace(lines=_fitted(look.lines)) for key, look in looks_of(graph).items()}
    wide = max((_width(look) for look in looks.values()), default=0)
    high = max((_height(look) for look in looks.values()), default=0)
    arrows = _parts(graph)
    drawn = layout(list(looks), list(arrows), Sizes(wide + BETWEEN, high + GAP))
    across, down = round(drawn.width + 2 * MARGIN), round(drawn.height + 2 * MARGIN)
    size = f"width='{across}' height='{down}'"
    lines = [
        f"<svg xmlns='{NAMESPACE}' {size} viewBox='{-MARGIN} {-MARGIN} {across} {down}' {FONT} role='img'>",
        f"<title>{safe(_title(report))}</title>",
        f"<rect x='{-MARGIN}' y='{-MARGIN}' {size} fill='#ffffff'/>",
        TIP,
        *_arrows(arrows, looks, drawn),
        *(line for key, look in looks.items() for line in _box(look, drawn.nodes[key])),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _title(report: Report) -> str:
    return "What depends on what" + ("" if report.view is None else f", {report.view.line()}")


def _parts(graph: Graph) -> dict[tuple[Key, Key], str]:
    """Return each arrow once, with the parts of the text that make it."""
    found: dict[tuple[Key, Key], str] = {}
    for row in graph:
        arrow = ((row.on_kind, row.on), (row.kind, row.name))
        found[arrow] = f"{found[arrow]}, {row.part}" if arrow in found else row.part
    return found


def _fitted(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(piece for line in lines for piece in wrapped(line, LETTERS))


def _width(look: Look) -> float:
    return max(map(width, look.lines)) * LETTER + 2 * INSIDE


def _height(look: Look) -> float:
    return len(look.lines) * LINE + 2 * INSIDE - 6


def _box(look: Look, at: Point) -> Iterator[str]:
    wide, high = _width(look), _height(look)
    ink, paper = look.paint
    radius = high / 2 if look.round else 4
    yield f"<g><title>{safe(look.hint)}</title>"
    yield (
        f"<rect x='{at.x - wide / 2:.1f}' y='{at.y - high / 2:.1f}' width='{wide:.1f}' height='{high:.1f}' "
        f"rx='{radius:.1f}' fill='{paper}' stroke='{ink}'/>"
    )
    top = at.y - (len(look.lines) - 1) * LINE / 2 + 4
    for place, line in enumerate(look.lines):
        yield (
            f"<text x='{at.x:.1f}' y='{top + place * LINE:.1f}' text-anchor='middle' fill='{ink}'>{safe(line)}</text>"
        )
    yield "</g>"


def _arrows(arrows: dict[tuple[Key, Key], str], looks: dict[Key, Look], drawn: Layout[Key]) -> Iterator[str]:
    """Yield the arrows, and then their words, so that no arrow crosses any."""
    paths = {
        (start, end): _ended(drawn.arrows[start, end], looks[start], looks[end])
        for start, end in arrows
        if start != end
    }
    for points in paths.values():
        yield f"<path d='{_curve(points)}' fill='none' stroke='#98a2b3' marker-end='url(#tip)'/>"
    for arrow, points in paths.items():
        x, y = ((one + other) / 2 for one, other in zip(points[-2], points[-1], strict=True))
        yield (
            f"<text x='{x:.1f}' y='{y + 3:.1f}' text-anchor='middle' font-size='10' fill='#475467' stroke='#ffffff' "
            f"stroke-width='3' paint-order='stroke'>{safe(arrows[arrow])}</text>"
        )


def _ended(points: Sequence[Point], start: Look, end: Look) -> list[Point]:
    """Return the points of an arrow between the edges of two boxes instead of their middles."""
    onward = 1 if points[-1].x >= points[0].x else -1
    first = Point(points[0].x + onward * _width(start) / 2, points[0].y)
    last = Point(points[-1].x - onward * _width(end) / 2, points[-1].y)
    return [first, *points[1:-1], last]


def _curve(points: Sequence[Point]) -> str:
    path = f"M{points[0].x:.1f} {points[0].y:.1f}"
    for start, end in pairwise(points):
        middle = (start.x + end.x) / 2
        path += f"C{middle:.1f} {start.y:.1f} {middle:.1f} {end.y:.1f} {end.x:.1f} {end.y:.1f}"
    return path
