"""What a text makes depend on what: commitments, states, agreements, types of events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from commitments.evaluate import Evaluation
from commitments.evaluate.bearing import commitment_of, remedied, spoken_of
from commitments.records.agreement import Agreement
from rules.vocabulary import ancestors

#: The parts of a commitment that hold conditions, as they are written.
PARTS = ("if", "unless", "while", "must", "must-not", "for-each")
#: Those of an agreement.
TERMS = ("in-force", "unless", "renews")

#: A commitment, a state, a type of event or an agreement: its kind, and its full name.
Key = tuple[str, str]


class Edge(NamedTuple):
    """``on`` bears on ``node``, by a part of a text (``if`` …, ``counts-as``, ``is-a``, ``remedies``)."""

    node: Key
    part: str
    on: Key


def edges_of(view: Evaluation) -> list[Edge]:
    """Return all edges, each once, as the texts read in a view."""
    found: dict[Edge, None] = {}
    answers = frozenset(view.answers())
    looked_at = [each for name, each in view.agreements.items() if view.within is None or name in view.within]
    for agreement in looked_at:
        found |= dict.fromkeys(_of_commitments(view, agreement))
        found |= dict.fromkeys(_of_terms(agreement, answers))
    mentioned = {edge.on[1] for edge in found if edge.on[0] == "event"}
    return [*found, *_of_words(view, mentioned)]


def _of_commitments(view: Evaluation, agreement: Agreement) -> Iterator[Edge]:
    home = agreement.agreement
    for name in agreement.commitments:
        written = view.commitment(f"{home}/{name}")
        text = {} if written is None else written.plain()
        key = ("commitment", f"{home}/{name}")
        for part in PARTS:
            yield from _mentions(key, part, text.get(part), home)
        for reference in remedied(text):
            yield Edge(_key(commitment_of(reference, home)), "remedies", key)


def _of_terms(agreement: Agreement, answers: Collection[tuple[str, str, str]]) -> Iterator[Edge]:
    home, text = agreement.agreement, agreement.plain()
    for part in TERMS:
        yield from _mentions(("agreement", home), part, text.get(part), home)
    for state, content in text.get("states", {}).items():
        for part in ("starts", "ends"):
            yield from _mentions(("state", f"{home}/{state}"), part, content.get(part), home)
    for kind, entries in text.get("counts-as", {}).items():
        read_so = [
            entry for entry in entries if all((home, *one) in answers for one in entry.get("reading", {}).items())
        ]
        yield from _mentions(("event", kind), "counts-as", read_so, home)


def _of_words(view: Evaluation, mentioned: Collection[str]) -> Iterator[Edge]:
    """Yield which types are wider ones that a text mentions, as far as they happened or are mentioned themselves."""
    is_a: dict[str, tuple[str, ...]] = {}
    for words in view.book.vocabularies:
        for kind, above in words.is_a.items():
            is_a[kind] = (*is_a.get(kind, ()), *above)
    happened = {event.type for event in view.visible.events}
    for kind in is_a:
        if kind in happened or kind in mentioned:
            wider = [each for each in ancestors(kind, is_a) if each != kind and each in mentioned]
            yield from (Edge(("event", each), "is-a", ("event", kind)) for each in wider)


def _mentions(key: Key, part: str, content: object, home: str) -> Iterator[Edge]:
    yield from (Edge(key, part, _key(node)) for node in spoken_of(content, home))


def _key(node: tuple[str, str, str]) -> Key:
    kind, home, name = node
    return kind, name if kind == "event" else f"{home}/{name}".rstrip("/")


def home_of(key: Key) -> str | None:
    """Return the agreement of a node; None: a type of event belongs to none."""
    return None if key[0] == "event" else key[1].partition("/")[0]


def leading_to(edges: Iterable[Edge], found: set[Key]) -> list[Edge]:
    """Return the edges that lead to some nodes, from however far."""
    kept: dict[Edge, None] = {}
    edges = list(edges)
    while True:
        more = [edge for edge in edges if edge.node in found and edge not in kept]
        if not more:
            return [edge for edge in edges if edge in kept]
        kept |= dict.fromkeys(more)
        found |= {edge.on for edge in more}


def around(edges: Iterable[Edge], key: Key) -> list[Edge]:
    """Return the edges that lead to a node, and those that lead away from it."""
    edges = list(edges)
    reversed_ = [Edge(edge.on, edge.part, edge.node) for edge in edges]
    away = {Edge(edge.on, edge.part, edge.node) for edge in leading_to(reversed_, {key})}
    towards = set(leading_to(edges, {key}))
    return [edge for edge in edges if edge in towards or edge in away]
