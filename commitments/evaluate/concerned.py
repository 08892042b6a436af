"""Whether what a supposed event alone concerns is there. Source: semantics.md, section 1 (unknown names are errors)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.evaluate.naming import UnknownAgreementError, WhichCommitmentError, named

if TYPE_CHECKING:
    from commitments.compile.names import Named
    from commitments.evaluate.evaluation import Evaluation


class UnknownInstanceError(WhichCommitmentError):
    """An instance that a commitment cannot have."""


def check_concerned(view: Evaluation, agreement: str | None, commitment: str | None) -> None:
    """Raise WhichCommitmentError where an event names an agreement or a commitment that no text has."""
    if commitment is not None:
        inside = agreement is not None and "/" not in commitment.partition("[")[0]
        found = named(view, f"{agreement}/{commitment}" if inside else commitment)
        if found.instance is not None:
            _check_instance(view, found)
    elif agreement is not None and not view.book.versions_of(agreement):
        raise UnknownAgreementError(agreement, {each.agreement for each in view.book.agreements})


def _check_instance(view: Evaluation, asked: Named) -> None:
    from commitments.text.diagnostics import did_you_mean
    from commitments.text.references import Names, Unresolved

    names = Names()
    for version in view.book.versions_of(asked.agreement):
        names.add(version, "")
    problem = names.resolve(str(asked))
    if isinstance(problem, Unresolved):
        near = did_you_mean(*problem.near) if problem.near else ""
        raise UnknownInstanceError("; ".join(filter(None, (f"{asked}: {problem.message}", near, problem.advice))))
