"""Rows of a ledger: where each commitment stands, and every change, to and from what is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from commitments.ledger.rows import StandingRow, TransitionRow
from rules.instants import Moment
from rules.trace import Cause, Progress, Standing, Transition

#: The fields of a standing that are stored as one JSON list, in order.
FIELDS = (
    "commitment", "instance", "late_by", "debtors", "creditors", "strength", "breaches", "degree", "before",
)  # fmt: skip


def standing_row(standing: Standing, text: str | None, zone: str) -> StandingRow:
    """Return where a commitment stands as stored, with its words and its zone."""
    row = _write((*_rest(standing), text, zone))
    since = None if standing.since is None else standing.since.at
    return StandingRow(
        standing.name, standing.agreement, standing.status, standing.live, standing.late, since, standing.due, row
    )


def _rest(standing: Standing) -> tuple[object, ...]:
    progress = None if standing.progress is None else (standing.progress.done, standing.progress.needed)
    day = None if standing.since is None else standing.since.day
    return (*(getattr(standing, name) for name in FIELDS), progress, day)


def standing_of(row: StandingRow) -> tuple[Standing, str | None, str]:
    """Return a stored row, with the words of the commitment and the zone of its agreement."""
    *rest, text, zone = _read(row.row)
    return _standing(row, rest), text, zone


def _standing(row: StandingRow, rest: Sequence[Any]) -> Standing:
    *known, progress, day = rest
    fields: dict[str, Any] = dict(zip(FIELDS, known, strict=True))
    since = None if row.since is None else Moment(row.since, bool(day))
    done = None if progress is None else Progress(*progress)
    return Standing(
        name=row.name,
        agreement=row.agreement,
        status=row.status,
        live=row.live,
        late=row.late,
        since=since,
        due=row.due,
        progress=done,
        **fields,
    )


def transition_row(transition: Transition, standing: Standing | None, seq: int, recorded: int) -> TransitionRow:
    """Return a change as stored, by the entry that it follows from, with where the commitment then stands."""
    cause, moment = transition.cause, transition.moment
    stands = None
    if standing is not None:
        stands = (standing.live, standing.late, standing.since and standing.since.at, standing.due, *_rest(standing))
    body = _write((cause.rule, cause.role, cause.events, cause.follows, cause.limit, moment.day, stands))
    return TransitionRow(
        name=transition.name,
        agreement=transition.name.partition("/")[0],
        at=moment.at,
        step=transition.step,
        before=transition.before,
        after=transition.after,
        cause=body,
        seq=seq,
        recorded=recorded,
    )


def transition_of(row: TransitionRow) -> Transition:
    """Return a stored change of status."""
    *cause, day, _ = _read(row.cause)
    return Transition(row.name, Moment(row.at, bool(day)), row.step, row.before, row.after, Cause(*cause))


def standing_after(row: TransitionRow) -> Standing | None:
    """Return where a commitment stood after a stored change; None for the change of an agreement."""
    stands = _read(row.cause)[-1]
    if stands is None:
        return None
    live, late, since, due, *rest = stands
    return _standing(StandingRow(row.name, row.agreement, row.after, live, late, since, due, ""), rest)


def _write(value: tuple[object, ...]) -> str:
    from rules.codec import encode

    return json.dumps(encode(value), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Any:  # noqa: ANN401 - what was written
    return _tuples(json.loads(text))


def _tuples(plain: Any) -> Any:  # noqa: ANN401
    """Return what ``rules.codec.decode`` would: all that is not plain in these rows are tuples."""
    return tuple(map(_tuples, plain[1:])) if isinstance(plain, list) else plain
