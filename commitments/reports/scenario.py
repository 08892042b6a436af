"""What scenarios expected and did not get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commitments.reports.report import Report, Row


@dataclass(frozen=True, slots=True)
class Failure(Row):
    """One thing that did not come out as expected. ``as_of`` is the time asked about, as it is written in the file."""

    path: str
    line: int
    column: int
    as_of: str | None
    subject: str
    expected: str
    got: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was looked at."""

    files: int
    checks: int
    failed: int

    def __str__(self) -> str:
        """Return the count as a line."""
        checks, files = _many(self.checks, "check"), _many(self.files, "file")
        return f"{checks} in {files}: {f'{self.failed} failed' if self.failed else 'all passed'}"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def scenario_report(failures: Sequence[Failure], tally: Tally) -> Report:
    """Return what failed; text has a line for each, and a count at the end."""
    lines: list[str] = []
    for failure in failures:
        when = f" as of {failure.as_of}" if failure.as_of else ""
        lines.append(f"{failure.path}:{failure.line}:{failure.column}: {failure.subject}{when}")
        lines.append(f"    expected: {failure.expected}")
        lines.append(f"    got:      {failure.got}")
        lines += [f"    why:      {failure.why}"] if failure.why else []
    beside = {"files": tally.files, "checks": tally.checks, "failed": tally.failed}
    prose = (*lines, str(tally))
    return Report.of("scenario/1", Failure, failures, beside=beside, prose=prose, bad=tally.failed > 0)
