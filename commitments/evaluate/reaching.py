"""Ways to a status: what would have to happen, one after the other, each step tried out in the engine."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.evaluate.outlook import Ahead, Outlook
from commitments.text.instants import format_instant
from rules.acts import ON_COMMITMENTS
from rules.facts import Event
from rules.instants import DAY
from rules.promise import Promise

#: How many steps one after the other are looked for.
STEPS = 3
#: The statuses on the way to another.
ON_THE_WAY = frozenset({"conditional", "detached", "overdue"})
#: By how much the limit is moved where an `extend` is tried.
LONGER = 30 * DAY


def path_to(outlook: Outlook, status: str) -> list[Ahead]:
    """Return the shortest way found to a status; with an act only where no other leads there. Empty: none."""
    return _path(outlook, status, STEPS) or _by_act(outlook, status)


def _path(outlook: Outlook, status: str, steps: int) -> list[Ahead]:
    items = [ahead for ahead in outlook.items() if ahead.events or ahead.at is not None]  # what was tried out
    for ahead in items:
        if ahead.status == status:
            return [ahead]
    for ahead in items if steps > 1 else ():
        if ahead.status in ON_THE_WAY and ahead.status != outlook.status:
            rest = _path(_after(outlook, ahead), status, steps - 1)
            if rest:
                return [ahead, *rest]
    return []


def _after(outlook: Outlook, ahead: Ahead) -> Outlook:
    """Return the outlook once something has come about."""
    at = ahead.events[-1].at if ahead.at is None else ahead.at
    return Outlook(outlook.view, outlook.name, (*outlook.supposed, *ahead.events), at)


def _by_act(outlook: Outlook, status: str) -> list[Ahead]:
    """Return the act that leads to a status, or that opens the commitment again so that a way leads there."""
    promise = outlook.promise
    acts = [] if promise is None else list(_acts(outlook, promise))
    for ahead in acts:
        if ahead.status == status:
            return [ahead]
    for ahead in acts:
        if ahead.status in ON_THE_WAY and promise is not None and not promise.live:
            rest = _path(_after(outlook, ahead), status, STEPS - 1)
            if rest:
                return [ahead, *rest]
    return []


def _acts(outlook: Outlook, promise: Promise) -> Iterator[Ahead]:
    """Yield the acts that would change the status, of those who may do them."""
    at, later = outlook.at + 1, outlook.at + LONGER
    until = {"by": format_instant(later)}
    for kind in sorted(ON_COMMITMENTS - {"delegate", "assign", "assess"}):
        for actor in dict.fromkeys((*promise.creditors, *promise.debtors)):
            act = Event(
                f"supposed-{at}", kind, at, at, actor=(actor,), agreement=promise.pact.name, commitment=promise.name,
                by=later if kind == "extend" else None, data=until if kind == "extend" else {},
            )  # fmt: skip
            status = outlook.after((act,))
            if status != outlook.status:
                yield Ahead("act", status, events=(act,))
