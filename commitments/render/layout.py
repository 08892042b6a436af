"""A layered drawing of a graph: every arrow leads to the right, as few as possible cross.

Circles are cut by turning an arrow around for the layout, long arrows go through places of their own in the layers
between, layers are ordered by the mean place of their neighbours. Source: Sugiyama, Tagawa, Toda 1981.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from commitments.text.circles import circles_in

Name = TypeVar("Name", bound=Hashable)
Arrow = tuple[Name, Name]

SWEEPS = 12


class Point(NamedTuple):
    """The middle of a place in a drawing."""

    x: float
    y: float


class Layout(NamedTuple, Generic[Name]):
    """Where each node stands, and through which points each arrow goes, from its start to its end."""

    nodes: Mapping[Name, Point]
    arrows: Mapping[Arrow[Name], tuple[Point, ...]]
    width: float
    height: float


class Sizes(NamedTuple):
    """How far apart things stand: the width of a layer, the height of a node with the gap below it."""

    layer: float
    row: float


def layout(nodes: Sequence[Name], arrows: Sequence[Arrow[Name]], sizes: Sizes) -> Layout[Name]:
    """Return where everything stands."""
    forward = _without_circles(nodes, list(dict.fromkeys(arrow for arrow in arrows if arrow[0] != arrow[1])))
    level = _levels(nodes, list(forward.values()))
    layers: list[list[object]] = [[] for _ in range(max(level.values(), default=0) + 1)]
    for node in nodes:
        layers[level[node]].append(node)
    chains = {arrow: _chain(turned, level, layers) for arrow, turned in forward.items()}
    steps = [step for chain in chains.values() for step in pairwise(chain)]
    _order(layers, steps)
    at = _places(layers, steps, sizes)
    height = max((point.y for point in at.values()), default=0) + sizes.row / 2
    found = {
        arrow: tuple(at[place] for place in (chain if forward[arrow] == arrow else reversed(chain)))
        for arrow, chain in chains.items()
    }
    return Layout({node: at[node] for node in nodes}, found, len(layers) * sizes.layer, height)


def _without_circles(nodes: Sequence[Name], arrows: Sequence[Arrow[Name]]) -> dict[Arrow[Name], Arrow[Name]]:
    """Return each arrow as it is laid out: turned around where it closes a circle."""
    following: dict[Name, list[Name]] = {node: [] for node in nodes}
    for start, end in arrows:
        following[start].append(end)
    back = {(circle[-1], circle[0]) for circle in circles_in(following)}
    return {arrow: (arrow[1], arrow[0]) if arrow in back else arrow for arrow in arrows}


def _levels(nodes: Sequence[Name], arrows: Sequence[Arrow[Name]]) -> dict[Name, int]:
    """Return the layer of each node: right of all that lead to it; without such, just left of what it leads to."""
    before: dict[Name, list[Name]] = {node: [] for node in nodes}
    after: dict[Name, list[Name]] = {node: [] for node in nodes}
    for start, end in arrows:
        before[end].append(start)
        after[start].append(end)
    waiting = {node: len(before[node]) for node in nodes}
    ready = [node for node in nodes if not waiting[node]]
    level = dict.fromkeys(nodes, 0)
    while ready:
        node = ready.pop()
        for other in after[node]:
            level[other] = max(level[other], level[node] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    for node in nodes:
        if not before[node] and after[node]:
            level[node] = min(level[other] for other in after[node]) - 1
    return level


def _chain(arrow: Arrow[Name], level: Mapping[Name, int], layers: list[list[object]]) -> list[object]:
    """Return what an arrow goes through; in the layers between, it takes places of its own."""
    start, end = arrow
    between: list[object] = []
    for layer in range(level[start] + 1, level[end]):
        place = (arrow, layer)
        layers[layer].append(place)
        between.append(place)
    return [start, *between, end]


def _order(layers: list[list[object]], steps: Sequence[tuple[object, object]]) -> None:
    """Order each layer by the mean place of what its nodes are linked to, from the left and from the right in turn."""
    before, after = _links(steps)
    for sweep in range(SWEEPS):
        links, walk = (before, layers) if sweep % 2 == 0 else (after, layers[::-1])
        rank = {node: place for layer in layers for place, node in enumerate(layer)}
        for layer in walk:
            layer.sort(key=lambda node: _mean([rank[other] for other in links.get(node, ())], rank[node]))
            rank |= {node: place for place, node in enumerate(layer)}


def _links(steps: Sequence[tuple[object, object]]) -> tuple[dict[object, list[object]], dict[object, list[object]]]:
    before: dict[object, list[object]] = {}
    after: dict[object, list[object]] = {}
    for start, end in steps:
        before.setdefault(end, []).append(start)
        after.setdefault(start, []).append(end)
    return before, after


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _places(layers: list[list[object]], steps: Sequence[tuple[object, object]], sizes: Sizes) -> dict[object, Point]:
    """Return where everything stands: near the mean height of its links, in the order of its layer."""
    before, after = _links(steps)
    height = {node: place * sizes.row for layer in layers for place, node in enumerate(layer)}
    for sweep in range(SWEEPS):
        links, walk = (before, layers) if sweep % 2 == 0 else (after, layers[::-1])
        for layer in walk:
            wished = [_mean([height[other] for other in links.get(node, ())], height[node]) for node in layer]
            height |= dict(zip(layer, _apart(wished, sizes.row), strict=True))
    lowest = min(height.values(), default=0)
    return {
        node: Point((number + 0.5) * sizes.layer, height[node] - lowest + sizes.row / 2)
        for number, layer in enumerate(layers)
        for node in layer
    }


def _apart(wished: Sequence[float], gap: float) -> list[float]:
    """Return heights at least a gap apart, in this order, as near to the wishes as the mean of both ways to do so."""
    down, up = list(wished), list(wished)
    for place in range(1, len(down)):
        down[place] = max(down[place], down[place - 1] + gap)
    for place in range(len(up) - 2, -1, -1):
        up[place] = min(up[place], up[place + 1] - gap)
    return [(one + other) / 2 for one, other in zip(down, up, strict=True)]
