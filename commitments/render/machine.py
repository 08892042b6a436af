"""A report for programs: JSON, JSON Lines, CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from commitments.render.cells import as_csv, as_json, told_of
from commitments.text.exactjson import dumps

if TYPE_CHECKING:
    from commitments.reports.report import Cell, Report, Seen

SCHEMA = "commitments."


def as_json_text(report: Report, columns: Sequence[str]) -> str:
    """Return a report as one JSON object: its schema, whose view it is, and its rows, one a line."""
    head: dict[str, object] = {"schema": SCHEMA + report.schema}
    head |= {} if report.view is None else _view(report.view)
    head |= {key: as_json(value) for key, value in report.beside.items()}
    begun = dumps(head)[:-1]
    rows = ",\n".join(f"  {line}" for line in _objects(report, columns))
    return f'{begun}, "rows": [' + (f"\n{rows}\n" if rows else "") + "]}\n"


def _view(view: Seen) -> dict[str, object]:
    return {
        "as_of": as_json(view.as_of),
        "known_at": as_json(view.known_at),
        "account": view.account,
        "reading": dict(view.reading),
        "assume": list(view.assume),
    }


def as_json_lines(report: Report, columns: Sequence[str]) -> str:
    """Return the rows of a report, one JSON object a line."""
    return "".join(f"{line}\n" for line in _objects(report, columns))


def _objects(report: Report, columns: Sequence[str]) -> Iterator[str]:
    """Return each row as a JSON object."""
    row = "{" + ", ".join(f"{dumps(name)}: %s" for name in columns) + "}"
    cells = [told_of(report.column(name), _as_json_text) for name in columns]
    return map(row.__mod__, zip(*cells, strict=True))


def _as_json_text(cell: Cell) -> str:
    return dumps(as_json(cell))


def as_csv_text(report: Report, columns: Sequence[str]) -> str:
    """Return the rows of a report as CSV with a header, one a line. No cell is a formula."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*[told_of(report.column(name), as_csv) for name in columns], strict=True))
    return out.getvalue()
