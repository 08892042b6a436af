"""A graph as DOT, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commitments.render.nodes import graph_of, lined, looks_of, numbered
from commitments.reports.graph import Graph
from commitments.reports.report import Report


def as_dot(report: Report, columns: Sequence[str]) -> str:
    """Return a directed graph, from what bears on something to what depends on it."""
    del columns
    return lined(_lines(graph_of(report)))


def _lines(graph: Graph) -> Iterator[str]:
    looks = looks_of(graph)
    ids = numbered(looks)
    yield "digraph commitments {"
    yield '  graph [rankdir=LR]; node [fontname="Helvetica", fontsize=11]; edge [fontname="Helvetica", fontsize=9];'
    for key, look in looks.items():
        ink, paper = look.paint
        style = "rounded,filled" if look.round else "filled"
        label, hint = "\\n".join(map(_escaped, look.lines)), _escaped(look.hint)
        yield (
            f'  {ids[key]} [shape=box, style="{style}", color="{ink}", fontcolor="{ink}", fillcolor="{paper}", '
            f'label="{label}", tooltip="{hint}"];'
        )
    for row in graph:
        yield f'  {ids[row.on_kind, row.on]} -> {ids[row.kind, row.name]} [label="{_escaped(row.part)}"];'
    yield "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
