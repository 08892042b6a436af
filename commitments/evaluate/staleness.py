"""Since when nobody has reported on a commitment."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.evaluate.evaluation import Evaluation
from rules.instants import Instant
from rules.promise import Promise
from rules.residue import Negation, Parts, Residue, Steps, Tally, Verdict
from rules.trace import Standing


def last_report(view: Evaluation, standing: Standing) -> Instant | None:
    """Return when the last event was that bears on a commitment: it counts for a condition, or names it."""
    ids = {name for change in view.transitions() if change.name == standing.name for name in change.cause.events}
    promise = view.engine.find(standing.name)
    if promise is not None:
        ids |= set(_evidence_of(promise))
    commitment = f"{standing.agreement}/{standing.commitment}"
    ids |= {event.id for event in view.visible.events if event.commitment in {standing.name, commitment}}
    return max((view.events[name].at for name in ids if name in view.events), default=None)


def _evidence_of(promise: Promise) -> Iterator[str]:
    for residue in promise.residues.values():
        yield from evidence(residue)


def evidence(residue: Residue) -> Iterator[str]:
    """Yield the ids of the events that have counted for a condition so far."""
    match residue:
        case Verdict(events=events):
            yield from events
        case Tally(ids=ids):
            yield from ids
        case Parts(parts=parts):
            for part in parts:
                yield from evidence(part)
        case Steps(current=current, events=events):
            yield from events
            yield from evidence(current)
        case Negation(part=part):
            yield from evidence(part)
        case _:
            return
