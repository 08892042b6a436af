"""Changes of status, a row each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commitments.evaluate import Evaluation
from commitments.frozen import replace
from commitments.reports.report import Report, Row, Seen, seen
from commitments.wording.changes import sentence
from commitments.wording.times import time_of, to_seconds
from rules.facts import Event
from rules.instants import Instant
from rules.lifecycle import RULES
from rules.trace import Standing, Transition

BY_NEWS, BY_TIME = "news", "time"
OTHER_TEXT = "nothing happened to it: its text is not the same"
BRIEF = ("name", "at", "before", "after", "why")


@dataclass(frozen=True, slots=True)
class Change(Row):
    """One change of status: at ``at``, by a rule of the lifecycle, because of ``events`` or of changes of others.

    ``rule`` is its name, ``part`` the part of the commitment that decided, ``why`` all of that in a sentence;
    ``known``: since when it has been known (None: not found out); ``by``: after a writing, whether what was told
    brought it (``news``), or only the passing of time before that (``time``).
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
    known: datetime | None = None
    by: str | None = None


def change_row(
    change: Transition, events: Mapping[str, Event], zone: str, known: Instant | None = None, by: str | None = None
) -> Change:
    """Return a change as a row. ``known``: since when it has been known; ``by``: what brought it, after a writing."""
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
        known=None if known is None else time_of(known, zone),
        by=by,
    )


def rows_of(view: Evaluation, changes: Iterable[Transition], events: Mapping[str, Event] | None = None) -> list[Change]:
    """Return changes as rows. ``events``: those that may be cited, by default all of the view."""
    known = view.events if events is None else events
    return [change_row(change, known, view.zone(change.name.partition("/")[0])) for change in changes]


def changes_report(rows: Sequence[Change], view: Seen | None, notes: tuple[str, ...] = ()) -> Report:
    """Return a report of changes."""
    return Report.of("changes/1", Change, rows, view=view, brief=BRIEF, notes=notes)


def dated_rows(view: Evaluation, changes: Iterable[Transition]) -> list[Change]:
    """Return changes as rows, with since when each has been known."""
    return [
        change_row(change, view.events, view.zone(change.name.partition("/")[0]), view.known_since(change))
        for change in changes
    ]


def dated_report(rows: Sequence[Change], view: Seen, notes: tuple[str, ...] = ()) -> Report:
    """Return a report of changes; since when they have been known is shown where that is not when they came about."""
    late = any(row.known is not None and row.known > row.at for row in rows)
    brief = ("name", "at", "known", *BRIEF[2:]) if late else BRIEF
    return Report.of("changes/1", Change, rows, view=view, brief=brief, notes=notes)


def history_report(view: Evaluation, names: frozenset[str] | None = None) -> Report:
    """Return every change of status of these names (None: of all) up to the time asked about."""
    chosen = [change for change in view.transitions() if names is None or change.name in names]
    return dated_report(dated_rows(view, chosen), seen(view.sight, view.as_of))


def undone_row(change: Transition, now: str, events: Mapping[str, Event], zone: str, by: str | None = None) -> Change:
    """Return a change that no longer follows as a row: from what it led to, to the status that is left."""
    row = change_row(change, events, zone, by=by)
    return replace(row, before=change.after, after=now, why=f"it no longer follows that {row.why}")


def difference_report(earlier: Evaluation, later: Evaluation) -> Report:
    """Return the commitments whose status is not the same in two views, each with its last change."""
    rows = differing(earlier, later)
    same_time = earlier.sight.as_of == later.sight.as_of
    shown = seen(earlier.sight, earlier.as_of)
    note = f"Compared with what was known at {to_seconds(shown.known_at)}" if same_time and shown.known_at else ""
    return dated_report(rows, seen(later.sight, later.as_of), (note or f"Compared with the view {shown.line()}",))


def supposed_report(before: Evaluation, after: Evaluation) -> Report:
    """Return what would be otherwise under an assumption: statuses, and limits, parties and degrees."""
    rows = differing(before, after, beside=True)
    notes = () if rows else ("No status would change.",)
    return changes_report(rows, seen(after.sight, after.as_of), (*notes, *_unheard(before, after)))


def _unheard(before: Evaluation, after: Evaluation) -> Iterator[str]:
    """Yield which of the supposed events no text waits for: perhaps their type is written otherwise there."""
    from difflib import get_close_matches

    from commitments.records.powers import RESERVED

    supposed = [event.type for event in after.sight.assume if event not in before.sight.assume]
    for kind in dict.fromkeys(supposed):
        if kind not in RESERVED and not after.bearing.is_waited_for(kind):
            found = get_close_matches(kind, sorted(after.bearing.types()), n=1)
            yield f"No text waits for {kind}" + (f"; did you mean {found[0]}?" if found else ".")


def differing(earlier: Evaluation, later: Evaluation, *, beside: bool = False) -> list[Change]:
    """Return a row for each commitment whose status is not the same in two views: from the one to the other, and why.

    It is told with the last change that only the later view has; where there is none, with the last one that no longer
    follows. ``beside``: also where only something beside the status is not the same.
    """
    first = {row.name: row for row in earlier.standings()}
    last = {row.name: row for row in later.standings()}
    changed = {name for name in first | last if _differs(first.get(name), last.get(name), beside=beside)}
    news, gone = _only_in(later, earlier, changed), _only_in(earlier, later, changed)
    rows = []
    for name in changed:
        zone = later.zone(name.partition("/")[0])
        was, now = _word(first.get(name)), _word(last.get(name))
        if name in news:
            row = change_row(news[name], later.events, zone, later.known_since(news[name]))
        elif name in gone:
            row = undone_row(gone[name], now, earlier.events, zone)
        else:
            row = Change(name, time_of(later.as_of, zone), was, now, "", "", (), (), OTHER_TEXT)
        rows.append(replace(row, before=was, after=now))
    return sorted(rows, key=lambda row: (row.at, row.name))


def _differs(first: Standing | None, last: Standing | None, *, beside: bool) -> bool:
    if first is None or last is None or not beside:
        return _word(first) != _word(last)
    return first.status != last.status or _facts(first) != _facts(last)


def _facts(row: Standing) -> tuple[object, ...]:
    return row.due, row.debtors, row.creditors, row.degree, row.breaches


def _word(row: Standing | None) -> str:
    return "absent" if row is None else row.status


def _only_in(view: Evaluation, other: Evaluation, names: Collection[str]) -> dict[str, Transition]:
    """Return the last change of each commitment that came about in one view and not in another."""
    there = {_key(change) for change in other.transitions() if change.name in names}
    return {change.name: change for change in view.transitions() if change.name in names and _key(change) not in there}


def _key(change: Transition) -> tuple[str, int, str, str]:
    return change.name, change.moment.at, change.before, change.after
