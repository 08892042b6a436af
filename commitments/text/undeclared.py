"""Warnings for names that nothing declares. Source: semantics.md, sections 1 and 8.

Parties and sources are declared by name, so every other one in a pattern is worth a look. Types of events, objects and
places need no declaration: one of them is worth a look where it is nearly another name that is known, and a type also
where a vocabulary of types was loaded and leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from commitments.records.agreement import Agreement
from commitments.records.patterns import NAME_FIELDS, Pattern
from commitments.records.powers import ANYBODY, RESERVED, Powers
from commitments.records.said import TellsEvent
from commitments.text.diagnostics import quoted
from commitments.text.findings import Draft, Findings
from commitments.text.library import Library
from commitments.text.positions import Path
from commitments.text.slips import Slips
from commitments.text.walking import patterns, texts_of


@dataclass
class Known:
    """The names that are declared or, for types, objects and places, used by an event."""

    types: set[str] = field(default_factory=lambda: set(RESERVED))
    parties: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    typed: bool = False

    @cached_property
    def near_types(self) -> Slips:
        """Return the types, by what is nearly one of them."""
        return Slips(self.types.difference(RESERVED))

    @cached_property
    def near_things(self) -> Slips:
        """Return the objects and places, by what is nearly one of them."""
        return Slips(self.things)


def known_names(library: Library) -> Known:
    """Gather what is declared in everything that was loaded."""
    places = {*library.part_of, *(whole for wholes in library.part_of.values() for whole in wholes)}
    found = Known(typed=bool(library.is_a), parties={*library.parties, *places}, sources=set(library.sources))
    found.types |= {*library.is_a, *(kind for kinds in library.is_a.values() for kind in kinds)}
    found.things |= found.parties
    for version in library.agreements:
        found.types.update(version.record.counts_as)
        for commitment in version.record.commitments.values():
            for values in (commitment.each or {}).values():
                found.parties.update(value for value in values if isinstance(value, str))
    for entry in library.entries:
        if isinstance(entry.told, TellsEvent):
            found.types.add(entry.told.type)
            found.things.update(entry.told.object, entry.told.place)
    return found


def warn_of_undeclared(draft: Draft[Agreement], known: Known, findings: Findings) -> None:
    """Report names in the patterns and powers of an agreement that nothing declares."""
    _Watch(draft, known, findings).run()


class _Watch:
    def __init__(self, draft: Draft[Agreement], known: Known, findings: Findings) -> None:
        self.draft = draft
        self.known = known
        self.findings = findings

    def run(self) -> None:
        agreement = self.draft.record
        for path, pattern in patterns(agreement):
            if self.findings.full(self.draft.ground.path):
                return
            self._look_at_type(pattern, path)
            for name, test in pattern.tests():
                for text in texts_of(test):
                    self._look_at_name(name, text, (*path, name))
        self._look_at_powers(agreement.powers, ("powers",))
        for name, commitment in agreement.commitments.items():
            if commitment.powers:
                self._look_at_powers(commitment.powers, ("commitments", name, "powers"))
        for name, party in agreement.parties.items():
            for whole in party.part_of:
                self._party(whole, ("parties", name, "part-of"))

    def _look_at_type(self, pattern: Pattern, path: Path) -> None:
        name, known = pattern.event, self.known
        if name in known.types:
            return
        meant = known.near_types.meant(name)
        if meant is not None or known.typed:
            message = f"nothing declares events of type {quoted(name)}"
            near = (name, [meant] if meant else known.types)
            self.findings.report(self.draft.ground, "W401", message, (*path, "event"), near=near)

    def _look_at_name(self, field_name: str, name: str, path: Path) -> None:
        if name.startswith("$"):
            return
        if field_name in NAME_FIELDS[:2]:
            self._party(name, path)
        elif field_name == "source":
            if name not in self.known.sources:
                self._warn(f"nothing declares the source {quoted(name)}", path, name, self.known.sources)
        elif name not in self.known.things:
            found = self.known.near_things.meant(name)
            if found is not None:
                self._warn(f"nothing declares {quoted(name)}", path, name, [found])

    def _party(self, name: str, path: Path) -> None:
        if name not in self.known.parties:
            self._warn(f"nothing declares the party {quoted(name)}", path, name, self.known.parties)

    def _look_at_powers(self, powers: Powers, path: Path) -> None:
        for act, names in powers.items():
            for number, name in enumerate(names):
                if name != ANYBODY and not name.startswith("$"):
                    self._party(name, (*path, act, number))

    def _warn(self, message: str, path: Path, name: str, known: Iterable[str]) -> None:
        self.findings.report(self.draft.ground, "W402", message, path, near=(name, known))
