"""Where each commitment stands, from what a ledger keeps. How that is written: `commitments.upkeep.rows`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from commitments.ledger.kept import StandingRow
from commitments.ledger.statements import parts
from rules.instants import Moment
from rules.where import Progress, Standing

#: How many rows are read from JSON at once: it takes half the time of one by one.
_AT_ONCE = 1_000


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
    """Return where a commitment stands, from what is stored in columns and the ``rest`` of it."""
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


def read(text: str) -> Any:  # noqa: ANN401 - what was written
    """Return what was written; all that is not plain in these rows are tuples: ``t``."""
    return _tuples(json.loads(text))


def _tuples(plain: Any) -> Any:  # noqa: ANN401
    return tuple([_tuples(each) if isinstance(each, list) else each for each in plain[1:]])
