"""Changes of status, a row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commitments.evaluate import Evaluation
from commitments.reports.report import Report, Row, Seen, seen
from commitments.wording.changes import sentence
from commitments.wording.times import time_of
from rules.facts import Event
from rules.lifecycle import RULES
from rules.trace import Transition

BRIEF = ("name", "at", "before", "after", "why")


@dataclass(frozen=True, slots=True)
class Change(Row):
    """One change of status: at ``at``, by a rule of the lifecycle, because of ``events`` or of changes of others.

    ``rule`` is its name, ``part`` the part of the commitment that decided, ``why`` all of that in a sentence.
    """

    name: str
    at: datetime
    before: str
    after: str
    rule: str
    part: str
    events: tuple[str, ...]
    follows: tuple[str, ...]
    why: str


def change_row(change: Transition, events: Mapping[str, Event], zone: str) -> Change:
    """Return a change as a row."""
    cause = change.cause
    return Change(
        name=change.name,
        at=time_of(change.moment.at, zone),
        before=change.before,
        after=change.after,
        rule=RULES.get(cause.rule, str(cause.rule)),
        part=cause.role,
        events=cause.events,
        follows=tuple(f"{name} {status}" for name, status in cause.follows),
        why=sentence(change, events, zone),
    )


def rows_of(view: Evaluation, changes: Iterable[Transition], events: Mapping[str, Event] | None = None) -> list[Change]:
    """Return changes as rows. ``events``: those that may be cited, by default all of the view."""
    known = view.events if events is None else events
    return [change_row(change, known, view.zone(change.name.partition("/")[0])) for change in changes]


def changes_report(rows: Sequence[Change], view: Seen | None, notes: tuple[str, ...] = ()) -> Report:
    """Return a report of changes."""
    return Report.of("changes/1", Change, rows, view=view, brief=BRIEF, notes=notes)


def history_report(view: Evaluation, names: frozenset[str] | None = None) -> Report:
    """Return every change of status of these names (None: of all) up to the time asked about."""
    chosen = [change for change in view.transitions() if names is None or change.name in names]
    return changes_report(rows_of(view, chosen), seen(view.sight, view.as_of))


def undone_row(change: Transition, now: str, events: Mapping[str, Event], zone: str) -> Change:
    """Return a change that no longer follows as a row: from what it led to, to the status that is left."""
    row = change_row(change, events, zone)
    return replace(row, before=change.after, after=now, why=f"it no longer follows that {row.why}")


def new_changes(before: Evaluation, after: Evaluation) -> list[Change]:
    """Return what is different in a second view of one book: changes that are new there, and those that are gone."""
    known = {_key(change) for change in before.transitions()}
    news = [change for change in after.transitions() if _key(change) not in known]
    rows = rows_of(after, news)
    told = {change.name for change in news}
    kept = {_key(change) for change in after.transitions()}
    gone = {change.name: change for change in before.transitions() if _key(change) not in kept}
    statuses = {row.name: row.status for row in after.standings()}
    for name, change in gone.items():
        status = statuses.get(name, "absent")
        if name not in told and status != change.after:
            zone = after.zone(name.partition("/")[0])
            rows.append(undone_row(change, status, before.events, zone))
    return rows


def _key(change: Transition) -> tuple[str, int, str, str]:
    return change.name, change.moment.at, change.before, change.after


def difference_report(earlier: Evaluation, later: Evaluation) -> Report:
    """Return the commitments whose status is not the same in two views, each with its last change."""
    first = {row.name: row.status for row in earlier.standings()}
    last = {row.name: row.status for row in later.standings()}
    changed = {name for name in first | last if first.get(name, "absent") != last.get(name, "absent")}
    latest = {change.name: change for change in later.transitions() if change.name in changed}
    gone = {change.name: change for change in earlier.transitions() if change.name in changed - latest.keys()}
    rows = [replace(row, before=first.get(row.name, "absent")) for row in rows_of(later, latest.values())]
    for name, change in gone.items():
        zone = later.zone(name.partition("/")[0])
        rows.append(undone_row(change, last.get(name, "absent"), earlier.events, zone))
    rows = [replace(row, after=last.get(row.name, "absent")) for row in rows]
    rows.sort(key=lambda row: (row.at, row.name))
    note = f"Compared with {seen(earlier.sight, earlier.as_of).line()}"
    return changes_report(rows, seen(later.sight, later.as_of), (note,))
