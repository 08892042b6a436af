"""Circles: events that count as each other, and words of a vocabulary that are each other's kind or part."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.records.counts_as import CountsAs

Name = TypeVar("Name", bound=Hashable)
Graph = Mapping[str, Iterable[str]]

#: How many combinations of answers are tried; with more questions than that, a circle under any of them counts.
MOST_READINGS = 64


def circle_in(graph: Graph) -> tuple[str, ...]:
    """Return the names of a circle, each leading to the next and the last to the first; without one: nothing."""
    return next(circles_in(graph), ())


def circles_in(graph: Mapping[Name, Iterable[Name]]) -> Iterator[tuple[Name, ...]]:
    """Yield circles, by an arrow that closes each, from the last name to the first: without these there is none."""
    done: set[Name] = set()
    for start in graph:
        trail = {start: iter(graph[start])} if start not in done else {}
        while trail:
            name = next(reversed(trail))
            following = next(trail[name], None)
            if following is None:
                done.add(name)
                del trail[name]
            elif following in trail:
                names = list(trail)
                yield tuple(names[names.index(following) :])
            elif following not in done:
                trail[following] = iter(graph.get(following, ()))


class _Step(NamedTuple):
    """One entry of counts-as: what it yields, from what, under which answers."""

    yields: str
    needs: frozenset[str]
    reading: Mapping[str, str]


def counts_as_circle(agreement: Agreement, is_a: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the types of events that count as each other in a circle, under one reading; without one: nothing."""
    steps = [_step(name, entry) for name, entries in agreement.counts_as.items() for entry in entries]
    if not _circle(steps, is_a):
        return ()
    asked = sorted({question for step in steps for question in step.reading})
    answers = [agreement.readings.get(question, ("",)) for question in asked]
    for choice in islice(product(*answers), MOST_READINGS):
        reading = dict(zip(asked, choice, strict=True))
        found = _circle([step for step in steps if step.reading.items() <= reading.items()], is_a)
        if found:
            return found
    return ()


def _step(name: str, entry: CountsAs) -> _Step:
    return _Step(name, frozenset(part.event for part in entry.parts), entry.reading)


def _circle(steps: list[_Step], is_a: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Look for a circle: from a type to what it is-a, and from a type to what it counts as."""
    counts: dict[str, list[str]] = {}
    for step in steps:
        for needed in sorted(step.needs):
            counts.setdefault(needed, []).append(step.yields)
    graph = {name: [*counts.get(name, ()), *is_a.get(name, ())] for name in (*counts, *is_a)}
    found = circle_in(graph)
    return found if any(name in counts for name in found) else ()
