"""A graph as Mermaid, which wikis and code hosts draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commitments.render.nodes import graph_of, lined, looks_of, numbered
from commitments.render.palette import PAINTS
from commitments.reports.graph import Graph
from commitments.reports.report import Report

#: What may stand in a label as it is; everything else is written as the number of the character.
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_/.,")


def as_mermaid(report: Report, columns: Sequence[str]) -> str:
    """Return a flow chart, from what bears on something to what depends on it."""
    del columns
    return lined(_lines(graph_of(report)))


def _lines(graph: Graph) -> Iterator[str]:
    looks = looks_of(graph)
    ids = numbered(looks)
    yield "flowchart LR"
    for key, look in looks.items():
        label = "<br/>".join(map(_inert, look.lines))
        left, right = ("([", "])") if look.round else ("[", "]")
        yield f'  {ids[key]}{left}"{label}"{right}:::{look.tone.value}'
    for row in graph:
        yield f'  {ids[row.on_kind, row.on]} -->|"{_inert(row.part)}"| {ids[row.kind, row.name]}'
    for tone in sorted({look.tone for look in looks.values()}, key=lambda tone: tone.value):
        ink, paper = PAINTS[tone]
        yield f"  classDef {tone.value} fill:{paper},stroke:{ink},color:{ink}"


def _inert(text: str) -> str:
    return "".join(letter if letter in PLAIN else f"#{ord(letter)};" for letter in text)
