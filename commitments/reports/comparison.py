"""`compare`: one commitment in all accounts and under all answers that matter to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commitments.compile import Sight
from commitments.evaluate import Evaluation, evaluate
from commitments.evaluate.contention import all_sights, questions_of
from commitments.evaluate.naming import ABSENT, named, one_standing
from commitments.records.parties import EVERYBODY
from commitments.reports.report import Report, Row, seen
from commitments.wording.times import time_of
from rules.trace import Standing


@dataclass(frozen=True, slots=True)
class Compared(Row):
    """Where the commitment stands in one account under one set of answers, each ``question=answer``.

    A question that is left out does not matter there.
    """

    name: str
    account: str
    reading: tuple[str, ...]
    status: str
    live: bool
    since: datetime | None
    due: datetime | None


def compare_report(view: Evaluation, name: str) -> Report:
    """Return where a commitment stands in each account, under each answer that matters to it there."""
    full = str(named(view, name))
    found = [(one, one_standing(evaluate(view.book, one), name)) for one in all_sights(view.book, view.sight)]
    zone = view.zone(full.partition("/")[0])
    rows: dict[tuple[str, tuple[str, ...]], Compared] = {}
    matter: dict[str, None] = {}
    for account in dict.fromkeys(sight.account for sight, _ in found):
        inside = [(sight, row) for sight, row in found if sight.account == account]
        questions = _questions_that_matter(view, inside, _outcome)
        matter.update(dict.fromkeys(_questions_that_matter(view, inside, _status)))
        for sight, row in inside:
            reading = tuple(f"{question}={sight.reading[question]}" for question in questions)
            rows.setdefault((account, reading), _row(full, sight, reading, row, zone))
    notes = _notes(full, list(rows.values()), list(matter))
    shown = replace(view.sight, account=EVERYBODY, reading={})
    return Report.of("compare/1", Compared, list(rows.values()), view=seen(shown, view.as_of), notes=notes)


def _questions_that_matter(
    view: Evaluation, found: Sequence[tuple[Sight, Standing | None]], outcome: Callable[[Standing | None], object]
) -> list[str]:
    """Return the questions on which the outcome turns within one account."""
    outcomes = {tuple(sight.reading.items()): outcome(row) for sight, row in found}
    return [
        question
        for question, answers in questions_of(view.book).items()
        if any(
            outcomes[tuple({**sight.reading, question: answer}.items())] != outcome(row)
            for sight, row in found
            for answer in answers
        )
    ]


def _status(row: Standing | None) -> str:
    return ABSENT if row is None else row.status


def _outcome(row: Standing | None) -> tuple[object, ...]:
    return (ABSENT,) if row is None else (row.status, row.since, row.due)


def _row(name: str, sight: Sight, reading: tuple[str, ...], row: Standing | None, zone: str) -> Compared:
    if row is None:
        return Compared(name, sight.account, reading, ABSENT, live=False, since=None, due=None)
    since = None if row.since is None else time_of(row.since.at, zone)
    due = None if row.due is None else time_of(row.due, zone)
    return Compared(row.name, sight.account, reading, row.status, row.live, since, due)


def _notes(name: str, rows: list[Compared], matter: list[str]) -> tuple[str, ...]:
    statuses = sorted({row.status for row in rows})
    if len(statuses) == 1:
        return (f"{name} is {statuses[0]} in all accounts and readings: it is not contested.",)
    turns = f" It turns on the question{'s' if len(matter) > 1 else ''} {', '.join(matter)}." if matter else ""
    return (f"{name} is contested: {', '.join(statuses)}.{turns}",)
