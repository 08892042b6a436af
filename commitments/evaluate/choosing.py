"""Which rows of a view are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.frozen import dataclass
from commitments.mistakes import MistakeError
from commitments.records.statuses import STATUSES, STRENGTHS

if TYPE_CHECKING:
    from commitments.evaluate.evaluation import Evaluation
    from rules.trace import Standing


class UnknownWordError(MistakeError):
    """A status, a strength, a party or an agreement that is not one."""

    def __init__(self, kind: str, word: str, known: Iterable[str]) -> None:
        """Take what was asked for (``status``), and the words that there are."""
        from difflib import get_close_matches

        names = sorted(known)
        found = get_close_matches(word, names, n=1)
        super().__init__(
            f"no {kind} {word}; " + (f"did you mean {found[0]}?" if found else f"there is {', '.join(names)}")
        )


def check_statuses(words: Iterable[str]) -> None:
    """Raise UnknownWordError where a word is no status."""
    _check_words("status", words, STATUSES)


def _check_words(kind: str, words: Iterable[str], known: Collection[str]) -> None:
    for word in words:
        if word not in known:
            raise UnknownWordError(kind, word, known)


@dataclass(frozen=True, slots=True)
class Choice:
    """What rows must be: of any of these statuses, agreements, strengths; with any of these parties. Empty: any at all.

    A party is also found under what it is part of.
    """

    status: Collection[str] = ()
    party: Collection[str] = ()
    debtor: Collection[str] = ()
    creditor: Collection[str] = ()
    agreement: Collection[str] = ()
    strength: Collection[str] = ()

    @property
    def has_parties(self) -> bool:
        """Whether parties are asked for, which takes the terms of all texts."""
        return bool(self.party or self.debtor or self.creditor)

    def of(self, view: Evaluation) -> list[Standing]:
        """Return the rows of a view that are asked for. Raises UnknownWordError."""
        check_statuses(self.status)
        _check_words("strength", self.strength, STRENGTHS)
        rows = view.standings()
        self._check(view, rows)
        parties = _Parties(view) if self.has_parties else None
        if parties is not None:
            parties.check(rows, {*self.party, *self.debtor, *self.creditor})
        return [row for row in rows if self._fits(row, parties)]

    def _check(self, view: Evaluation, rows: Sequence[Standing]) -> None:
        """See that there are the agreements that are asked for; the texts are read only where no row is of one."""
        for word in set(self.agreement).difference(row.agreement for row in rows):
            known = {agreement.agreement for agreement in view.book.agreements}
            if word not in known:
                raise UnknownWordError("agreement", word, known)

    def _fits(self, row: Standing, parties: _Parties | None) -> bool:
        plain = (
            (not self.status or row.status in self.status)
            and (not self.agreement or row.agreement in self.agreement)
            and (not self.strength or row.strength in self.strength)
        )
        return plain and (
            parties is None
            or (
                parties.among(row.debtors, self.debtor)
                and parties.among(row.creditors, self.creditor)
                and parties.among((*row.debtors, *row.creditors), self.party)
            )
        )


class _Parties:
    def __init__(self, view: Evaluation) -> None:
        from rules.vocabulary import Closures

        self.view = view
        vocabulary = view.program.vocabulary
        self.closures = Closures(vocabulary.is_a, vocabulary.part_of)

    def among(self, names: tuple[str, ...], wanted: Collection[str]) -> bool:
        return not wanted or not set(wanted).isdisjoint(self.closures.names(names))

    def check(self, rows: Sequence[Standing], wanted: Collection[str]) -> None:
        """See that those who are asked for are parties to something, or declared. Raises UnknownWordError."""
        found = {name for row in rows for name in self.closures.names((*row.debtors, *row.creditors))}
        for word in sorted(set(wanted) - found):
            declared = {name for agreement in self.view.book.agreements for name in agreement.parties}
            declared |= {name for vocabulary in self.view.book.vocabularies for name in vocabulary.part_of}
            if word not in declared | set(self.closures.names(tuple(declared))):
                raise UnknownWordError("party", word, declared | found)
