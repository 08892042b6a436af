"""What is wrong with texts, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commitments.reports.report import Report, Row
from commitments.text.diagnostics import Diagnostic, has_errors


@dataclass(frozen=True, slots=True)
class Finding(Row):
    """One diagnostic: where it stands (line and column from 1), how bad it is, its stable id, and ways out."""

    path: str
    line: int
    column: int
    severity: str
    id: str
    message: str
    help: tuple[str, ...]


def findings_report(diagnostics: Sequence[Diagnostic]) -> Report:
    """Return diagnostics as rows; in text, as they are always shown. Errors are bad news, warnings are not."""
    rows = [
        Finding(found.path, found.line, found.column, found.severity, found.id, found.message, found.help)
        for found in diagnostics
    ]
    prose = tuple(line for found in diagnostics for line in str(found).splitlines())
    return Report.of(
        "findings/1", Finding, rows, drawing="findings", prose=prose or ("Nothing is wrong.",),
        bad=has_errors(diagnostics),
    )  # fmt: skip
