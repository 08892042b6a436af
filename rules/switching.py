"""Switching states, event by event and in order. Source: semantics.md, sections 3 (states) and 10 (Conditions)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.facts import Event
from rules.instants import Moment
from rules.past import Outlook
from rules.progression import begin, progress
from rules.residue import Bounds, Later, StatusChange, Verdict

if TYPE_CHECKING:
    from rules.engine import Engine
    from rules.residue import Fact
    from rules.switch import Switch
    from rules.world import World


def open_state(world: World, switch: Switch) -> None:
    """Begin to look at a state, on the day its agreement was made."""
    if switch.residue is None:
        _look(world, switch, switch.since, ordered=False)


def advance_state(world: World, switch: Switch, fact: Fact) -> None:
    """Take what would switch a state further."""
    form = switch.form
    if switch.residue is None or form is None:
        return
    if isinstance(fact, Event) and fact.id == switch.by:
        return  # what it counts as is the same event, and does not come after it
    past = Outlook(world, switch.pact, ordered=True)
    switch.residue = progress(form, switch.residue, fact, past, frozenset())
    _turn(world, switch)


def _look(world: World, switch: Switch, moment: Moment, *, ordered: bool) -> None:
    """Look for what switches it next: in order after what switched it, so nothing that came before counts."""
    form = switch.form
    if form is None:
        return
    past = Outlook(world, switch.pact, ordered=ordered)
    switch.residue = begin(form, moment, Bounds(moment, None), past, frozenset())
    _turn(world, switch)


def _turn(world: World, switch: Switch) -> None:
    verdict = switch.residue
    if isinstance(verdict, Later) and switch.on and switch.turned and verdict.verdict.at <= switch.since.at:
        verdict = verdict.verdict  # it ends in the instant in which it began: a spell of no length
    if not isinstance(verdict, Verdict) or not verdict.met:
        return
    if switch.turned and not switch.on and not verdict.events and verdict.at <= switch.since.at:
        return  # nothing has happened since it ended: what held then already does not start it again
    moment = Moment(world.now, verdict.day and verdict.at == world.now)
    switch.turn(moment)
    switch.by = verdict.events[-1] if verdict.events else ""
    switch.residue = None
    _look(world, switch, moment, ordered=True)


def publish_states(engine: Engine) -> None:
    """Tell what listens to the states that have switched."""
    for switch in engine.switched:
        if switch.changed:
            switch.changed = False
            status = "holds" if switch.on else "ended"
            change = StatusChange("state", switch.name, None, status, switch.since)
            engine.publish(("state", switch.name), change)
    engine.switched.clear()
