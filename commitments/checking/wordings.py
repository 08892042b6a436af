"""Commitments as they read under each answer that matters to them, each key with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from types import MappingProxyType

from pydantic import ValidationError

from commitments.records.agreement import Agreement
from commitments.records.base import kebab
from commitments.records.commitment import Commitment
from commitments.text.findings import Ground
from commitments.text.walking import Path

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


def _no_answers() -> Mapping[str, str]:
    return NO_ANSWERS


#: How many combinations of answers to its own questions are looked at in one commitment.
MOST_WORDINGS = 64


@dataclass(frozen=True, slots=True)
class Text:
    """One agreement, and where it was read from."""

    record: Agreement
    ground: Ground

    @property
    def name(self) -> str:
        """The name of the agreement."""
        return self.record.agreement

    @property
    def zone(self) -> str:
        """The time zone of its bare dates."""
        return self.record.timezone


@dataclass(frozen=True, slots=True)
class Wording:
    """A commitment under ``answers``: those that change it. ``name`` is without agreement and instance."""

    text: Text
    name: str
    terms: Commitment
    answers: Mapping[str, str] = field(default_factory=_no_answers)

    @property
    def full_name(self) -> str:
        """Return ``agreement/commitment``."""
        return f"{self.text.name}/{self.name}"

    def path(self, *keys: str | int) -> Path:
        """Return where a key stands: in the commitment itself, or in the last of the readings that say it."""
        own = ("commitments", self.name)
        written = self.text.record.commitments[self.name].readings
        for question, answer in reversed(tuple(self.answers.items())):
            if keys and str(keys[0]) in map(kebab, written[question][answer].given()):
                return (*own, "readings", question, answer, *keys)
        return (*own, *keys)


def wordings(text: Text, name: str) -> Iterator[Wording]:
    """Yield a commitment as it reads under each combination of the answers that change it, the default first."""
    written = text.record.commitments[name]
    if not written.readings:
        yield Wording(text, name, written)
        return
    options = [_options(text.record, written, question) for question in written.readings]
    for choice in islice(product(*options), MOST_WORDINGS):
        answers = {asked: answer for asked, answer in zip(written.readings, choice, strict=True) if answer}
        read = worded(text, name, answers)
        if read is not None:
            yield read


def _options(agreement: Agreement, written: Commitment, question: str) -> list[str]:
    """Return the answers to a question that differ for a commitment; the empty one stands for those that do not."""
    answers = agreement.readings.get(question, ())
    said = written.readings[question]
    differing = ["" if answer not in said else answer for answer in answers]
    return list(dict.fromkeys(differing)) or [""]


def worded(text: Text, name: str, answers: Mapping[str, str]) -> Wording | None:
    """Return a commitment under answers, None when they leave no sound one."""
    written = text.record.commitments[name]
    said = {asked: answers.get(asked, "") for asked in text.record.readings if asked in written.readings}
    changing = {asked: answer for asked, answer in said.items() if answer in written.readings[asked]}
    if not changing:
        return Wording(text, name, written)
    try:
        return Wording(text, name, written.under(changing), changing)
    except ValidationError:
        return None


def together(one: Wording, other: Wording) -> bool:
    """Whether there are answers under which two commitments read so, as far as their own questions tell."""
    return _goes_with(one, other) and _goes_with(other, one)


def _goes_with(one: Wording, other: Wording) -> bool:
    readings = other.text.record.commitments[other.name].readings
    return all(
        other.answers.get(asked, "") == (answer if answer in readings[asked] else "")
        for asked, answer in one.answers.items()
        if asked in readings
    )


def under(wording: Wording) -> str:
    """Return the words that tell under which answers a commitment reads so, nothing when it does by default."""
    asked = wording.text.record.readings
    said = [f"{name} = {answer}" for name, answer in wording.answers.items() if answer != asked[name][0]]
    return f", under {' and '.join(said)}" if said else ""
