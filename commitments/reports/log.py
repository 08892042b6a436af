"""What was entered: events, and what withdrew or replaced them, a row each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commitments.compile import Entered
from commitments.compile.corrected import Known, known_events
from commitments.evaluate import Evaluation
from commitments.frozen import replace
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.records.said import Said, TellsEvent
from commitments.reports.report import Report, Row, seen
from commitments.text.exactjson import dumps
from commitments.text.times import parse_moment
from commitments.wording.times import time_of

BRIEF = ("at", "id", "entry", "type", "actor", "target", "source", "counts", "text")


@dataclass(frozen=True, slots=True)
class LogRow(Row):
    """One entry. ``entry``: ``event``, ``retract`` or ``correct``; ``data`` is JSON (of a correction: what it changes).

    ``counts``: whether the event counts in the view that is asked for (in a correction: the event as it is now);
    ``contested``: it counts, and somebody denies it. ``known``, for Python only: an event in the version that is known,
    with the zone of its bare times (None: nobody looked).
    """

    EXTRA = frozenset({"known"})

    at: datetime | None
    id: str
    entry: str
    type: str | None
    actor: tuple[str, ...]
    target: tuple[str, ...]
    object: tuple[str, ...]
    place: tuple[str, ...]
    source: tuple[str, ...]
    agreement: str | None
    commitment: str | None
    data: str | None
    text: str | None
    ref: str | None
    recorded: datetime | None
    reason: str | None
    counts: bool
    contested: bool
    known: Known | None = None


def log_report(view: Evaluation, ids: frozenset[str] | None = None, types: frozenset[str] | None = None) -> Report:
    """Return the entries known in a view (of these ids and types), as they were entered."""
    rows = [_row(view, entered) for entered in _known(view)]
    return _report(view, [row for row in rows if _is_asked_for(row, ids, types)])


def events_report(view: Evaluation, ids: frozenset[str] | None = None, types: frozenset[str] | None = None) -> Report:
    """Return the events of a view (of these ids and types) in the version that is known, as they happened.

    Those that were withdrawn are left out.
    """
    rows = [replace(_event_row(view, each.event, each.zone), known=each) for each in _versions(view)]
    rows.sort(key=lambda row: (row.at, row.id))
    return _report(view, [row for row in rows if _is_asked_for(row, ids, types)])


def _report(view: Evaluation, rows: Sequence[LogRow]) -> Report:
    return Report.of("log/1", LogRow, rows, view=seen(view.sight, view.as_of), brief=BRIEF)


def _is_asked_for(row: LogRow, ids: frozenset[str] | None, types: frozenset[str] | None) -> bool:
    return (ids is None or row.id in ids) and (types is None or row.type in types)


def _versions(view: Evaluation) -> Iterable[Known]:
    known = known_events(view.book.entries, view.sight)
    return (each for each in known if parse_moment(each.event.at, each.zone).at <= view.as_of)


def _instant(text: str | None, zone: str) -> datetime | None:
    return None if text is None else time_of(parse_moment(text, zone).at, zone)


def _known(view: Evaluation) -> Iterable[Entered]:
    for entered in view.book.entries:
        entry = entered.told
        stated = entry.recorded or (entry.at if isinstance(entry, TellsEvent) else None)
        if stated is not None and not view.sight.knows(parse_moment(stated, entered.zone).at):
            continue
        if isinstance(entry, TellsEvent) and parse_moment(entry.at, entered.zone).at > view.as_of:
            continue
        yield entered


def _row(view: Evaluation, entered: Entered) -> LogRow:
    entry, zone = entered.told, entered.zone
    if isinstance(entry, TellsEvent):
        return _event_row(view, entry, zone)
    name = entry.target
    kind = "retract" if isinstance(entry, Retraction) else "correct"
    data = _json(entry.with_) if isinstance(entry, Correction) else None
    return LogRow(
        None, name, kind, None, (), (), (), (), (), None, None, data, None, None, _instant(entry.recorded, zone),
        entry.reason, name in view.events, name in view.visible.contested,
    )  # fmt: skip


def _event_row(view: Evaluation, event: Event | Said, zone: str) -> LogRow:
    return LogRow(
        at=time_of(parse_moment(event.at, zone).at, zone),
        id=event.id,
        entry="event",
        type=event.type,
        actor=event.actor,
        target=event.target,
        object=event.object,
        place=event.place,
        source=event.source,
        agreement=event.agreement,
        commitment=event.commitment,
        data=_json(event.data) if event.data else None,
        text=event.text,
        ref=event.ref,
        recorded=_instant(event.recorded, zone),
        reason=None,
        counts=event.id in view.events,
        contested=event.id in view.visible.contested,
    )


def _json(data: dict[str, Any]) -> str:
    return dumps({key: list(value) if isinstance(value, tuple) else value for key, value in data.items()})
