"""Findings about groups: each told once, with the answers under which it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from commitments.checking.cases import Combination, Questions
from commitments.checking.reporting import Reporter
from commitments.checking.wordings import Text
from commitments.text.walking import Path


class Held(NamedTuple):
    """Something that was found in a group under a combination of answers. ``about``: full names of commitments."""

    kind: str
    text: Text
    path: Path
    message: str
    about: tuple[str, ...]
    advice: str


@dataclass
class Tally:
    """Counts under which combinations each finding holds."""

    questions: Questions
    found: dict[tuple[str, str], tuple[Held, list[Combination]]] = field(default_factory=dict)

    def add(self, held: Held, combination: Combination) -> None:
        """Count a finding."""
        known = self.found.setdefault((held.kind, held.message), (held, []))[1]
        if not known or known[-1] != combination:
            known.append(combination)

    def tell(self, reporter: Reporter) -> None:
        """Report everything that was found."""
        for held, combinations in self.found.values():
            message = held.message + self.questions.where(combinations)
            reporter.tell(held.kind, held.text, held.path, message, about=held.about, advice=held.advice)
