"""How the commitments of each agreement, theme or debtor stand, taken together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal, get_args

from commitments.evaluate import Evaluation
from commitments.records.statuses import STATUSES
from commitments.reports.report import Cell, Report, Row, seen
from rules.trace import Standing

Grouping = Literal["agreement", "theme", "debtor"]
GROUPINGS: tuple[str, ...] = get_args(Grouping)

#: What was never owed in the end, or is not yet, says nothing of how well promises are kept.
_OWED = frozenset({"detached", "overdue", "suspended", "satisfied", "violated", "remedied", "lapsed"})
_KEPT = frozenset({"satisfied", "remedied"})
_FULL_SCORE = 3
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class GroupRow(Row):
    """How many commitments of a group are in each status.

    ``group`` None: those without a theme, or without a debtor. ``rate``: the implementation rate, from 0 to 1: the
    mean of what is done of each commitment that is or was owed (None: there is none).
    """

    group: str | None
    total: int
    live: int
    counts: Counter[str]
    rate: Decimal | None

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return the names of the columns: one for each status."""
        return "group", "total", "live", *STATUSES, "rate"

    def cells(self) -> dict[str, Cell]:
        """Return the row by column."""
        counts = {status: self.counts[status] for status in STATUSES}
        return {"group": self.group, "total": self.total, "live": self.live, **counts, "rate": self.rate}

    @classmethod
    def cells_in(cls, name: str, rows: Sequence[Row]) -> list[Cell]:
        """Return the cells of rows in one column."""
        return [row.cells()[name] for row in rows]


def rollup_report(view: Evaluation, rows: Iterable[Standing], by: Grouping) -> Report:
    """Return the counts of commitments, a row for each group by name; of several debtors, each has the commitment."""
    groups: dict[str | None, list[Standing]] = {}
    for row in rows:
        for name in _groups(view, row, by):
            groups.setdefault(name, []).append(row)
    order = sorted(groups, key=lambda name: (name is None, name or ""))
    shown = [_row(view, name, groups[name]) for name in order]
    occur = tuple(status for status in STATUSES if any(row.counts[status] for row in shown))
    brief = ("group", "total", "live", *occur, "rate")
    return Report.of("rollup/1", GroupRow, shown, view=seen(view.sight, view.as_of), brief=brief, beside={"by": by})


def _groups(view: Evaluation, row: Standing, by: Grouping) -> Sequence[str | None]:
    if by == "agreement":
        return (row.agreement,)
    if by == "debtor":
        return row.debtors or (None,)
    written = view.commitment(f"{row.agreement}/{row.commitment}")
    return (None if written is None else written.theme,)


def _row(view: Evaluation, name: str | None, rows: Sequence[Standing]) -> GroupRow:
    parts = [part for part in (_done(view, row) for row in rows) if part is not None]
    rate = (sum(parts, Decimal(0)) / len(parts)).quantize(_THOUSANDTH, ROUND_HALF_EVEN) if parts else None
    return GroupRow(name, len(rows), sum(row.live for row in rows), Counter(row.status for row in rows), rate)


def _done(view: Evaluation, row: Standing) -> Decimal | None:
    """Return how much of a commitment is done, from 0 to 1.

    An assessment comes first; then: kept is 1, broken is 0, and of an open one what its progress says. A prohibition
    whose period goes on is neither kept nor broken yet.
    """
    if row.status not in _OWED:
        return None
    if row.degree is not None:
        return _share(*row.degree.split("/")) if "/" in row.degree else Decimal(row.degree) / _FULL_SCORE
    if row.status in _KEPT:
        return Decimal(1)
    if row.live and _forbids_only(view, row):
        return None if row.breaches == 0 else Decimal(0)
    return _share(row.progress.done, row.progress.needed) if row.progress is not None and row.live else Decimal(0)


def _forbids_only(view: Evaluation, row: Standing) -> bool:
    written = view.commitment(f"{row.agreement}/{row.commitment}")
    return written is not None and written.must is None


def _share(done: str, of: str) -> Decimal:
    whole = Decimal(of)
    return min(Decimal(done) / whole, Decimal(1)) if whole > 0 else Decimal(0)
