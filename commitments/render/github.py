"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from commitments.reports.findings import Finding
from commitments.reports.report import Report

#: What would end a message, and what would end a property of it.
MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def as_workflow_commands(report: Report, columns: Sequence[str]) -> str:
    """Return each finding as an ``::error`` or a ``::warning``; nothing when nothing is wrong."""
    del columns
    return "".join(f"{_command(found)}\n" for found in report)


def _command(found: Finding) -> str:
    place = {"file": found.path, "line": found.line, "col": found.column, "title": found.id}
    properties = ",".join(f"{name}={str(value).translate(PROPERTY)}" for name, value in place.items())
    said = "\n".join([found.message, *(f"help: {line}" for line in found.help)])
    return f"::{found.severity} {properties}::{said.translate(MESSAGE)}"
