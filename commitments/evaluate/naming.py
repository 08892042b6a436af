"""Which commitments a name means in a view. Source: semantics.md, sections 1 and 9."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from commitments.compile.names import Named
from commitments.evaluate.evaluation import Evaluation
from commitments.mistakes import MistakeError
from commitments.records.everybody import EVERYBODY
from rules.trace import Standing

ABSENT = "absent"
FEW = 8  # instances that a message names


class WhichCommitmentError(MistakeError):
    """A name that does not tell which commitment is meant."""


class UnknownCommitmentError(WhichCommitmentError):
    """No agreement has a commitment of this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        found = get_close_matches(name, names, n=1) or get_close_matches(name.partition("[")[0], names, n=1)
        hint = f"did you mean {found[0]}?" if found else "`commitments list` names all there are"
        super().__init__(f"no commitment {name}; {hint}")
        self.name = name


class UnknownAgreementError(WhichCommitmentError):
    """No agreement has this name, but one has a similar one."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        found = get_close_matches(name, sorted(known), n=1)
        hint = f"did you mean {found[0]}?" if found else f"there is {', '.join(sorted(known))}"
        super().__init__(f"no agreement {name}; {hint}")
        self.name = name


class AmbiguousNameError(WhichCommitmentError):
    """Several agreements have a commitment of this name."""

    def __init__(self, name: str, homes: Sequence[str]) -> None:
        short = name.rpartition("/")[2]
        super().__init__(f"{name} could be {' or '.join(f'{home}/{short}' for home in homes)}: say which")
        self.name = name


class SeveralInstancesError(WhichCommitmentError):
    """A name without instance, where an answer is about one."""

    def __init__(self, name: str, instances: Sequence[str]) -> None:
        shown = ", ".join(instances[:FEW]) + (" …" if len(instances) > FEW else "")
        super().__init__(f"{name} has {len(instances)} instances: {shown}; name one of them")
        self.name = name
        self.instances = tuple(instances)


class AbsentError(WhichCommitmentError):
    """A commitment that is not there in the view: its account does not report it, or it was not known yet."""

    def __init__(self, name: str, account: str) -> None:
        where = "at that time" if account == EVERYBODY else f"in the account {account} at that time"
        super().__init__(f"{name} is absent: there is no such commitment {where}")
        self.name = name


class Disagreement(NamedTuple):
    """The statuses of the instances of a commitment, where they are not the same: ``(full name, status)``."""

    statuses: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return what each of them is."""
        return "its instances are not in one status: " + ", ".join(f"{name} {word}" for name, word in self.statuses)


def named(view: Evaluation, reference: str) -> Named:
    """Return what a reference names; it may be absent in this view."""
    found = view.names.find(reference)
    if found is not None:
        return found
    first = reference.partition("[")[0]
    homes = view.names.homes(first.rpartition("/")[2])
    if "/" not in first and len(homes) > 1:
        raise AmbiguousNameError(reference, homes)
    known = {name for agreement in view.book.agreements for name in agreement.commitments}
    known |= {f"{agreement.agreement}/{name}" for agreement in view.book.agreements for name in agreement.commitments}
    raise UnknownCommitmentError(reference, known)


def standings_of(view: Evaluation, reference: str) -> list[Standing]:
    """Return where all that a name names stands; an empty list when it is absent."""
    wanted = named(view, reference)
    if wanted.instance is not None:
        found = view.standing(str(wanted))
        return [] if found is None else [found]
    agreement, _, commitment = wanted.commitment.partition("/")
    rows = [row for row in view.standings() if row.commitment == commitment and row.agreement == agreement]
    if rows:
        return rows
    found = view.standing(wanted.commitment)
    return [] if found is None else [found]


def view_about(view: Evaluation, reference: str) -> Evaluation:
    """Return the same view of nothing but what bears on what a name names: an agreement, or a commitment."""
    agreements = [agreement for agreement in view.book.agreements if agreement.agreement == reference]
    commitments = {f"{reference}/{name}" for agreement in agreements for name in agreement.commitments}
    if not agreements:
        commitments = {_named_or_agreement(view, reference)}
    found = {name for commitment in commitments for name in view.bearing.agreements_on(commitment)}
    return view.other(view.sight, frozenset(found | {agreement.agreement for agreement in agreements}))


def changing(view: Evaluation, reference: str) -> tuple[Evaluation, frozenset[str]]:
    """Return a view of what bears on what a name names, and the names of what changes in it: an agreement's, all of it.

    Of a commitment and an agreement with one name, the commitment is meant.
    """
    if view.names.find(reference) is None and view.book.versions_of(reference):
        about = view_about(view, reference)
        changed = (change.name for change in about.transitions())
        return about, frozenset(name for name in changed if name.partition("/")[0] == reference)
    about = view.around(_named_or_agreement(view, reference))
    return about, frozenset(row.name for row in standings_of(about, reference))


def standings_about(view: Evaluation, reference: str) -> list[Standing]:
    """Return where everything stands that a name names: an agreement, a commitment, or one of its instances."""
    if any(agreement.agreement == reference for agreement in view.book.agreements):
        return [row for row in view.standings() if row.agreement == reference]
    return standings_of(view, reference)


def _named_or_agreement(view: Evaluation, reference: str) -> str:
    """Return the full name of a commitment. Raises WhichCommitmentError, which may say that an agreement is meant."""
    try:
        return named(view, reference).commitment
    except UnknownCommitmentError as error:
        agreements = [agreement.agreement for agreement in view.book.agreements]
        if get_close_matches(reference, agreements, n=1):
            raise UnknownAgreementError(reference, agreements) from error
        raise


def one_standing(view: Evaluation, reference: str) -> Standing | None:
    """Return where the one commitment stands that a name names; None: it is absent in this view."""
    rows = standings_of(view, reference)
    if len(rows) > 1:
        raise SeveralInstancesError(reference, [row.name for row in rows])
    return rows[0] if rows else None


def the_standing(view: Evaluation, reference: str) -> Standing:
    """Return where the one commitment stands that a name names. Raises WhichCommitmentError."""
    found = one_standing(view, reference)
    if found is None:
        raise AbsentError(reference, view.sight.account)
    return found


def status_of(view: Evaluation, reference: str) -> str | Disagreement:
    """Return the status that all that a name names is in, ``absent`` where there is none."""
    rows = standings_of(view, reference)
    statuses = {row.status for row in rows}
    if len(statuses) > 1:
        return Disagreement(tuple((row.name, row.status) for row in rows))
    return statuses.pop() if statuses else ABSENT
