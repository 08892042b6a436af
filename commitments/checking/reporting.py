"""How what was found is told: once, at its place, with the names of the commitments that it concerns."""

from __future__ import annotations

from dataclasses import dataclass, field

from commitments.checking.wordings import Text, Wording, under
from commitments.text.findings import Findings
from commitments.text.walking import Path


@dataclass
class Reporter:
    """Keeps findings; the same one of the same place under another reading is not told again."""

    findings: Findings
    told: set[tuple[str, ...]] = field(default_factory=set)

    def tell(
        self, kind: str, text: Text, path: Path, message: str, *, about: tuple[str, ...] = (), advice: str = "",
        key: bool = False,
    ) -> None:  # fmt: skip
        """Keep a finding about an agreement. ``about``: the full names of the commitments that it concerns."""
        self.findings.report(text.ground, kind, message, path, key=key, advice=advice, about=about)

    def of_wording(
        self, kind: str, wording: Wording, path: Path, message: str, *, about: tuple[str, ...] = (), advice: str = "",
    ) -> None:  # fmt: skip
        """Keep a finding about a commitment, unless it was found under an earlier wording of it."""
        seen = (kind, wording.text.ground.path, *map(str, wording.text.ground.place(path)), wording.full_name, message)
        if seen not in self.told:
            self.told.add(seen)
            said = message + under(wording)
            self.tell(kind, wording.text, path, said, about=(wording.full_name, *about), advice=advice)

    def full(self, text: Text) -> bool:
        """Whether nothing more of a file is kept."""
        return self.findings.full(text.ground.path)
