"""A ledger explains what it keeps as files that say the same do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from commitments import Tracker
from commitments.reports.report import Report
from commitments.text.instants import format_instant
from tests.property.running import END, text_of
from tests.property.strategies import either
from tests.property.test_orders import times
from tests.property.universe import Document


def said(report: Report) -> list[object]:
    """Return what is said, but for since when it has been known: a ledger knows when it was told."""
    rows = [replace(row, known=None) if "known" in report.columns else row for row in report]
    lines = [line for line in report.prose or () if "That has been known since" not in line]
    return [*rows, *lines]


def answers(tracker: Tracker, as_of: str) -> dict[str, list[object]]:
    """Return every explanation of everything that has a name of its own."""
    names = [row.name for row in tracker.list(as_of=as_of)]
    own = [name for name in names if not any(other.startswith(f"{name}[") for other in names)]
    found = {f"why {name}": said(tracker.why(name, as_of=as_of)) for name in own}
    found |= {f"next {name}": said(tracker.next(name, as_of=as_of)) for name in own}
    history = said(tracker.history(as_of=as_of))
    found["history"] = sorted(history, key=lambda row: row.name)  # type: ignore[attr-defined] # in an instant, any order
    found["weak"] = [(row.name, row.status, row.rests_on) for row in tracker.list(weak=True, as_of=as_of)]
    found["stale"] = said(tracker.due(stale="3d", as_of=format_instant(END)))
    return found


@settings(max_examples=40)
@given(either, times)
def test_a_ledger_explains_as_files_do(documents: list[Document], as_of: int) -> None:
    text, when = text_of(documents), format_instant(as_of)
    with Tracker.load(text, clock=lambda: END) as tracker:
        in_memory = answers(tracker, when)
    with TemporaryDirectory() as folder, Tracker.open(Path(folder) / "kept.db", clock=lambda: END) as tracker:
        tracker.add(text)
        assert answers(tracker, when) == in_memory


@settings(max_examples=60)
@given(either, times, times)
def test_a_ledger_says_what_was_known_as_files_do(documents: list[Document], as_of: int, known: int) -> None:
    text, when, known_at = text_of(documents), format_instant(as_of), format_instant(known)
    with Tracker.load(text, clock=lambda: END) as tracker:
        in_memory = statuses(tracker.list(as_of=when, known_at=known_at))
    with TemporaryDirectory() as folder, Tracker.open(Path(folder) / "kept.db", clock=lambda: END) as tracker:
        tracker.add(text)
        assert statuses(tracker.list(as_of=when, known_at=known_at)) == in_memory


def statuses(report: Report) -> list[object]:
    return [(row.name, row.status, row.live, row.since, row.due) for row in report]
