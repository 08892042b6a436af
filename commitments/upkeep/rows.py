"""Every change of status, to and from what a ledger stores."""

from __future__ import annotations

from commitments.ledger.kept import StandingRow
from commitments.ledger.rows import TransitionRow
from commitments.upkeep.standings import read, rest_of, standing_of, standing_row, standing_with, write
from rules.instants import Moment
from rules.trace import Cause, Standing, Transition

__all__ = ["standing_after", "standing_of", "standing_row", "transition_of", "transition_row"]


def transition_row(transition: Transition, standing: Standing | None, seq: int, recorded: int) -> TransitionRow:
    """Return a change as stored, by the entry that it follows from, with where the commitment then stands."""
    cause, moment = transition.cause, transition.moment
    stands = None
    if standing is not None:
        stands = (standing.live, standing.late, standing.since and standing.since.at, standing.due, *rest_of(standing))
    body = write((cause.rule, cause.role, cause.events, cause.follows, cause.limit, moment.day, stands))
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
    *cause, day, _ = read(row.cause)
    return Transition(row.name, Moment(row.at, bool(day)), row.step, row.before, row.after, Cause(*cause))


def standing_after(row: TransitionRow) -> Standing | None:
    """Return where a commitment stood after a stored change; None for the change of an agreement."""
    stands = read(row.cause)[-1]
    if stands is None:
        return None
    live, late, since, due, *rest = stands
    return standing_with(StandingRow(row.name, row.agreement, row.after, live, late, since, due, ""), rest)
