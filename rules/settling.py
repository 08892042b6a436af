"""One step of an instant: the most urgent rule that can fire anywhere fires, ties by full name, until none can."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from msgspec import Struct

from rules.acts import Act, judge
from rules.inference import Outcome
from rules.lifecycle import START, next_of
from rules.pact import Pact
from rules.promise import Promise
from rules.situation import masked, situation
from rules.switching import publish_states

if TYPE_CHECKING:
    from rules.engine import Engine


class Proposal(Struct, frozen=True, gc=False, order=True):
    """What can happen to a commitment next. Ordered by urgency: the rule, the order of the act, the full name."""

    number: int
    order: int
    name: str
    promise: Promise
    act: Act | None
    outcome: Outcome


def settle(engine: Engine) -> None:
    """Fire rules until nothing changes. Of a commitment only the latest proposal counts."""
    queue: list[Proposal] = []
    latest: dict[str, Proposal | None] = {}
    while True:
        _look(engine, queue, latest)
        if queue:
            proposal = heappop(queue)
            if latest[proposal.name] is proposal:
                engine.fulfilment.fire(proposal.promise, proposal)
                if proposal.act is not None:
                    engine.covenants.take_waiting()
        elif not (engine.acts and engine.covenants.take_waiting()):
            return


def _look(engine: Engine, queue: list[Proposal], latest: dict[str, Proposal | None]) -> None:
    """See what can happen to all that is to be looked at again."""
    while engine.dirty or engine.switched:
        for unit in engine.take_dirty():
            if isinstance(unit, Pact):
                engine.covenants.settle(unit)
            elif isinstance(unit, Promise):
                latest[unit.name] = propose(engine, unit, queue)
        if not engine.dirty:
            publish_states(engine)


def propose(engine: Engine, promise: Promise, queue: list[Proposal]) -> Proposal | None:
    """Queue, and return, the most urgent thing that can happen to a commitment now."""
    engine.fulfilment.prepare(promise)
    proposal = _rule(engine, promise)
    if engine.acts and (proposal is None or proposal.number != START):
        proposal = _act(engine, promise) or proposal
    if proposal is not None:
        heappush(queue, proposal)
    return proposal


def _act(engine: Engine, promise: Promise) -> Proposal | None:
    for act in engine.acts:
        if promise.name in act.done or not names(act, promise):
            continue
        outcome = judge(promise, act.event, engine.world.vocabulary)
        if outcome is not None:
            return Proposal(1, act.order, promise.name, promise, act, outcome)
    return None


def names(act: Act, promise: Promise) -> bool:
    """Whether an act names a commitment: itself, or all instances of its commitment."""
    return act.event.commitment is not None and act.event.commitment in {promise.name, promise.clause.full_name}


def _rule(engine: Engine, promise: Promise) -> Proposal | None:
    facts = situation(engine.world, promise)
    if facts is None:
        return None
    outcome, fired = next_of(facts), engine.fired.get(promise.name, ())
    while outcome is not None and outcome.number != START and outcome in fired:
        facts = masked(outcome, facts)
        outcome = next_of(facts)
    return None if outcome is None else Proposal(outcome.number, 0, promise.name, promise, None, outcome)
