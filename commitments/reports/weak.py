"""What stands on the word of single sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from commitments.evaluate.weakness import rests_on
from commitments.reports.report import Report, seen
from commitments.reports.status import StatusRow, status_row

if TYPE_CHECKING:
    from commitments.evaluate import Evaluation
    from rules.trace import Standing


@dataclass(frozen=True, slots=True)
class WeakRow(StatusRow):
    """Where a commitment stands on the word of single sources: ``rests_on``."""

    rests_on: tuple[str, ...] = ()


def weak_report(view: Evaluation, rows: Iterable[Standing], contested: Collection[str] | None = None) -> Report:
    """Return the commitments whose status rests on one source only, with those on which it does."""
    shown = []
    for row in rows:
        sources = rests_on(view, row.name)
        if sources:
            plain = status_row(view, row, contested)
            shown.append(WeakRow(**{each.name: getattr(plain, each.name) for each in fields(plain)}, rests_on=sources))
    brief = ("name", "status", "since", "rests_on", "text")
    return Report.of("status/1", WeakRow, shown, view=seen(view.sight, view.as_of), brief=brief)
