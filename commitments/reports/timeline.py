"""`timeline`: what became of commitments until now, and what is still to come if nothing happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commitments.evaluate import Evaluation
from commitments.evaluate.silence import Coming, silence
from commitments.reports.report import Report, Row, seen
from commitments.wording.changes import sentence
from commitments.wording.times import time_of
from rules.engine import Engine
from rules.trace import Standing, Transition

BRIEF = ("at", "name", "before", "after", "why")

#: What comes in silence, by the part of a commitment that it is about.
COMING = {
    "limit": "its limit passes",
    "grace": "its time of grace ends",
    "until": "the time in which it could become owed ends",
    "period": "its period ends",
    "start": "it begins",
    "agreement": "its agreement ends",
}


@dataclass(frozen=True, slots=True)
class Point(Row):
    """One change of status: one that came about, or (``ahead``) one that comes if nothing happens before."""

    at: datetime
    name: str
    ahead: bool
    before: str
    after: str
    why: str


def timeline_report(view: Evaluation, standings: Sequence[Standing]) -> Report:
    """Return the changes of these commitments, past and to come, by when they are.

    Beside them: ``names``, in the order in which they are drawn, and ``live``, those that are.
    """
    names = [row.name for row in standings]
    points = [*_past(view, frozenset(names)), *_ahead(view, standings)]
    points.sort(key=lambda point: point.at)
    beside = {"names": names, "live": [row.name for row in standings if row.live]}
    return Report.of(
        "timeline/1", Point, points, view=seen(view.sight, view.as_of), brief=BRIEF, drawing="timeline", beside=beside
    )


def _past(view: Evaluation, names: frozenset[str]) -> Iterator[Point]:
    for change in view.transitions():
        if change.name in names:
            yield _came(view, change)


def _came(view: Evaluation, change: Transition) -> Point:
    zone = view.zone(change.name.partition("/")[0])
    why = sentence(change, view.events, zone)
    return Point(
        time_of(change.moment.at, zone), change.name, ahead=False, before=change.before, after=change.after, why=why
    )


def _ahead(view: Evaluation, standings: Sequence[Standing]) -> Iterator[Point]:
    """Yield what comes to each commitment in silence. One engine waits for all of them."""
    open_ = {row.name: row for row in standings if row.live or row.status == "proposed"}
    engine = Engine(view.program)
    engine.run(view.visible.events, view.as_of)
    for name, changes in silence(engine, open_).items():
        before, zone = open_[name].status, view.zone(open_[name].agreement)
        for coming in changes:
            yield _comes(name, coming, before, zone)
            before = coming.status


def _comes(name: str, coming: Coming, before: str, zone: str) -> Point:
    why = f"{COMING.get(coming.part, coming.part)}, if nothing happens before"
    return Point(time_of(coming.at, zone), name, ahead=True, before=before, after=coming.status, why=why)
