"""A report for programs: JSON, JSON Lines, CSV."""

from __future__ import annotations

from collections.abc import Sequence

from commitments.render.cells import as_csv, as_json
from commitments.reports.report import Report, Row, Seen
from commitments.text.exactjson import dumps

SCHEMA = "commitments."


def as_json_text(report: Report, columns: Sequence[str]) -> str:
    """Return a report as one JSON object: its schema, whose view it is, and its rows, one a line."""
    head: dict[str, object] = {"schema": SCHEMA + report.schema}
    head |= {} if report.view is None else _view(report.view)
    head |= {key: as_json(value) for key, value in report.beside.items()}
    begun = dumps(head)[:-1]
    lines = [dumps(_object(row, columns)) for row in report.rows]
    rows = ",\n".join(f"  {line}" for line in lines)
    return f'{begun}, "rows": [' + (f"\n{rows}\n" if lines else "") + "]}\n"


def _view(view: Seen) -> dict[str, object]:
    return {
        "as_of": as_json(view.as_of),
        "known_at": as_json(view.known_at),
        "account": view.account,
        "reading": dict(view.reading),
        "assume": list(view.assume),
    }


def _object(row: Row, columns: Sequence[str]) -> dict[str, object]:
    cells = row.cells()
    return {column: as_json(cells[column]) for column in columns}


def as_json_lines(report: Report, columns: Sequence[str]) -> str:
    """Return the rows of a report, one JSON object a line."""
    return "".join(f"{dumps(_object(row, columns))}\n" for row in report.rows)


def as_csv_text(report: Report, columns: Sequence[str]) -> str:
    """Return the rows of a report as CSV with a header, one a line. No cell is a formula."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in report.rows:
        cells = row.cells()
        writer.writerow([as_csv(cells[column]) for column in columns])
    return out.getvalue()
