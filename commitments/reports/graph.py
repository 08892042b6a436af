"""`graph`: what depends on what: commitments, states and agreements, on one another and on types of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from commitments.evaluate import Evaluation
from commitments.evaluate.naming import named, view_about
from commitments.reports.dependences import Edge, Key, around, edges_of, home_of, leading_to
from commitments.reports.report import Report, Row, seen

BRIEF = ("name", "status", "part", "on", "on_status")


class Node(NamedTuple):
    """What depends on something, or something depends on.

    ``kind``: ``commitment``, ``state``, ``event`` or ``agreement``; ``statuses``: in how many instances it is in which
    (of an event: how often it ``happened``); ``text``: its words.
    """

    kind: str
    name: str
    statuses: Mapping[str, int]
    text: str | None

    @property
    def status(self) -> str | None:
        """The statuses in a few words, None where there are none."""
        if self.kind == "event":
            times = self.statuses.get("happened", 0)
            return f"happened {times} times" if times > 1 else "happened" if times else None
        if len(self.statuses) == 1:
            return next(iter(self.statuses))
        return ", ".join(f"{number} {status}" for status, number in self.statuses.items()) or None


@dataclass(frozen=True, slots=True)
class Dependence(Row):
    """``name`` depends on ``on``, by a part of its text (``if`` …, ``counts-as``, ``is-a``, ``remedies``)."""

    name: str
    kind: str
    status: str | None
    part: str
    on: str
    on_kind: str
    on_status: str | None


@dataclass(frozen=True)
class Graph(Report):
    """Dependences, and the nodes between which they are."""

    nodes: tuple[Node, ...] = ()


def graph_about(view: Evaluation, name: str | None) -> Graph:
    """Return what depends on what: everywhere, in an agreement and what bears on it, or around a commitment.

    Raises WhichCommitmentError.
    """
    if name is None:
        return graph_report(view)
    about = view_about(view, name)
    if name in view.agreements:
        return graph_report(about, agreement=name)
    return graph_report(view, commitment=named(view, name).commitment)  # it may bear on any other


def graph_report(view: Evaluation, agreement: str | None = None, commitment: str | None = None) -> Graph:
    """Return what depends on what: in all agreements, in one and what bears on it, or around one commitment."""
    edges = edges_of(view)
    if commitment is not None:
        edges = around(edges, ("commitment", commitment))
    elif agreement is not None:
        own = {("commitment", f"{agreement}/{name}") for name in view.agreements[agreement].commitments}
        edges = leading_to(edges, {edge.node for edge in edges if home_of(edge.node) == agreement} | own)
    nodes = _nodes(view, edges)
    rows = [_row(edge.part, nodes[edge.node], nodes[edge.on]) for edge in edges]
    beside: dict[str, Any] = {"nodes": [{**node._asdict(), "statuses": dict(node.statuses)} for node in nodes.values()]}
    return Graph.of(
        "graph/1", Dependence, rows, view=seen(view.sight, view.as_of), brief=BRIEF, beside=beside,
        nodes=tuple(nodes.values()),
    )  # fmt: skip


def _row(part: str, node: Node, on: Node) -> Dependence:
    return Dependence(node.name, node.kind, node.status, part, on.name, on.kind, on.status)


def _nodes(view: Evaluation, edges: Iterable[Edge]) -> dict[Key, Node]:
    keys = dict.fromkeys(key for edge in edges for key in (edge.on, edge.node))
    standings: dict[str, Counter[str]] = {}
    for row in view.standings():
        standings.setdefault(f"{row.agreement}/{row.commitment}", Counter())[row.status] += 1
    happened = Counter(event.type for event in view.visible.events)
    agreements = {change.name: change.after for change in view.transitions() if "/" not in change.name}
    return {key: _node(view, key, standings, happened, agreements) for key in keys}


def _node(
    view: Evaluation,
    key: Key,
    standings: Mapping[str, Counter[str]],
    happened: Counter[str],
    agreements: Mapping[str, str],
) -> Node:
    kind, name = key
    if kind == "commitment":
        written = view.commitment(name)
        return Node(kind, name, standings.get(name, {}), None if written is None else written.text)
    if kind == "event":
        return Node(kind, name, {"happened": happened[name]} if happened[name] else {}, None)
    if kind == "agreement":
        text = view.agreements.get(name)
        return Node(kind, name, {agreements.get(name, "pending"): 1}, None if text is None else text.title)
    return Node(kind, name, {}, None)
