"""Which condition decided a change of a commitment, of an agreement or of a state."""

from __future__ import annotations

from typing import NamedTuple

from commitments.evaluate.evaluation import Evaluation
from commitments.evaluate.switched import NO_RULE, STARTS
from rules.conditions import Condition
from rules.evaluation import View
from rules.past import Outlook, outlook
from rules.promise import PARTS
from rules.trace import Transition


class Asked(NamedTuple):
    """The condition that decided a change, and what it can look at."""

    form: Condition
    past: Outlook


def asked_by(view: Evaluation, change: Transition) -> Asked | None:
    """Return the condition that decided a change; None: none did, but an act, a limit or a start."""
    world, role = view.engine.world, change.cause.role
    if change.cause.rule == NO_RULE:
        switch = world.switches[change.name]
        form = switch.program.starts if role == STARTS else switch.program.ends
        return None if form is None else Asked(form, Outlook(world, switch.pact))
    if "/" not in change.name:
        pact = world.pacts[change.name]
        form = pact.form(role) if role in pact.residues else None
        return None if form is None else Asked(form, outlook(world, pact, role))
    promise = view.engine.find(change.name)
    form = promise.form(role) if promise is not None and role in PARTS else None
    return None if form is None or promise is None else Asked(form, View(world, promise, role))
