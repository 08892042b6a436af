"""Where each commitment stands, and every change of status, to and from what a ledger stores.

The part of a change that is in the chain is written so: this form stays as it is. A tuple is an array that begins with
``t``.
"""

from __future__ import annotations

import msgspec

from commitments.ledger.kept import StandingRow
from commitments.ledger.rows import TransitionRow
from commitments.upkeep.standings import read, standing_of, standing_with
from rules.instants import Moment
from rules.trace import Cause, Standing, Transition

__all__ = ["standing_after", "standing_of", "standing_row", "transition_of", "transition_row"]


_write = msgspec.json.Encoder().encode


def standing_row(standing: Standing, text: str | None, zone: str) -> StandingRow:
    """Return where a commitment stands as stored, with its words and its zone."""
    since = None if standing.since is None else standing.since.at
    row = _write(["t", *_rest(standing), text, zone]).decode()
    return StandingRow(
        standing.name, standing.agreement, standing.status, standing.live, standing.late, since, standing.due, row
    )


def _rest(standing: Standing) -> list[object]:
    """Return what is stored of a standing beside the columns that are asked for."""
    progress, since, before = standing.progress, standing.since, standing.before
    return [
        standing.commitment,
        standing.instance,
        standing.late_by,
        ["t", *standing.debtors],
        ["t", *standing.creditors],
        standing.strength,
        standing.breaches,
        standing.degree,
        None if before is None else ["t", *[["t", *names] for names in before]],
        None if progress is None else ["t", progress.done, progress.needed],
        None if since is None else since.day,
    ]


def transition_row(transition: Transition, standing: Standing | None, seq: int, recorded: int) -> TransitionRow:
    """Return a change as stored, by the entry that it follows from, with where the commitment then stands."""
    cause, moment = transition.cause, transition.moment
    body = [
        "t",
        cause.rule,
        cause.role,
        ["t", *cause.events],
        ["t", *[["t", *change] for change in cause.follows]],
        cause.limit,
        moment.day,
        None if standing is None else _stands(standing),
    ]
    name, written = transition.name, _write(body).decode()
    agreement = name.partition("/")[0]
    return TransitionRow(
        name, agreement, moment.at, transition.step, transition.before, transition.after, written, seq, recorded
    )


def _stands(standing: Standing) -> list[object]:
    since = None if standing.since is None else standing.since.at
    return ["t", standing.live, standing.late, since, standing.due, *_rest(standing)]


def transition_of(row: TransitionRow) -> Transition:
    """Return a stored change of status."""
    *cause, day, _ = read(row.cause)
    return Transition(row.name, Moment(row.at, bool(day)), row.step, row.before, row.after, Cause(*cause))


def standing_after(row: TransitionRow) -> Standing | None:
    """Return where a commitment stood after a stored change; None for the change of an agreement."""
    stands = read(row.cause)[-1]
    if stands is None:
        return None
    live, late, since, due, *rest = stands
    return standing_with(StandingRow(row.name, row.agreement, row.after, live, late, since, due, ""), rest)
