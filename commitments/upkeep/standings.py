"""Where each commitment stands, to and from what a ledger keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from commitments.ledger.kept import StandingRow
from commitments.ledger.statements import parts
from rules.instants import Moment
from rules.where import Progress, Standing

#: The fields of a standing that are stored as one JSON list, in order.
FIELDS = (
    "commitment", "instance", "late_by", "debtors", "creditors", "strength", "breaches", "degree", "before",
)  # fmt: skip

#: How many rows are read from JSON at once: it takes half the time of one by one.
_AT_ONCE = 1_000


def standing_row(standing: Standing, text: str | None, zone: str) -> StandingRow:
    """Return where a commitment stands as stored, with its words and its zone."""
    row = write((*rest_of(standing), text, zone))
    since = None if standing.since is None else standing.since.at
    return StandingRow(
        standing.name, standing.agreement, standing.status, standing.live, standing.late, since, standing.due, row
    )


def rest_of(standing: Standing) -> tuple[object, ...]:
    """Return what is stored of a standing beside the columns that are asked for."""
    progress = None if standing.progress is None else (standing.progress.done, standing.progress.needed)
    day = None if standing.since is None else standing.since.day
    return (*(getattr(standing, name) for name in FIELDS), progress, day)


def standing_of(row: StandingRow) -> tuple[Standing, str | None, str]:
    """Return a stored row, with the words of the commitment and the zone of its agreement."""
    return next(standings_of([row]))


def standings_of(rows: Iterable[StandingRow]) -> Iterator[tuple[Standing, str | None, str]]:
    """Yield stored rows, each with the words of the commitment and the zone of its agreement."""
    for part in parts(rows, _AT_ONCE):
        texts = ",".join([row.row for row in part])
        for row, (_, *rest, text, zone) in zip(part, json.loads(f"[{texts}]"), strict=True):
            yield standing_with(row, [_tuples(each) if isinstance(each, list) else each for each in rest]), text, zone


def standing_with(row: StandingRow, rest: Sequence[Any]) -> Standing:
    """Return where a commitment stands, from what is stored in columns and what ``rest_of`` it."""
    commitment, instance, late_by, debtors, creditors, strength, breaches, degree, before, progress, day = rest
    return Standing(
        row.name,
        row.agreement,
        commitment,
        instance,
        row.status,
        row.live,
        row.late,
        late_by,
        None if row.since is None else Moment(row.since, bool(day)),
        row.due,
        debtors,
        creditors,
        strength,
        None if progress is None else Progress(*progress),
        breaches,
        degree,
        before,
    )


def write(value: tuple[object, ...]) -> str:
    """Return a value as JSON that `read` gives back."""
    return _write(_tagged(value))


#: The part of a change that is in the chain is written so: this form stays as it is.
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _tagged(value: tuple[object, ...]) -> list[object]:
    return ["t", *[_tagged(each) if isinstance(each, tuple) else each for each in value]]


def read(text: str) -> Any:  # noqa: ANN401 - what was written
    """Return what was written; all that is not plain in these rows are tuples: ``t``."""
    return _tuples(json.loads(text))


def _tuples(plain: Any) -> Any:  # noqa: ANN401
    return tuple([_tuples(each) if isinstance(each, list) else each for each in plain[1:]])
