"""Limits as a calendar, in iCalendar (RFC 5545): one event for each, which keeps its name when the limit moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from commitments.mistakes import MissingExtraError
from commitments.reports.report import Report
from commitments.reports.status import StatusRow
from commitments.wording.times import LAST_OF_DAY, SHORTEST, plainly, to_seconds

MAKER = "-//commitments//commitments//EN"
DAY = timedelta(days=1)
#: How long before a limit an alarm goes off; for a whole day, which begins at midnight, at nine in the morning.
BEFORE = (timedelta(days=7), DAY)
MORNING = timedelta(hours=9)


def as_ics(report: Report, columns: Sequence[str]) -> str:
    """Return the limits of a report: of whole days as events of a day, the others at their time. Not without an extra.

    Raises MissingExtraError.
    """
    del columns
    try:
        import icalendar
    except ImportError:
        raise MissingExtraError("the format ics", "ics") from None

    calendar = icalendar.Calendar()
    for name, value in (("version", "2.0"), ("prodid", MAKER), ("x-wr-calname", "Commitments")):
        calendar.add(name, value)
    as_of = datetime.fromtimestamp(0, UTC) if report.view is None else report.view.as_of
    for row in report.rows:
        if isinstance(row, StatusRow) and row.due is not None:
            calendar.add_component(_event(icalendar, row, row.due, as_of))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(icalendar: Any, row: StatusRow, due: datetime, as_of: datetime) -> Any:  # noqa: ANN401 - an extra
    event = icalendar.Event()
    whole = due.time() == LAST_OF_DAY
    event.add("uid", f"{row.name}@commitments")
    event.add("dtstamp", as_of.astimezone(UTC).replace(microsecond=0))
    event.add("summary", f"{', '.join(row.debtor)}: {row.text or row.name}")
    event.add("description", "\n".join(_told(row, due, as_of)))
    event.add("categories", [row.agreement])
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    if whole:
        event.add("dtstart", due.date())
        event.add("dtend", due.date() + DAY)
    else:
        event.add("dtstart", (due + SHORTEST if due.microsecond == LAST_OF_DAY.microsecond else due).astimezone(UTC))
    for before in BEFORE:
        event.add_component(_alarm(icalendar, row, MORNING - before if whole else -before))
    return event


def _alarm(icalendar: Any, row: StatusRow, trigger: timedelta) -> Any:  # noqa: ANN401
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", row.text or row.name)
    alarm.add("trigger", trigger)
    return alarm


def _told(row: StatusRow, due: datetime, as_of: datetime) -> Iterator[str]:
    yield f"{row.name}: {', '.join(row.debtor)} to {', '.join(row.creditor)} ({row.strength})"
    yield f"{row.status} as of {to_seconds(as_of)}, due {plainly(due)}"
    if row.progress is not None:
        yield f"done: {row.progress.replace('/', ' of ')}"
