"""`compare`: one commitment in all accounts and under all answers that matter to it, and on what it turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from commitments.compile import Sight
from commitments.evaluate import Evaluation
from commitments.evaluate.contention import Perspectives, status_of
from commitments.evaluate.naming import ABSENT, AbsentError, SeveralInstancesError, named
from commitments.evaluate.turning import Difference, Turns
from commitments.frozen import replace
from commitments.records.everybody import EVERYBODY
from commitments.reports.report import Report, Row, seen
from commitments.wording.conditions import either
from commitments.wording.events import event_line
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


class Place(NamedTuple):
    """One account under one set of answers, and where the commitment stands there."""

    sight: Sight
    row: Standing | None


def compare_report(view: Evaluation, name: str) -> Report:
    """Return where a commitment stands in each account, under each answer that matters to it there.

    Raises SeveralInstancesError, AbsentError.
    """
    perspectives = Perspectives(view)
    full = _one_of(perspectives, name)
    questions = perspectives.questions_on(full)
    found = [Place(sight, perspectives.standing(full, sight)) for sight in perspectives.sights_on(full)]
    if not any(place.row for place in found):
        raise AbsentError(full, EVERYBODY)
    zone = view.zone(full.partition("/")[0])
    rows: dict[tuple[str, tuple[str, ...]], Compared] = {}
    matter: dict[str, None] = {}
    for account in perspectives.accounts:
        inside = [place for place in found if place.sight.account == account]
        shown = _that_matter(questions, inside, _outcome)
        matter.update(dict.fromkeys(_that_matter(questions, inside, _status)))
        for sight, row in inside:
            reading = tuple(f"{question}={sight.reading[question]}" for question in shown)
            rows.setdefault((account, reading), _row(full, sight, reading, row, zone))
    turns = dict(_turns(perspectives, full, found))
    notes = (
        _verdict(full, list(rows.values()), list(matter)), *_told_of_agreement(found), *_told(view, turns, zone),
    )  # fmt: skip
    wide = replace(view.sight, account=EVERYBODY)
    return Report.of(
        "compare/1", Compared, list(rows.values()), view=seen(wide, view.as_of), notes=notes,
        beside=_beside(full, found, list(matter), turns),
    )  # fmt: skip


def _one_of(perspectives: Perspectives, name: str) -> str:
    """Return the full name of the one commitment that a name means in all the views together."""
    wanted = named(perspectives.view, name)
    if wanted.instance is not None:
        return str(wanted)
    views = [perspectives.rows_on(wanted.commitment, sight) for sight in perspectives.sights_on(wanted.commitment)]
    found = sorted({row for rows in views for row in rows if row.partition("[")[0] == wanted.commitment})
    instances = [row for row in found if row != wanted.commitment] or found
    if len(instances) > 1:
        raise SeveralInstancesError(name, instances)
    return instances[0] if instances else wanted.commitment


def _beside(name: str, found: Sequence[Place], matter: list[str], turns: Mapping[str, Turns]) -> dict[str, object]:
    """Return what machines are told beside the rows: what all agree on, and on what the outcome turns."""
    statuses = {status_of(place.row) for place in found}
    events = dict.fromkeys(event for each in turns.values() for event in each.events)
    return {
        "name": name,
        "contested": len(statuses) > 1,
        "agreed": _agreed(found),
        "questions": matter,
        "events": list(events),
        "turns": [
            {"account": account, "events": list(each.events), "commitments": list(each.commitments)}
            for account, each in turns.items()
        ],
    }


def _agreed(found: Sequence[Place]) -> dict[str, object]:
    """Return what is the same wherever the commitment is reported: its status, whether it is live, who owes whom."""
    rows = [place.row for place in found if place.row is not None]
    facts: dict[str, Callable[[Standing], object]] = {
        "status": lambda row: row.status,
        "live": lambda row: row.live,
        "debtor": lambda row: row.debtors,
        "creditor": lambda row: row.creditors,
    }
    same = {name: {fact(row) for row in rows} for name, fact in facts.items()}
    return {name: values.pop() for name, values in same.items() if len(values) == 1}


def _that_matter(
    questions: Mapping[str, tuple[str, ...]], found: Sequence[Place], outcome: Callable[[Standing | None], object]
) -> list[str]:
    """Return the questions on which the outcome turns within one account."""
    outcomes = {tuple(sight.reading.items()): outcome(row) for sight, row in found}
    return [
        question
        for question, answers in questions.items()
        if any(
            outcomes[tuple({**sight.reading, question: answer}.items())] != outcome(row)
            for sight, row in found
            for answer in answers
        )
    ]


def _status(row: Standing | None) -> str:
    return status_of(row)


def _outcome(row: Standing | None) -> tuple[object, ...]:
    return (ABSENT,) if row is None else (row.status, row.since, row.due)


def _row(name: str, sight: Sight, reading: tuple[str, ...], row: Standing | None, zone: str) -> Compared:
    if row is None:
        return Compared(name, sight.account, reading, ABSENT, live=False, since=None, due=None)
    since = None if row.since is None else time_of(row.since.at, zone)
    due = None if row.due is None else time_of(row.due, zone)
    return Compared(row.name, sight.account, reading, row.status, row.live, since, due)


def _turns(perspectives: Perspectives, name: str, found: Sequence[Place]) -> Iterator[tuple[str, Turns]]:
    """Yield for each account that sees it otherwise than everybody does, under some answers, on what that turns."""
    everybody = {tuple(place.sight.reading.items()): place for place in found if place.sight.account == EVERYBODY}
    done: set[str] = set()
    for place in found:
        other = everybody[tuple(place.sight.reading.items())]
        wanted = status_of(other.row)
        if place.sight.account in done or status_of(place.row) == wanted:
            continue
        done.add(place.sight.account)
        here, there = (perspectives.view_on(name, each.sight) for each in (place, other))
        if place.row is None and name.partition("[")[0] not in _reported(here):
            yield place.sight.account, Turns(commitments=(name,))
        else:
            yield place.sight.account, Difference(here, there, name).smallest(wanted)


def _reported(view: Evaluation) -> set[str]:
    return {clause.full_name for agreement in view.program.agreements for clause in agreement.clauses}


def _verdict(name: str, rows: list[Compared], matter: list[str]) -> str:
    statuses = sorted({row.status for row in rows})
    if len(statuses) == 1:
        return f"{name} is {statuses[0]} in all accounts and readings: it is not contested."
    turns = f" It turns on the question{'s' if len(matter) > 1 else ''} {either(matter, 'and')}." if matter else ""
    return f"{name} is contested: it is {either(statuses)} in different accounts or readings.{turns}"


def _told_of_agreement(found: Sequence[Place]) -> Iterator[str]:
    """Yield in words what is the same wherever the commitment is reported, where it is contested."""
    same = _agreed(found)
    if len({status_of(place.row) for place in found}) > 1 and any(place.row for place in found):
        words = [f"it is {same['status']}"] if "status" in same else []
        words += [f"it is {'live' if same['live'] else 'not live'}"] if "live" in same and not words else []
        words += [_parties(role, same[role]) for role in ("debtor", "creditor") if role in same]
        if words:
            yield f"Wherever it is reported, {either(words, 'and')}."


def _parties(role: str, names: object) -> str:
    listed = list(names) if isinstance(names, tuple) else []
    return f"its {role}{' is' if len(listed) == 1 else 's are'} {either(listed, 'and')}"


def _told(view: Evaluation, turns: Mapping[str, Turns], zone: str) -> Iterator[str]:
    """Yield in words on what it turns that accounts see it otherwise than everybody together."""
    groups: dict[Turns, list[str]] = {}
    for account, each in turns.items():
        groups.setdefault(each, []).append(account)
    events = view.events if any(each.events for each in groups) else {}
    for each, accounts in groups.items():
        who = f"account{'' if len(accounts) == 1 else 's'} {either(accounts, 'and')}"
        if each.commitments and not each.events:
            yield f"In the {who}, nobody reports {either(list(each.commitments), 'and')}."
            continue
        told = [event_line(events[name], zone) if name in events else name for name in each.events]
        told += [f"who reports {name}" for name in each.commitments]
        yield f"Seen from the {who}, it turns on {'; and '.join(told)}."
