"""Commitments in a list: those that are chosen, those that fall due, and those that nobody has reported on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.frozen import replace
from commitments.mistakes import MistakeError
from commitments.reports.status import BRIEF, soonest_first, status_report

if TYPE_CHECKING:
    from commitments.evaluate import Evaluation
    from commitments.evaluate.choosing import Choice
    from commitments.reports.report import Report
    from rules.trace import Standing

#: What a table of text shows of what nobody has reported on: also since when it has been so.
SILENT = ("name", "status", "since", *BRIEF[2:])


def list_report(view: Evaluation, choice: Choice | None, *, contested: bool | None, weak: bool) -> Report:
    """Return every commitment (that is chosen), by name.

    ``contested``: true: those only; false: look at it, None: do not. ``weak``: only those whose status rests on one
    source only.
    """
    if choice is not None and contested is None and not weak and not choice.has_parties:
        view = view.narrowed(choice.agreement)
    rows = view.standings() if choice is None else choice.of(view)
    found = None
    if contested is not None:
        from commitments.evaluate.contention import contested_names

        found = contested_names(view)
        rows = [row for row in rows if row.name in found] if contested else rows
    if weak:
        from commitments.reports.weak import weak_report

        return weak_report(view, rows, found)
    return status_report(view, rows, found)


def due_report(view: Evaluation, zone: str, *, within: str | None, stale: str | None) -> Report:
    """Return what is live and has a limit ahead, soonest first; ``within``: no later than after this span.

    ``stale``: instead what is live, and nobody has reported on for this span. ``zone``: where days are counted.
    """
    rows = sorted(view.live(), key=soonest_first)
    for name, span in (("within", within), ("stale", stale)):
        if span is not None and not isinstance(span, str):
            raise MistakeError(f"{name}: {span!r} is no span of time: write it as text, like '30d'")
    if stale is None:
        return status_report(view, _ahead(view, rows, zone, within))
    return replace(status_report(view, _silent(view, rows, zone, stale)), brief=SILENT)


def _ahead(view: Evaluation, rows: list[Standing], zone: str, within: str | None) -> list[Standing]:
    from commitments.text.times import parse_duration
    from rules.calendar import shift

    until = None if within is None else shift(view.as_of, parse_duration(within), zone)
    return [row for row in rows if row.due is not None and (until is None or row.due <= until)]


def _silent(view: Evaluation, rows: list[Standing], zone: str, stale: str) -> list[Standing]:
    from commitments.evaluate.staleness import last_report
    from commitments.text.times import parse_duration
    from rules.calendar import shift

    since = shift(view.as_of, parse_duration(stale), zone, -1)
    return [row for row in rows if (last_report(view, row) or since) <= since]
