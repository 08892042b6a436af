"""Rows of a ledger: where each commitment stands, and every change, to and from what is stored."""

from __future__ import annotations

import json
from typing import Any, cast

from commitments.book import Described
from commitments.ledger.rows import StandingRow, TransitionRow
from rules.codec import decode, encode
from rules.instants import Moment
from rules.trace import Cause, Progress, Standing, Transition

#: The fields of a standing that are stored as one JSON list, in order.
FIELDS = (
    "commitment", "instance", "late_by", "debtors", "creditors", "strength", "breaches", "degree", "before",
)  # fmt: skip


def standing_row(standing: Standing, text: str | None, zone: str) -> StandingRow:
    """Return where a commitment stands as stored, with its words and its zone."""
    progress = None if standing.progress is None else (standing.progress.done, standing.progress.needed)
    day = None if standing.since is None else standing.since.day
    rest = tuple(getattr(standing, name) for name in FIELDS)
    row = json.dumps(encode((*rest, progress, day, text, zone)), ensure_ascii=False, separators=(",", ":"))
    since = None if standing.since is None else standing.since.at
    return StandingRow(
        standing.name, standing.agreement, standing.status, standing.live, standing.late, since, standing.due, row
    )


def standing_of(row: StandingRow) -> tuple[Standing, Described]:
    """Return a stored row."""
    *rest, progress, day, text, zone = cast("tuple[Any, ...]", decode(json.loads(row.row)))
    known: dict[str, Any] = dict(zip(FIELDS, rest, strict=True))
    since = None if row.since is None else Moment(row.since, bool(day))
    done = None if progress is None else Progress(*progress)
    standing = Standing(
        name=row.name,
        agreement=row.agreement,
        status=row.status,
        live=row.live,
        late=row.late,
        since=since,
        due=row.due,
        progress=done,
        **known,
    )
    return standing, Described(text, zone)


def transition_row(transition: Transition, agreement: str, seq: int, recorded: int) -> TransitionRow:
    """Return a change of status as stored, by the entry that it follows from."""
    cause = transition.cause
    told = (cause.rule, cause.role, cause.events, cause.follows, cause.limit, transition.moment.day)
    body = json.dumps(encode(told), ensure_ascii=False, separators=(",", ":"))
    return TransitionRow(
        transition.name, agreement, transition.moment.at, transition.step, transition.before, transition.after, body,
        seq, recorded,
    )  # fmt: skip


def transition_of(row: TransitionRow) -> Transition:
    """Return a stored change of status."""
    *cause, day = cast("tuple[Any, ...]", decode(json.loads(row.cause)))
    return Transition(row.name, Moment(row.at, bool(day)), row.step, row.before, row.after, Cause(*cause))
