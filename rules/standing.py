"""Where a commitment stands, as a frozen row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.conditions import All, AtLeast, Condition, Occurs, Then
from rules.instants import Instant, Moment
from rules.promise import MUST, MUST_NOT, Promise, names_of
from rules.residue import Negation, Parts, Residue, Steps, Tally, Verdict
from rules.trace import Progress, Standing

if TYPE_CHECKING:
    from rules.instances import PerEvent


def stand(promise: Promise) -> Standing:
    """Return the row of a commitment."""
    clause, status = promise.clause, promise.status
    done = promise.late_by is not None and status in {"satisfied", "remedied"}
    debtors, creditors = promise.parties
    return Standing(  # by place, which is quicker: each change of status is told with one
        promise.name,
        clause.agreement,
        clause.name,
        promise.instance,
        status,
        promise.live,
        done,
        promise.late_by if done else None,
        promise.since,
        due(promise),
        debtors,
        creditors,
        clause.strength,
        progress_of(promise),
        promise.breaches,
        promise.degree,
        promise.before,
    )


def placeholder(source: PerEvent, now: Instant) -> Standing:
    """Return the row that stands for the instances of a `for-each` before there are any."""
    status, since = before_any(source, now)
    clause = source.clause
    return Standing(
        name=source.row,
        agreement=clause.agreement,
        commitment=clause.name,
        instance=",".join(source.parts) or None,
        status=status,
        live=status in {"conditional", "suspended"},
        late=False,
        late_by=None,
        since=since,
        due=None,
        debtors=names_of(clause.debtors),
        creditors=names_of(clause.creditors),
        strength=clause.strength,
        progress=None,
        breaches=0,
        degree=None,
        before=None,
    )


def before_any(source: PerEvent, now: Instant) -> tuple[str, Moment | None]:
    """Return the status of the row that stands for the instances before there are any, and since when."""
    latest = source.clause.until
    if source.active and latest is not None and latest <= now and not (source.over and source.pact.since.at < latest):
        return "expired", Moment(latest)
    if source.over:
        return "terminated", source.pact.since
    if source.pact.status == "suspended" and source.active:
        return "suspended", source.pact.since
    return ("conditional", source.since) if source.active else ("proposed", None)


def due(promise: Promise) -> Instant | None:
    """Return the limit of must, else the end of the must-not period, of what is yet to begin or live."""
    if promise.status != "proposed" and not promise.live:
        return None
    return promise.limit(MUST if promise.clause.must is not None else MUST_NOT)


def progress_of(promise: Promise) -> Progress | None:
    """Return how much of must is done; before it is owed there is nothing to tell."""
    form = promise.clause.must
    residue = promise.must
    if form is None or residue is None:
        return None
    return measure(form, residue)


def measure(form: Condition, residue: Residue) -> Progress | None:
    """Return done and needed of a condition that counts; None for one that is only met or not."""
    if isinstance(form, Occurs):
        needed = format(form.at_least, "f")
        if isinstance(residue, Verdict):
            return Progress(needed if residue.met else "0", needed)
        return Progress(format(residue.number, "f"), needed) if isinstance(residue, Tally) else None
    if isinstance(form, (All, AtLeast)):
        return _of_parts(form, residue)
    if isinstance(form, Then):
        size = len(form.parts)
        if isinstance(residue, Verdict):
            return Progress(str(size if residue.met else 0), str(size))
        return Progress(str(residue.place), str(size)) if isinstance(residue, Steps) else None
    return None


def _of_parts(form: All | AtLeast, residue: Residue) -> Progress | None:
    needed = len(form.parts) if isinstance(form, All) else form.count
    if isinstance(residue, Verdict):
        return Progress(str(needed if residue.met else 0), str(needed))
    if not isinstance(residue, Parts):
        return None
    if len(form.parts) == 1:
        return measure(form.parts[0], residue.parts[0])
    met = sum(isinstance(part, Verdict) and part.met for part in residue.parts)
    return Progress(str(met), str(needed))


__all__ = ["Negation", "due", "placeholder", "progress_of", "stand"]
