"""Where commitments stand, a row each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from commitments.frozen import dataclass
from commitments.reports.report import Report, Row, seen
from commitments.wording.times import time_of

if TYPE_CHECKING:
    from commitments.evaluate import Evaluation
    from rules.trace import Standing

BRIEF = ("name", "status", "due", "debtor", "creditor", "text")


@dataclass(frozen=True, slots=True)
class StatusRow(Row):
    """Where one commitment stands.

    ``since``: when it came into the status; ``due``: its next limit; ``late``: done after its limit; ``progress``: done
    and needed, as ``2/3``; ``contested``: it is not in one status in all accounts and readings (None: nobody looked).
    """

    name: str
    agreement: str
    commitment: str
    instance: str | None
    status: str
    live: bool
    late: bool
    since: datetime | None
    due: datetime | None
    debtor: tuple[str, ...]
    creditor: tuple[str, ...]
    strength: str
    progress: str | None
    contested: bool | None
    text: str | None


def status_row(view: Evaluation, row: Standing, contested: Collection[str] | None) -> StatusRow:
    """Return a row; ``contested`` are the full names of what is (None: nobody looked)."""
    text, zone = view.described(row)
    return StatusRow(
        row.name,
        row.agreement,
        row.commitment,
        row.instance,
        row.status,
        row.live,
        row.late,
        None if row.since is None else time_of(row.since.at, zone),
        None if row.due is None else time_of(row.due, zone),
        row.debtors,
        row.creditors,
        row.strength,
        None if row.progress is None else f"{row.progress.done}/{row.progress.needed}",
        None if contested is None else row.name in contested,
        text,
    )


def status_report(view: Evaluation, rows: Iterable[Standing], contested: Collection[str] | None = None) -> Report:
    """Return where commitments stand, in the order given."""
    shown = [status_row(view, row, contested) for row in rows]
    return Report.of("status/1", StatusRow, shown, view=seen(view.sight, view.as_of), brief=BRIEF)


def soonest_first(row: Standing) -> tuple[bool, int, str]:
    """Sort by the next limit, what has none last, then by name."""
    return row.due is None, row.due or 0, row.name
