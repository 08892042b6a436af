"""`next` and `why --not`: what would decide an open commitment, and what stands between it and a status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commitments.evaluate import Evaluation
from commitments.evaluate.outlook import Ahead, ahead_of
from commitments.reports.report import Report, Row, seen
from commitments.wording.conditions import Wording, remaining
from commitments.wording.times import plainly, time_of, when
from rules.conditions import Occurs
from rules.patterns import OneOf, Var
from rules.promise import Promise
from rules.trace import Standing

GOOD = {"satisfied", "remedied", "detached"}


@dataclass(frozen=True, slots=True)
class Next(Row):
    """One thing that would decide: ``decides`` is ``event`` (``what`` happens) or ``time`` (``at`` comes in silence).

    ``status``: what would follow; ``whose``: whose move it is, as far as the text tells.
    """

    name: str
    part: str
    decides: str
    what: str | None
    at: datetime | None
    status: str
    whose: tuple[str, ...]


def wording_of(view: Evaluation, promise: Promise) -> Wording:
    """Return how the conditions of a commitment are put into words."""
    bound = {"debtor": promise.debtors, "creditor": promise.creditors}
    agreement = promise.clause.agreement
    return Wording(view.zone(agreement), bound, agreement)


def next_rows(view: Evaluation, promise: Promise) -> list[Next]:
    """Return what would decide a commitment next."""
    say = wording_of(view, promise)
    return [_row(promise, ahead, say) for ahead in ahead_of(promise)]


def _row(promise: Promise, ahead: Ahead, say: Wording) -> Next:
    if ahead.form is not None and ahead.residue is not None:
        left = "; ".join(remaining(ahead.form, ahead.residue, say))
        return Next(promise.name, ahead.part, "event", left, None, ahead.status, _whose(promise, ahead))
    at = None if ahead.at is None else time_of(ahead.at, say.zone)
    what = _silent(promise, ahead, say)
    return Next(promise.name, ahead.part, "time" if at else "event", what, at, ahead.status, ())


def _silent(promise: Promise, ahead: Ahead, say: Wording) -> str | None:
    if ahead.part == "while":
        during = promise.clause.during
        return "the suspension ends" if during is None else f"{say.condition(during)} again"
    if ahead.part == "start":
        return f"{promise.clause.agreement} is in force"
    return None


def _whose(promise: Promise, ahead: Ahead) -> tuple[str, ...]:
    parties = {"debtor": promise.debtors, "creditor": promise.creditors}
    tests = ahead.form.pattern.fields if isinstance(ahead.form, Occurs) else ()
    for name, test in tests:
        if name == "actor" and isinstance(test, OneOf):
            found = [parties.get(term.name, ()) if isinstance(term, Var) else (str(term),) for term in test.terms]
            return tuple(party for names in found for party in names)
    return promise.debtors if ahead.part in {"must", "must-not"} else ()


def next_report(view: Evaluation, standing: Standing) -> Report:
    """Return what would decide one commitment."""
    promise = view.engine.find(standing.name)
    rows = [] if promise is None else next_rows(view, promise)
    prose = [f"{standing.name} is {standing.status}."]
    prose += [sentence_of(row, rows) for row in rows] or ["Nothing that is still to come changes that by itself."]
    view_seen = seen(view.sight, view.as_of)
    return Report.of("next/1", Next, rows, view=view_seen, prose=tuple(prose), beside={"status": standing.status})


def sentence_of(row: Next, rows: Sequence[Next]) -> str:
    """Return one thing that would decide, as a sentence."""
    if row.decides == "event":
        mover = f" (the move of {', '.join(row.whose)})" if row.whose else ""
        return f"It becomes {row.status} if: {row.what}{mover}."
    at = "" if row.at is None else f" at {plainly(row.at)}"
    part = {"limit": "must", "grace": "must", "until": "if", "period": "must-not"}.get(row.part)
    unless = [other.what for other in rows if other.part == part and other.what]
    if row.part == "until" and not unless:
        unless = [other.what for other in rows if other.part == "must" and other.what]
    return f"It becomes {row.status}{at}" + (f" unless before that: {unless[0]}." if unless else ".")


def between_report(view: Evaluation, standing: Standing, status: str) -> Report:
    """Return what still stands between a commitment and a status."""
    promise = view.engine.find(standing.name)
    rows = [] if promise is None else next_rows(view, promise)
    name, now = standing.name, standing.status
    if now == status:
        prose = [f"{name} is {status} already: nothing stands between."]
        rows = []
    else:
        prose = [f"{name} is {now}, not {status}."]
        if status in {"satisfied", "detached", "violated", "lapsed", "overdue"} and now == "conditional" and promise:
            prose += [f"It is not owed yet. It becomes owed if: {row.what}." for row in rows if row.part == "if"]
            prose += _must(view, promise) if status == "satisfied" else []
        rows = [row for row in rows if row.status == status or (now == "conditional" and row.part == "if")]
        prose += [sentence_of(row, next_rows(view, promise)) for row in rows if promise and row.status == status]
        if len(prose) == 1:
            prose.append(_closed(standing, status))
    beside = {"status": now, "asked": status}
    return Report.of("why-not/1", Next, rows, view=seen(view.sight, view.as_of), prose=tuple(prose), beside=beside)


def _must(view: Evaluation, promise: Promise) -> list[str]:
    say = wording_of(view, promise)
    lines = []
    if promise.clause.must is not None:
        lines.append(f"Then it asks for: {say.condition(promise.clause.must)}.")
    limit = promise.limit("must")
    if limit is not None:
        lines.append(f"Its limit is {when(limit, say.zone)}.")
    return lines


def _closed(standing: Standing, status: str) -> str:
    if standing.live:
        return f"Nothing that its text waits for now leads to {status}."
    return f"It is closed: nothing that can still happen leads from {standing.status} to {status} by itself."
