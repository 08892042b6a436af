"""What is possible in a group under each combination of answers that matters to it. Source: semantics.md, section 8."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from commitments.checking.needs import Atom, Need, Never, atoms_in
from commitments.checking.possible import hindrances, possible
from commitments.checking.wordings import Wording
from commitments.checking.world import Group, World

#: With more combinations of answers in a group than that, or more commitments to look at, added up, only some of them
#: are looked at: the default, all second answers (third …) together, and each other answer alone.
MOST_COMBINATIONS = 4_096
MOST_LOOKED_AT = 50_000
#: How many are looked at even then, however large the group is.
FEWEST = 4
#: How many assignments of answers are named.
MOST_NAMED = 4

#: Answers to one question that make no difference to each other in a group.
Answers = tuple[str, ...]
Combination = tuple[Answers, ...]


@dataclass(frozen=True)
class Case:
    """A group under one combination of answers."""

    definitions: Mapping[Atom, Need]
    keys: Mapping[Atom, str]  # under which key of the text it is said when a status is possible
    wordings: Mapping[str, Wording]
    found: Collection[Atom]

    def hindered(self) -> Iterator[Atom]:
        """Yield the statuses that are not possible."""
        return (atom for atom in self.definitions if atom not in self.found)

    def hindrances(self, atom: Atom) -> list[Atom | Never]:
        """Return what stands in the way of a status, each once."""
        return list(dict.fromkeys(hindrances(self.definitions[atom], self.found)))


@dataclass(frozen=True)
class Questions:
    """The questions that matter to a group; ``combinations`` are all of them when ``complete``."""

    asked: tuple[str, ...]
    classes: tuple[tuple[Answers, ...], ...]
    combinations: tuple[Combination, ...]
    complete: bool

    def where(self, holding: Collection[Combination]) -> str:
        """Return in words under which answers something holds, given all the combinations under which it does."""
        if self.combinations[0] in holding and not self.complete:
            return ""
        matter = [number for number in range(len(self.asked)) if self._matters(number, holding)]
        said = dict.fromkeys(self._named(one, matter) for one in self.combinations if one in holding)
        named = [words for words in said if words]
        if not named:
            return ""
        more = ["…"] if len(named) > MOST_NAMED else []
        return f", under {', or '.join([*named[:MOST_NAMED], *more])}"

    def _matters(self, number: int, holding: Collection[Combination]) -> bool:
        if not self.complete:
            return any(one[number] != self.combinations[0][number] for one in holding)
        others = {(*one[:number], *one[number + 1 :]) for one in holding}
        return len(others) * len(self.classes[number]) != len(holding)

    def _named(self, one: Combination, matter: list[int]) -> str:
        shown = [number for number in matter if self.complete or one[number] != self.combinations[0][number]]
        return " and ".join(f"{self.asked[number]} = {' or '.join(one[number])}" for number in shown)


def questions_of(world: World, group: Group) -> Questions:
    """Return the questions that matter to a group, and the combinations of answers to look at."""
    found: dict[str, dict[str, list[object]]] = {}
    for name in group:
        if name in world.commitments:
            _gather(world, name, found)
    classes = [(asked, _classes(answers)) for asked, answers in found.items()]
    classes = [(asked, alike) for asked, alike in classes if len(alike) > 1]
    options = tuple(alike for _, alike in classes)
    number = prod(map(len, options))
    complete = number <= MOST_COMBINATIONS and number * len(group) <= MOST_LOOKED_AT
    most = max(FEWEST, MOST_LOOKED_AT // max(1, len(group)))
    combinations = tuple(product(*options)) if complete else tuple(islice(_some(options), most))
    return Questions(tuple(asked for asked, _ in classes), options, combinations, complete)


def _gather(world: World, name: str, found: dict[str, dict[str, list[object]]]) -> None:
    """Add what a commitment reads like under each answer to each of its questions."""
    text, short = world.commitments[name]
    for question in text.record.commitments[short].readings:
        answers = text.record.readings.get(question, ())
        signatures = found.setdefault(question, {})
        for answer in answers:
            read = world.reading(name, {question: answer})
            signatures.setdefault(answer, []).append(read.definitions)


def _classes(signatures: Mapping[str, list[object]]) -> tuple[Answers, ...]:
    """Return the answers in classes of those that make no difference, the default first."""
    found: dict[str, list[str]] = {}
    for answer, signature in signatures.items():
        found.setdefault(repr(signature), []).append(answer)
    return tuple(map(tuple, found.values()))


def _some(options: tuple[tuple[Answers, ...], ...]) -> Iterator[Combination]:
    """Yield the combinations that are looked at when there are too many."""
    default = tuple(one[0] for one in options)
    yield default
    for number in range(1, max(map(len, options))):
        yield tuple(one[min(number, len(one) - 1)] for one in options)
    for number, one in enumerate(options):
        for answers in one[1:]:
            yield (*default[:number], answers, *default[number + 1 :])


def case_of(world: World, group: Group, questions: Questions, combination: Combination) -> Case:
    """Return what is possible in a group under a combination of answers."""
    answers = {asked: chosen[0] for asked, chosen in zip(questions.asked, combination, strict=True)}
    definitions: dict[Atom, Need] = {}
    keys: dict[Atom, str] = {}
    read: dict[str, Wording] = {}
    for name in group:
        wording, said = world.reading(name, answers)
        if wording is not None:
            read[name] = wording
        for atom, wanted, key in said:
            definitions[atom], keys[atom] = wanted, key
    for wanted in tuple(definitions.values()):
        for atom in atoms_in(wanted):
            definitions.setdefault(atom, None)  # what the texts at hand do not tell is possible
    return Case(definitions, keys, read, possible(definitions))
