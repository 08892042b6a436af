"""One step of an instant: the most urgent rule that can fire anywhere fires, ties by full name, until none can."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

from rules.acts import Act, judge
from rules.inference import Outcome
from rules.lifecycle import next_of
from rules.pact import Pact
from rules.promise import Promise
from rules.situation import masked, situation
from rules.switching import publish_states

if TYPE_CHECKING:
    from rules.engine import Engine


class Proposal(NamedTuple):
    """What can happen to a unit next. Ordered by urgency: the rule, the order of the act, the full name."""

    number: int
    order: int
    name: str
    version: int
    outcome: Outcome
    act: Act | None


def settle(engine: Engine) -> None:
    """Fire rules until nothing changes."""
    queue: list[Proposal] = []
    while True:
        for name, unit in list(engine.dirty.items()):
            del engine.dirty[name]
            if isinstance(unit, Pact):
                engine.covenants.settle(unit)
            elif isinstance(unit, Promise):
                proposal = propose(engine, unit)
                if proposal is not None:
                    heapq.heappush(queue, proposal)
        if engine.dirty:
            continue
        publish_states(engine)
        if engine.dirty:
            continue
        if not queue:
            return
        proposal = heapq.heappop(queue)
        promise = engine.world.promises[proposal.name]
        if proposal.version == promise.version:
            engine.fulfilment.fire(promise, proposal)


def propose(engine: Engine, promise: Promise) -> Proposal | None:
    """Return the most urgent thing that can happen to a commitment now."""
    promise.version += 1
    engine.fulfilment.prepare(promise)
    by_rule = _rule(engine, promise)
    if by_rule is not None and by_rule.number == 0:
        return by_rule
    return _act(engine, promise) or by_rule


def _act(engine: Engine, promise: Promise) -> Proposal | None:
    for act in engine.acts:
        if promise.name in act.done or not names(act, promise):
            continue
        outcome = judge(promise, act.event, engine.world.vocabulary)
        if outcome is not None:
            return Proposal(1, act.order, promise.name, promise.version, outcome, act)
    return None


def names(act: Act, promise: Promise) -> bool:
    """Whether an act names a commitment: itself, or all instances of its commitment."""
    return act.event.commitment is not None and act.event.commitment in {promise.name, promise.clause.full_name}


def _rule(engine: Engine, promise: Promise) -> Proposal | None:
    if promise.fired_at != engine.world.now:
        promise.fired_at = engine.world.now
        promise.fired = set()
    facts = situation(engine.world, promise)
    if facts is None:
        return None
    outcome = next_of(facts)
    while outcome is not None and outcome in promise.fired:
        facts = masked(outcome, facts)
        outcome = next_of(facts)
    if outcome is None:
        return None
    return Proposal(outcome.number, 0, promise.name, promise.version, outcome, None)
