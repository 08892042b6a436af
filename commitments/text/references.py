"""How commitments are named: ``AGREEMENT/COMMITMENT[INSTANCE]``, and what such a name leads to.

Source: semantics.md, sections 1 and 10 (Instances).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from commitments.records.agreement import Agreement
from commitments.records.commitment import Commitment
from commitments.records.values import Scalar
from commitments.text.diagnostics import quoted


class Reference(NamedTuple):
    """The parts of a name; what is not said is ``None``."""

    agreement: str | None
    commitment: str
    instance: str | None

    def __str__(self) -> str:
        """Return the name as it is written."""
        before = f"{self.agreement}/" if self.agreement is not None else ""
        return before + self.commitment + (f"[{self.instance}]" if self.instance is not None else "")


def parse_reference(text: str) -> Reference:
    """Return the parts of a name that is made as names are (``records.names.Reference``)."""
    base, bracket, rest = text.partition("[")
    agreement, slash, commitment = base.rpartition("/")
    return Reference(agreement if slash else None, commitment, rest.removesuffix("]") if bracket else None)


class Unresolved(NamedTuple):
    """Why a name leads nowhere: the id of a diagnostic, a message, a way out, and what may have been meant."""

    id: str
    message: str
    advice: str = ""
    near: tuple[str, Iterable[str]] | None = None


#: Commitments by agreement and name; an empty list: named in the text, but not sound.
Index = dict[str, dict[str, list[Commitment]]]


@dataclass
class Names:
    """The commitments that can be named, of everything loaded and of each file."""

    index: Index = field(default_factory=dict)
    files: dict[str, set[str]] = field(default_factory=dict)

    def add(self, agreement: Agreement, file: str) -> None:
        """Take in a version of an agreement that stands in a file."""
        self.name(agreement.agreement, agreement.commitments, file)
        known = self.index[agreement.agreement]
        for name, commitment in agreement.commitments.items():
            known[name].append(commitment)

    def name(self, agreement: str, commitments: Iterable[str], file: str) -> None:
        """Take in names alone."""
        self.files.setdefault(file, set()).add(agreement)
        known = self.index.setdefault(agreement, {})
        for name in commitments:
            known.setdefault(name, [])

    def resolve(self, text: str, *, own: str | None = None, file: str = "") -> Reference | Unresolved:
        """Return the full name that a text stands for, inside its own agreement or in a file."""
        asked = parse_reference(text)
        agreement = asked.agreement or own or self._agreement_of(asked.commitment, file)
        if isinstance(agreement, Unresolved):
            return agreement
        known = self.index.get(agreement)
        if known is None:
            return Unresolved("E304", f"there is no agreement {quoted(agreement)}", near=(agreement, self.index))
        if asked.commitment not in known:
            message = f"there is no commitment {quoted(asked.commitment)} in {quoted(agreement)}"
            return Unresolved("E301", message, near=(asked.commitment, known))
        found = known[asked.commitment]
        if asked.instance is not None and found:
            problems = [instance_problem(commitment, asked.instance) for commitment in found]
            problem = min(problems, key=lambda one: one is not None)
            if problem is not None:
                return problem
        return asked._replace(agreement=agreement)

    def _agreement_of(self, commitment: str, file: str) -> str | Unresolved:
        here = self.files.get(file, set())
        for scope in (here, self.index):
            found = sorted(agreement for agreement in scope if commitment in self.index[agreement])
            if len(found) == 1:
                return found[0]
            if found:
                named = ", ".join(quoted(f"{agreement}/{commitment}") for agreement in found[:4])
                message = f"{quoted(commitment)} is a commitment of {len(found)} agreements"
                return Unresolved("E311", message, f"write {named}")
        known = (name for agreement in here or self.index for name in self.index[agreement])
        return Unresolved("E301", f"there is no commitment {quoted(commitment)}", near=(commitment, known))


def instance_problem(commitment: Commitment, instance: str) -> Unresolved | None:
    """Return why a commitment can have no such instance, as far as the text alone tells."""
    if any(_changes_instances(terms.given()) for answers in commitment.readings.values() for terms in answers.values()):
        return None
    each = dict(commitment.each or {})
    dynamic = commitment.for_each is not None or commitment.every is not None
    if not each and not dynamic:
        return Unresolved("E302", "this commitment has no instances", "leave the brackets away")
    parts = instance.split(",", len(each)) if dynamic else instance.split(",")
    unmade = commitment.for_each is not None and bool(each) and len(parts) == len(each)
    if not unmade and len(parts) != len(each) + dynamic:
        return Unresolved("E302", f"an instance of this commitment is named by {_made_of(commitment)}")
    for part, values in zip(parts, each.values(), strict=False):
        known = [shown(value) for value in values]
        if part not in known:
            return Unresolved("E302", f"there is no instance for {quoted(part)}", near=(part, known))
    if commitment.every is not None and not _begins_a_period(parts[-1]):
        return Unresolved("E302", f"{quoted(parts[-1])} is not the first day of a period", "write it like 2030-01-31")
    return None


def _changes_instances(given: Mapping[str, object]) -> bool:
    return any(key in given for key in ("each", "for_each", "every"))


def _made_of(commitment: Commitment) -> str:
    made = [quoted("$" + name) for name in commitment.each or {}]
    if commitment.for_each is not None:
        made.append("the key" if commitment.key else "the id of its event")
    if commitment.every is not None:
        made.append("the first day of its period")
    return " and ".join(made)


def _begins_a_period(text: str) -> bool:
    """Whether it may name a period: by its first day or, where it is shorter, by the instant in UTC."""
    try:
        if "T" in text:
            return text.endswith("Z") and datetime.fromisoformat(text).tzinfo is not None
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def shown(value: Scalar) -> str:
    """Return the value of a variable as it stands in the name of an instance."""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
