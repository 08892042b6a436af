"""What all documents declare together: parties, sources, accounts, vocabulary. Source: semantics.md, section 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commitments.records.agreement import Agreement
from commitments.records.parties import Account, Party, Source
from commitments.records.vocabulary import Vocabulary
from commitments.text.circles import circle_in
from commitments.text.diagnostics import quoted
from commitments.text.findings import Draft, Findings, Ground


@dataclass
class Merged:
    """Declarations of everything loaded, and where each was first made."""

    parties: dict[str, Party] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    is_a: dict[str, tuple[str, ...]] = field(default_factory=dict)
    part_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _grounds: dict[tuple[str, str], Ground] = field(default_factory=dict)

    def take_agreement(self, draft: Draft[Agreement], findings: Findings) -> None:
        """Take in what an agreement declares; what says something else than before is reported."""
        record = draft.record
        self._take("parties", self.parties, record.parties, draft.ground, findings)
        self._take("sources", self.sources, record.sources, draft.ground, findings)
        self._take("accounts", self.accounts, record.accounts, draft.ground, findings)

    def take_vocabulary(self, draft: Draft[Vocabulary], findings: Findings) -> None:
        """Take in the words of a vocabulary; what says something else than before is reported."""
        self._take("is-a", self.is_a, draft.record.is_a, draft.ground, findings)
        self._take("part-of", self.part_of, draft.record.part_of, draft.ground, findings)
        for key, graph in (("is-a", draft.record.is_a), ("part-of", draft.record.part_of)):
            found = circle_in(graph)
            if found:
                chain = " → ".join(map(quoted, (*found, found[0])))
                findings.report(draft.ground, "W404", f"these go round in a circle: {chain}", (key, found[0]), key=True)

    def add_known(self, library: Any) -> None:  # noqa: ANN401 - a Library, which is made of this
        """Take in what was loaded before."""
        for name in ("parties", "sources", "accounts", "is_a", "part_of"):
            getattr(self, name).update(getattr(library, name))

    def _take(
        self, key: str, known: dict[str, Any], new: Mapping[str, Any], ground: Ground, findings: Findings
    ) -> None:
        for name, content in new.items():
            if name not in known:
                known[name] = content
                self._grounds[key, name] = ground
            elif known[name] != content:
                message = f"{quoted(name)} is declared elsewhere under `{key}`, with other content"
                findings.report(ground, "E312", message, (key, name), key=True, advice=self._elsewhere(key, name))

    def _elsewhere(self, key: str, name: str) -> str:
        ground = self._grounds.get((key, name))
        return f"it stands in {ground.place((key, name))}: say the same in both, or take another name" if ground else ""

    def whole(self) -> dict[str, tuple[str, ...]]:
        """Return what parties and places are part of, by both ways of saying it."""
        found = dict(self.part_of)
        for name, party in self.parties.items():
            if party.part_of:
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *party.part_of)))
        return found
