"""`show`: one commitment as a page: its words, its parties, its conditions with what remains, its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commitments.evaluate import Evaluation
from commitments.frozen import replace
from commitments.reports.ahead import next_rows, sentence_of, wording_of
from commitments.reports.changes import Change, rows_of
from commitments.reports.report import Report, Row, seen
from commitments.reports.status import StatusRow, status_row
from commitments.wording.conditions import remaining
from commitments.wording.events import event_line
from commitments.wording.lateness import late_words
from commitments.wording.times import plainly, time_of
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.residue import Verdict
from rules.trace import Standing


@dataclass(frozen=True, slots=True)
class ConditionRow(Row):
    """One condition of a commitment: ``state`` is ``open``, ``met``, ``failed``, ``not yet`` or ``no longer followed``.

    ``remaining``: what is still needed; ``limit``: until when; ``at`` and ``events``: when and by what it was decided.
    """

    part: str
    condition: str
    state: str
    remaining: str | None
    limit: datetime | None
    at: datetime | None
    events: tuple[str, ...]


def show_report(view: Evaluation, standing: Standing, *, contested: bool | None) -> Report:
    """Return everything about one commitment. ``contested``: whether it is (None: nobody looked)."""
    row = replace(status_row(view, standing, None), contested=contested)
    promise = view.engine.find(standing.name)
    conditions = [] if promise is None else list(_conditions(view, promise))
    history = rows_of(view, (change for change in view.transitions() if change.name == standing.name))
    beside: dict[str, Any] = {**row.cells(), "history": [change.cells() for change in history]}
    prose = tuple(_page(view, row, standing, promise, conditions, history))
    shown = seen(view.sight, view.as_of)
    return Report.of("show/1", ConditionRow, conditions, view=shown, prose=prose, beside=beside)


def _conditions(view: Evaluation, promise: Promise) -> Iterator[ConditionRow]:
    say = wording_of(view, promise)
    if promise.clause.during is not None:
        state = "failed" if promise.status == "suspended" else "met"
        yield ConditionRow("while", say.condition(promise.clause.during), state, None, None, None, ())
    for role in (IF, UNLESS, MUST, MUST_NOT):
        form, residue = promise.form(role), promise.residues.get(role)
        if form is None:
            continue
        limit = promise.limit(role)
        until = None if limit is None else time_of(limit, say.zone)
        if isinstance(residue, Verdict):
            state = "met" if residue.met else "failed"
            at = time_of(residue.at, say.zone)
            yield ConditionRow(role, say.condition(form), state, None, until, at, residue.events)
        elif residue is None or role not in promise.roles():
            state = "not yet" if residue is None and promise.live else "no longer followed"
            yield ConditionRow(role, say.condition(form), state, None, until, None, ())
        else:
            left = remaining(form, residue, say)
            yield ConditionRow(role, say.condition(form), "open", left, until, None, ())


def _page(
    view: Evaluation, row: StatusRow, standing: Standing, promise: Promise | None, conditions: list[ConditionRow],
    history: list[Change],
) -> Iterator[str]:  # fmt: skip
    yield f"{row.name} is {row.status}" + (f" since {plainly(row.since)}" if row.since else "") + "."
    written = view.commitment(f"{row.agreement}/{row.commitment}")
    agreement = view.agreements.get(row.agreement)
    if row.text:
        yield f"  “{row.text}”" + (f" [{written.ref}]" if written is not None and written.ref else "")
    yield ""
    facts = [
        ("agreement", agreement.title if agreement is not None and agreement.title else row.agreement),
        ("theme", written.theme if written is not None else None),
        ("debtor", ", ".join(row.debtor)),
        ("creditor", ", ".join(row.creditor)),
        ("before", None if standing.before is None else " to ".join(", ".join(names) for names in standing.before)),
        ("strength", row.strength),
        ("reported by", ", ".join(written.source) if written is not None and written.source else None),
        ("due", plainly(row.due) if row.due else None),
        ("progress", row.progress.replace("/", " of ") if row.progress else None),
        ("assessed", standing.degree),
        ("breaches", str(standing.breaches) if standing.breaches else None),
        ("late", late_words(standing.late_by, row.since)),
        ("contested", None if row.contested is None else "yes" if row.contested else "no"),
    ]
    yield from (f"  {label:<12} {text}" for label, text in facts if text)
    yield from _told_conditions(conditions)
    if promise is not None:
        ahead = next_rows(view, promise.name)
        yield from _section("What lies ahead", [sentence_of(one, ahead, row.status) for one in ahead])
    told = [f"{plainly(one.at)}: {one.before} → {one.after}, because {one.why}." for one in history]
    yield from _section("History", told)
    beside = [event for event in view.visible.events if event.commitment in {row.name, row.name.partition("[")[0]}]
    zone = view.zone(row.agreement)
    yield from _section("Events that name it", [event_line(event, zone) for event in beside])


def _told_conditions(conditions: list[ConditionRow]) -> Iterator[str]:
    lines = []
    for one in conditions:
        limit = f" (limit {plainly(one.limit)})" if one.limit else ""
        decided = f" at {plainly(one.at)}" if one.at else ""
        by = f" by {', '.join(one.events)}" if one.events else ""
        lines.append(f"{one.part}: {one.condition}{limit} - {one.state}{decided}{by}")
        if one.remaining and one.remaining != one.condition:
            lines.append(f"  still needed: {one.remaining}")
    yield from _section("Conditions", lines)


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)
