"""The events of a log as CloudEvents 1.0 in JSON, one a line: what `assert --file` reads again."""

from __future__ import annotations

from collections.abc import Sequence

from commitments.reports.log import LogRow
from commitments.reports.report import Report
from commitments.text.cloudevents import to_cloudevent
from commitments.text.exactjson import dumps


def as_cloudevents(report: Report, columns: Sequence[str]) -> str:
    """Return the events of a report whose rows tell them in the version that is known."""
    del columns
    known = [row.known for row in report.rows if isinstance(row, LogRow) and row.known is not None]
    return "".join(f"{dumps(to_cloudevent(event, zone))}\n" for event, zone in known)
