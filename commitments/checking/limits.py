"""W504: a commitment that can never be violated for want of a limit, although something hangs on its being broken.

A `must` without limit is an open promise, and fine; but where it has a `grace`, where another commitment waits for it
to be violated, or `remedies` it, that can come to pass only by an act: perhaps its limit was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from commitments.checking.reporting import Reporter
from commitments.checking.wordings import Wording
from commitments.compile.names import full
from commitments.records.commitment import CommitmentTerms
from commitments.records.conditions import AgreementIs, CommitmentIs, Not
from commitments.text.walking import of_terms, walk

NEVER_VIOLATED = "W504"
#: What only a broken commitment becomes.
BROKEN = frozenset({"violated", "lapsed", "overdue", "remedied"})
ADVICE = "give its `must` a limit, with `by` or `within`"


def check_limits(wordings: Sequence[Wording], reporter: Reporter) -> None:
    """Report the commitments on whose breach something hangs, and that have no limit to break."""
    hanging = _hanging(wordings)
    for wording in wordings:
        why = _why(wording, hanging.get(wording.full_name, ()))
        if why and not _can_fail(wording):
            message = f"{wording.name} can never be violated by the passing of time, for it has no limit, but {why}"
            reporter.of_wording(NEVER_VIOLATED, wording, wording.path("must"), message, advice=ADVICE)


class _Hangs(NamedTuple):
    """What hangs on one of these statuses of a commitment, in words."""

    statuses: frozenset[str]
    why: str


def _hanging(wordings: Iterable[Wording]) -> dict[str, list[_Hangs]]:
    """Return what hangs on the breach of commitments, by their full names."""
    found: dict[str, list[_Hangs]] = {}
    for wording in wordings:
        agreement = wording.text.name
        for other, statuses in _waited_for(wording.terms):
            found.setdefault(full(other, agreement).commitment, []).append(
                _Hangs(frozenset(statuses), f"{wording.name} waits for that")
            )
        for other in wording.terms.remedies or ():
            found.setdefault(full(other, agreement).commitment, []).append(
                _Hangs(BROKEN, f"{wording.name} remedies it")
            )
    return found


def _waited_for(terms: CommitmentTerms) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, condition in of_terms(terms, ()):
        for _, part in walk(condition, path):
            if isinstance(part, CommitmentIs) and BROKEN.issuperset(part.is_):
                yield part.commitment, part.is_


def _why(wording: Wording, hanging: Iterable[_Hangs]) -> str:
    strength = wording.terms.strength or "binding"
    if strength == "right":
        return ""
    if wording.terms.grace is not None:
        return "has a `grace` that follows it"
    broken = {"violated" if strength == "binding" else "lapsed", "remedied"}
    return next((hangs.why for hangs in hanging if not broken.isdisjoint(hangs.statuses)), "")


def _can_fail(wording: Wording) -> bool:
    """Whether a commitment can be broken by what happens, or by time: it has a limit, or forbids something."""
    terms = wording.terms
    if terms.must is None or terms.must_not is not None or any((terms.by, terms.within, terms.every)):
        return True
    return any(_limited(part) for _, part in walk(terms.must, ()))


def _limited(part: object) -> bool:
    if isinstance(part, Not | CommitmentIs | AgreementIs):
        return True
    return getattr(part, "by", None) is not None or getattr(part, "within", None) is not None
