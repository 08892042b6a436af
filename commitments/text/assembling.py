"""What texts say, checked against each other, as one library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from commitments.records.event import Event
from commitments.records.said import Said, TellsEvent
from commitments.text.circles import counts_as_circle
from commitments.text.diagnostics import quoted
from commitments.text.ids import sound
from commitments.text.library import Entry, Expected, Library, Version
from commitments.text.merging import Merged
from commitments.text.naming import Declared, check_names
from commitments.text.outcomes import Namer, check_ineffective, check_view
from commitments.text.references import Names
from commitments.text.undeclared import known_names, warn_of_undeclared

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.text.drafts import FileDrafts
    from commitments.text.findings import Draft, Findings

EMPTY = Library()

Known = Library | Callable[[], Library] | None


class Assembling:
    """Checks drafts against each other, and makes a library of them."""

    def __init__(self, drafts: list[FileDrafts], known: Known, findings: Findings) -> None:
        """Take what was read, what was loaded before (or what returns it), and where to tell what is wrong."""
        self.drafts = drafts
        self.known = known
        self.findings = findings
        self.names = Names()
        self.merged = Merged()
        self.questions: dict[str, set[str]] = {}

    def run(self) -> Library:
        """Return everything that is sound."""
        self._gather()
        self._check_agreements()
        entries = self._entries()
        library = Library(
            agreements=tuple(Version(draft.record, draft.ground.place()) for draft in self._agreements()),
            vocabularies=tuple(draft.record for file in self.drafts for draft in file.vocabularies),
            entries=entries,
            expected=self._expected(entries),
            parties=MappingProxyType(self.merged.parties),
            sources=MappingProxyType(self.merged.sources),
            accounts=MappingProxyType(self.merged.accounts),
            is_a=MappingProxyType(self.merged.is_a),
            part_of=MappingProxyType(self.merged.whole()),
        )
        self._warn(library)
        return library

    def _agreements(self) -> Iterator[Draft[Agreement]]:
        return (draft for file in self.drafts for draft in file.agreements)

    def _check_agreements(self) -> None:
        declared = Declared(self.merged.parties, self.merged.sources, self.questions, self.names)
        for draft in self._agreements():
            if draft.whole:
                check_names(draft, declared, self.findings)
            found = counts_as_circle(draft.record, self.merged.is_a)
            if found:
                chain = " → ".join(map(quoted, (*found, found[0])))
                at = next((name for name in found if name in draft.record.counts_as), found[0])
                message = f"events count as each other in a circle: {chain}"
                self.findings.report(draft.ground, "E315", message, ("counts-as", at), key=True)

    def _entries(self) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for file in self.drafts:
            namer = Namer(self.names, file.path, self.findings)
            zone = file.zone
            entries += [
                Entry(namer.entry(draft, draft.zone or zone), draft.zone or zone, draft.ground)
                for draft in file.entries
            ]
        return sound(entries, self.findings, all_known=self.known is None)

    def _expected(self, entries: Sequence[Entry]) -> tuple[Expected, ...]:
        if not any(file.expected for file in self.drafts):
            return ()
        ids = {entry.told.id for entry in entries if isinstance(entry.told, TellsEvent)}
        expected: list[Expected] = []
        for file in self.drafts:
            namer = Namer(self.names, file.path, self.findings)
            for draft in file.expected:
                zone = draft.zone or file.zone
                check_view(draft, self.merged.accounts, self.questions, self.findings)
                check_ineffective(draft, ids, self.findings)
                expected.append(Expected(namer.expectation(draft, zone), zone, draft.ground.place()))
        return tuple(expected)

    def _warn(self, library: Library) -> None:
        known = known_names(library) if library.agreements else None
        for draft in self._agreements():
            if draft.whole and known is not None:
                warn_of_undeclared(draft, known, self.findings)

    def _gather(self) -> None:
        before = self._before()
        self.merged.add_known(before)
        for version in before.agreements:
            self.names.add(version.record, "")
            self._ask(version.record.readings)
        for file in self.drafts:
            for name, commitments in file.named.items():
                self.names.name(name, commitments, file.path)
            for draft in file.agreements:
                self.names.add(draft.record, file.path)
                self._ask(draft.record.readings)
                self.merged.take_agreement(draft, self.findings)
            for vocabulary in file.vocabularies:
                self.merged.take_vocabulary(vocabulary, self.findings)

    def _before(self) -> Library:
        """Return what was loaded before; nothing where what is to be asked for it is not needed."""
        if not callable(self.known):
            return self.known or EMPTY
        return self.known() if any(map(_names_others, self.drafts)) else EMPTY

    def _ask(self, readings: dict[str, tuple[str, ...]]) -> None:
        for question, answers in readings.items():
            self.questions.setdefault(question, set()).update(answers)


def _names_others(file: FileDrafts) -> bool:
    """Whether anything in a file may name what stands elsewhere: all but events that name no agreement."""
    if not file.only_events:
        return True
    return any(not isinstance(draft.record, Said | Event) or _names_agreement(draft.record) for draft in file.entries)


def _names_agreement(event: Event | Said) -> bool:
    return event.agreement is not None or event.commitment is not None
