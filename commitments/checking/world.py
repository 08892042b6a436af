"""Everything that waits for the status of something else, in groups that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from commitments.checking.definitions import Definition, forced, of_agreement, of_state, of_wording
from commitments.checking.needs import atoms_in, need
from commitments.checking.rings import components
from commitments.checking.wordings import Text, Wording, worded, wordings
from commitments.compile.names import full
from commitments.records.commitment import CommitmentTerms

#: A set of commitments, states and agreements, by the names under which they are followed, in the order of the text.
Group = list[str]


class Reading(NamedTuple):
    """What is said of a name under some answers; ``wording`` where it is a commitment."""

    wording: Wording | None
    definitions: tuple[Definition, ...]


def _waits(terms: CommitmentTerms, agreement: str) -> bool:
    """Whether a commitment, or what differs in it, waits for the status of something."""
    conditions = (terms.if_, terms.must, terms.must_not, terms.unless)
    return any(condition is not None and need(condition, agreement) is not None for condition in conditions)


@dataclass
class World:
    """The newest text of each agreement."""

    texts: Mapping[str, Text]
    commitments: dict[str, tuple[Text, str]] = field(default_factory=dict)
    mended: set[str] = field(default_factory=set)
    order: dict[str, int] = field(default_factory=dict)  # of commitments, then states, as written
    leads: dict[str, list[str]] = field(default_factory=dict)  # what each name in a group waits for, in some reading
    _read: dict[tuple[str, ...], Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """See what there is."""
        for text in self.texts.values():
            for name, commitment in text.record.commitments.items():
                self.commitments[f"{text.name}/{name}"] = (text, name)
                for terms in (commitment, *_differing(commitment.readings)):
                    self.mended.update(full(other, text.name).commitment for other in terms.remedies or ())
        states = [f"{text.name}:{name}" for text in self.texts.values() for name in text.record.states]
        self.order = {name: number for number, name in enumerate([*self.commitments, *states])}

    def shown(self, name: str, agreement: str) -> str:
        """Return a name as the text of an agreement calls it."""
        kind = "" if name in self.commitments else "the state " if ":" in name else "the agreement "
        return kind + name.removeprefix(f"{agreement}/").removeprefix(f"{agreement}:")

    def reading(self, name: str, answers: Mapping[str, str]) -> Reading:
        """Return what is said of a name under answers; nothing where the texts at hand do not tell."""
        own = self.questions(name)
        key = (name, *(answers.get(question, "") for question in own))
        known = self._read.get(key)
        if known is None:
            known = self._read[key] = self._as_read(name, answers)
        return known

    def questions(self, name: str) -> Iterable[str]:
        """Return the questions that a commitment has readings for."""
        if name not in self.commitments:
            return ()
        text, short = self.commitments[name]
        return text.record.commitments[short].readings

    def _as_read(self, name: str, answers: Mapping[str, str]) -> Reading:
        if name in self.commitments:
            text, short = self.commitments[name]
            return self._of(name, worded(text, short, answers))
        agreement, colon, state = name.partition(":")
        found = self.texts.get(agreement)
        if found is None or (colon and state not in found.record.states):
            return Reading(None, ())
        said = of_state(found, state, found.record.states[state]) if colon else of_agreement(found)
        return Reading(None, (said,))

    def _of(self, name: str, wording: Wording | None) -> Reading:
        said = () if wording is None else tuple(of_wording(wording, mended=name in self.mended))
        return Reading(wording, said)

    def groups(self) -> list[Group]:
        """Return what hangs together, each group with its members in the order of the text."""
        joined = _Union()
        for name in self._waiting():
            self.leads[name] = self._leads_to(name)
            joined.join([name, *self.leads[name]])
        for name in [name for name in joined.names() if name in self.commitments]:
            text = self.commitments[name][0]
            if forced(text) is not None:
                self.leads.setdefault(name, []).append(text.name)
                joined.join([name, text.name])
        return joined.groups()

    def knots(self, group: Group) -> list[Group]:
        """Return the parts of a group in which there may be a ring under some answers: each leads to all others."""
        return list(components({name: self.leads.get(name, []) for name in group}))

    def _waiting(self) -> Iterator[str]:
        for text in self.texts.values():
            if forced(text) is not None:
                yield text.name
            for name, state in text.record.states.items():
                if need(state.starts, text.name) is not None:
                    yield f"{text.name}:{name}"
            for name, commitment in text.record.commitments.items():
                if any(_waits(terms, text.name) for terms in (commitment, *_differing(commitment.readings))):
                    yield f"{text.name}/{name}"

    def _leads_to(self, name: str) -> list[str]:
        if name in self.commitments:
            read = [self._of(name, wording) for wording in wordings(*self.commitments[name])]
        else:
            read = [self._as_read(name, {})]
        atoms = (atom for one in read for _, wanted, _ in one.definitions for atom in atoms_in(wanted))
        return list(dict.fromkeys(atom.name for atom in atoms))


def _differing(readings: Mapping[str, Mapping[str, CommitmentTerms]]) -> Iterator[CommitmentTerms]:
    return (terms for answers in readings.values() for terms in answers.values())


class _Union:
    """Joins names into groups."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def names(self) -> Iterator[str]:
        return iter(tuple(self.above))

    def join(self, names: Iterable[str]) -> None:
        first = None
        for name in names:
            self.above.setdefault(name, name)
            top = self._top(name)
            first = top if first is None else first
            self.above[top] = first

    def _top(self, name: str) -> str:
        while self.above[name] != name:
            self.above[name] = self.above[self.above[name]]
            name = self.above[name]
        return name

    def groups(self) -> list[Group]:
        found: dict[str, Group] = {}
        for name in self.above:
            found.setdefault(self._top(name), []).append(name)
        return list(found.values())
