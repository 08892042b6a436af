"""What switched a state: a change like those of a commitment, found by looking back over the condition that was met.

The engine keeps when a state held; the events that began or ended it are worked out here, when somebody asks why.
"""

from __future__ import annotations

from collections.abc import Iterator

from commitments.evaluate.evaluation import Evaluation
from rules.conditions import Condition, StateHolds
from rules.instants import Instant, Moment
from rules.memory import leaves
from rules.past import Outlook
from rules.progression import begin
from rules.residue import Bounds, Verdict
from rules.switch import Switch
from rules.trace import Cause, Transition

HOLDS, ENDED = "holds", "ended"
STARTS, ENDS = "starts", "ends"
#: Stands where a change has the number of its rule: no rule of the lifecycle switches a state.
NO_RULE = -1


def switched(view: Evaluation, agreement: str, state: str, at: Instant) -> Transition | None:
    """Return the change by which a state came to hold, or not to hold, at or before an instant; None: it always did."""
    switch = view.engine.world.switches.find(f"{agreement}/{state}")
    turns = [] if switch is None else [turn for turn in _turns(switch) if turn[0].at <= at]
    if switch is None or not turns:
        return None
    moment, on = turns[-1]
    form = switch.program.starts if on else switch.program.ends
    anchor = turns[-2][0] if len(turns) > 1 else switch.pact.program.made
    met = None if form is None else _met(view, switch, form, anchor, moment)
    before, after, role = (ENDED, HOLDS, STARTS) if on else (HOLDS, ENDED, ENDS)
    cause = Cause(NO_RULE, role, *(() if met is None else (met.events, met.follows)))
    return Transition(switch.name, moment, 0, before, after, cause)


def paused_by(view: Evaluation, change: Transition) -> Iterator[Transition]:
    """Yield the changes of the states that a commitment depends on (`while`) which brought about a change of it."""
    promise = view.engine.find(change.name)
    during = None if promise is None else promise.clause.during
    wanted = ENDED if change.after == "suspended" else HOLDS
    for leaf in () if during is None else leaves(during):
        if isinstance(leaf, StateHolds):
            found = switched(view, change.name.partition("/")[0], leaf.state, change.moment.at)
            if found is not None and found.after == wanted:
                yield found


def _turns(switch: Switch) -> list[tuple[Moment, bool]]:
    """Return when a state was switched, and whether it held from then, in order."""
    ended = [spell for spell in switch.spells if spell.end is not None]
    turns = [turn for spell in ended for turn in ((spell.start, True), (Moment(spell.end or 0), False))]
    if switch.turned and switch.on:
        turns.append((switch.since, True))
    elif turns and turns[-1][0].at == switch.since.at:
        turns[-1] = (switch.since, False)  # a spell does not tell how precisely its end was given
    held_from_the_start = switch.program.initially and turns[:1] == [(switch.pact.program.made, True)]
    return turns[1:] if held_from_the_start else turns


def _met(view: Evaluation, switch: Switch, form: Condition, anchor: Moment, moment: Moment) -> Verdict | None:
    """Return the verdict that switched a state, with no more events than it takes."""
    past = Outlook(view.engine.world, switch.pact)
    for start in (anchor, Moment(anchor.at + 1)):
        found = _verdict(form, start, past, frozenset())
        if found is None or found.at != moment.at:
            continue
        gone: frozenset[str] = frozenset()
        for event in found.events:
            fewer = _verdict(form, start, past, gone | {event})
            if fewer is not None and fewer.at == moment.at and set(fewer.events) < set(found.events):
                found, gone = fewer, gone | {event}
        return found
    return None


def _verdict(form: Condition, anchor: Moment, past: Outlook, used: frozenset[str]) -> Verdict | None:
    found = begin(form, anchor, Bounds(anchor, None), past, used)
    return found if isinstance(found, Verdict) and found.met else None
