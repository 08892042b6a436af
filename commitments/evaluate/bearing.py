"""What may bear on a commitment: other commitments, questions of interpretation, agreements.

Found in the texts alone, over all versions and all answers, so that it holds in every view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commitments.records.agreement import Agreement
from commitments.records.vocabulary import Vocabulary
from rules.vocabulary import ancestors

#: A commitment, a state, a type that something counts as, or an agreement: its kind, its agreement, its name.
Node = tuple[str, str, str]
Nodes = dict[Node, dict[Node, None]]


class Bearing:
    """What bears on what in a book."""

    def __init__(self, agreements: Iterable[Agreement], vocabularies: Iterable[Vocabulary] = ()) -> None:
        """Take all versions of all agreements, and the shared terms."""
        self._is_a: dict[str, tuple[str, ...]] = {}
        for words in vocabularies:
            for name, above in words.is_a.items():
                self._is_a[name] = (*self._is_a.get(name, ()), *above)
        self._on: Nodes = {}
        self._asked: dict[Node, dict[str, None]] = {}
        self._known: dict[Node, frozenset[Node]] = {}
        for agreement in agreements:
            self._read(agreement)

    # --- asked -------------------------------------------------------------------------------------------------------

    def agreements_on(self, commitment: str) -> frozenset[str]:
        """Return the agreements that may bear on a commitment (full name, with or without instance), its own first."""
        return frozenset(node[1] for node in self._reached(_commitment(commitment)))

    def questions_on(self, commitment: str) -> tuple[str, ...]:
        """Return the questions whose answer may make a difference to a commitment (full name, without instance)."""
        reached = self._reached(_commitment(commitment))
        asked = {question for node in reached for question in self._asked.get(node, ())}
        return tuple(sorted(asked))

    def commitments(self) -> list[str]:
        """Return the full names of all commitments, without instances."""
        return [f"{node[1]}/{node[2]}" for node in self._on if node[0] == "commitment"]

    def types(self) -> set[str]:
        """Return the types of events that some condition waits for."""
        return {node[2] for nodes in self._on.values() for node in nodes if node[0] == "event"}

    def is_waited_for(self, kind: str) -> bool:
        """Whether some condition waits for events of a type, or of what it is."""
        return not self.types().isdisjoint(ancestors(kind, self._is_a))

    def _reached(self, node: Node) -> frozenset[Node]:
        known = self._known.get(node)
        if known is None:
            found: dict[Node, None] = {node: None}
            waiting = [node]
            while waiting:
                new = [each for each in self._on.get(waiting.pop(), ()) if each not in found]
                found.update(dict.fromkeys(new))
                waiting.extend(new)
            known = self._known[node] = frozenset(found)
        return known

    # --- read --------------------------------------------------------------------------------------------------------

    def _read(self, agreement: Agreement) -> None:
        name, text = agreement.agreement, agreement.plain()
        whole: Node = ("agreement", name, "")
        for key in ("in-force", "unless", "renews"):
            self._note(whole, name, text.get(key))
        for state, content in text.get("states", {}).items():
            self._note(("state", name, state), name, content)
        for kind, entries in text.get("counts-as", {}).items():
            for above in ancestors(kind, self._is_a):
                for entry in entries:
                    self._note(("event", name, above), name, entry)
                    self._ask(("event", name, above), entry.get("reading", {}))
        for commitment, content in text.get("commitments", {}).items():
            node: Node = ("commitment", name, commitment)
            self._note(node, name, content)
            self._note_one(node, whole)
            self._ask(node, content.get("readings", {}))
            for reference in remedied(content):
                self._note_one(commitment_of(reference, name), node)

    def _ask(self, node: Node, questions: Iterable[str]) -> None:
        self._asked.setdefault(node, {}).update(dict.fromkeys(questions))

    def _note_one(self, node: Node, other: Node) -> None:
        self._on.setdefault(node, {})[other] = None

    def _note(self, node: Node, home: str, content: object) -> None:
        self._on.setdefault(node, {}).update(dict.fromkeys(spoken_of(content, home)))


def spoken_of(content: object, home: str) -> Iterator[Node]:
    """Yield what a part of a text speaks of."""
    for part in _mappings(content):
        if isinstance(part.get("event"), str):
            yield ("event", home, part["event"])
        if isinstance(part.get("state"), str):
            yield ("state", home, part["state"])
        if "is" in part and isinstance(part.get("commitment"), str):
            yield commitment_of(part["commitment"], home)
        if "is" in part and isinstance(part.get("agreement"), str):
            yield ("agreement", part["agreement"], "")


def _mappings(content: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(content, Mapping):
        yield content
        for part in content.values():
            yield from _mappings(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _mappings(part)


def remedied(content: object) -> Iterator[str]:
    """Yield the references to commitments that a part of a text makes up for."""
    for part in _mappings(content):
        named = part.get("remedies", ())
        yield from (named,) if isinstance(named, str) else named or ()


def commitment_of(reference: str, home: str) -> Node:
    """Return the commitment that a reference names, any of its instances; without agreement, one of its own."""
    agreement, slash, name = reference.partition("[")[0].partition("/")
    return ("commitment", agreement, name) if slash else ("commitment", home, agreement)


def _commitment(name: str) -> Node:
    agreement, _, commitment = name.partition("[")[0].partition("/")
    return ("commitment", agreement, commitment)
