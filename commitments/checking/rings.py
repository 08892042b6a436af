"""Rings in a graph: its strong components, and the shortest way around from a name. Nothing recurses."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
Graph = Mapping[Node, Sequence[Node]]


def components(graph: Graph[Node]) -> Iterator[list[Node]]:
    """Yield the sets of nodes that can all reach each other and are more than one, or one that leads to itself."""
    order: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: dict[Node, None] = {}
    for root in graph:
        if root in order:
            continue
        trail: list[tuple[Node, Iterator[Node]]] = [(root, iter(graph[root]))]
        order[root] = low[root] = len(order)
        stack[root] = None
        while trail:
            node, following = trail[-1]
            after = next(following, None)
            if after is None:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == order[node]:
                    yield from _closed(graph, stack, node)
            elif after not in order:
                order[after] = low[after] = len(order)
                stack[after] = None
                trail.append((after, iter(graph.get(after, ()))))
            elif after in stack:
                low[node] = min(low[node], order[after])


def _closed(graph: Graph[Node], stack: dict[Node, None], first: Node) -> Iterator[list[Node]]:
    found: list[Node] = []
    while not found or found[-1] != first:
        found.append(stack.popitem()[0])
    if len(found) > 1 or first in graph.get(first, ()):
        yield found[::-1]


def shortest_ring(graph: Graph[Node], start: Node) -> list[Node]:
    """Return the nodes of a shortest way from a node back to itself, from it on; empty when there is none."""
    before: dict[Node, Node] = {}
    reached = [start]
    for node in reached:
        for after in graph.get(node, ()):
            if after == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if after not in before:
                before[after] = node
                reached.append(after)
    return []
