"""Rows under headings: by when they fall due, as seen from the day of the view."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from commitments.reports.report import Report, Row

OVERDUE, TODAY, WEEK, MONTH, LATER, PAUSED, NO_LIMIT = HEADINGS = (
    "Overdue", "Today", "This week", "This month", "Later", "Paused", "No limit",
)  # fmt: skip


def groups_of(report: Report, now: datetime | None) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of each group under its heading, as seen now; without groups all of them, under none."""
    if not report.by_due or now is None:
        yield "", list(report.rows)
        return
    found: dict[str, list[Row]] = {heading: [] for heading in HEADINGS}
    for row in report.rows:
        found[heading_of(row, now)].append(row)
    yield from ((heading, rows) for heading, rows in found.items() if rows)


def heading_of(row: Row, now: datetime) -> str:
    """Return under which heading a row stands. Days, weeks (to Sunday), months are those of the zone of its limit."""
    cells = row.cells()
    due = cells["due"]
    if not isinstance(due, datetime):
        return NO_LIMIT
    if cells.get("status") == "suspended" and due < now:  # its limit takes no effect before it goes on
        return PAUSED
    if cells.get("status") == "overdue" or due < now:
        return OVERDUE
    today = now.astimezone(due.tzinfo).date()
    day = due.date()
    if day == today:
        return TODAY
    if day <= today + timedelta(days=7 - today.isoweekday()):
        return WEEK
    return MONTH if (day.year, day.month) == (today.year, today.month) else LATER
