"""How the nodes of a graph look, in every format: their words, and the tone of their status."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from commitments.render.inert import inert
from commitments.render.palette import PAINTS, Paint, Tone, tone_of, worst
from commitments.reports.graph import Graph, Node
from commitments.reports.report import Report

AGREEMENTS = {"in-force": Tone.GOOD, "pending": Tone.WAITING, "suspended": Tone.PAUSED, "ended": Tone.OVER}


class Look(NamedTuple):
    """A node to draw: what is written on it, its tone, whether it is round (a type of event), and its words."""

    lines: tuple[str, ...]
    tone: Tone
    round: bool
    hint: str

    @property
    def paint(self) -> Paint:
        """How it is coloured."""
        return PAINTS[self.tone]


def graph_of(report: Report) -> Graph:
    """Return a report that is known to be a graph as such."""
    if not isinstance(report, Graph):
        raise TypeError(report.schema)
    return report


def numbered(looks: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return an identifier for each node, by kind and name: names themselves may hold anything."""
    return {key: f"n{place}" for place, key in enumerate(looks)}


def lined(lines: Iterable[str]) -> str:
    """Return lines as a text."""
    return "".join(f"{line}\n" for line in lines)


def looks_of(graph: Graph) -> dict[tuple[str, str], Look]:
    """Return how each node looks, by kind and name. Where all are of one agreement, its name is left out."""
    homes = {node.name.partition("/")[0] for node in graph.nodes if node.kind in {"commitment", "state"}}
    home = f"{homes.pop()}/" if len(homes) == 1 else ""
    return {(node.kind, node.name): _look(node, home) for node in graph.nodes}


def _look(node: Node, home: str) -> Look:
    name = inert(node.name.removeprefix(home))
    status = inert(node.status or "")
    lines = (status,) if status else ()
    if node.kind == "event":
        tone = Tone.OWED if node.statuses else Tone.OVER
        return Look((name, *lines), tone, round=True, hint=f"type of event {name}")
    tones = [AGREEMENTS.get(word, Tone.OVER) if node.kind == "agreement" else tone_of(word) for word in node.statuses]
    shown = name if node.kind == "commitment" else f"{node.kind} {name}"
    hint = inert(node.text or f"{node.kind} {name}")
    return Look((shown, *lines), worst(tones), round=False, hint=hint)
