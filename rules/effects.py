"""What an effective act does to a commitment besides its status. Source: semantics.md, sections 3 and 10 (Acts)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rules.acts import degree_of, empowered, lifted, moved_role, new_limit, without
from rules.anchoring import begin_again, look_again
from rules.instants import Moment
from rules.lifecycle import SAME
from rules.promise import MUST, MUST_NOT, Pause, Promise

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.inference import Outcome
    from rules.world import World


def take_effect(world: World, promise: Promise, act: Event, outcome: Outcome) -> None:
    """Do what an act does."""
    EFFECTS[act.type](world, promise, act, outcome)


def close(_world: World, promise: Promise, act: Event, _outcome: Outcome) -> None:
    """Close: no suspension lasts; what continues is owed no longer."""
    if act.type == "cancel" and promise.continuing:
        promise.period_done = True
    promise.pauses = ()


def suspend(_world: World, promise: Promise, act: Event, _outcome: Outcome) -> None:
    """Add a suspension by these parties."""
    promise.pauses = (*promise.pauses, Pause(act.actor, act.data.get("moves-limits") is True))


def resume(world: World, promise: Promise, act: Event, _outcome: Outcome) -> None:
    """End the suspensions that these parties may end."""
    promise.pauses = left_of(promise.pauses, act, world, powerful=empowered(promise))


def left_of(pauses: tuple[Pause, ...], act: Event, world: World, *, powerful: bool) -> tuple[Pause, ...]:
    """Return what is left of suspensions after an act that resumes."""
    ended = lifted(pauses, act, world.vocabulary, empowered=powerful)
    left = [without(each, act, world.vocabulary, empowered=powerful) if each in ended else each for each in pauses]
    return tuple(pause for pause in left if pause is not None)


def extend(world: World, promise: Promise, act: Event, outcome: Outcome) -> None:
    """Move, or set, the limit of must or the end of a must-not that stands alone; reopen what the limit closed."""
    role = moved_role(promise)
    deadline = promise.deadline(role)
    if deadline.at is None and act.by is None and act.span is not None and unbegun_span(promise, role):
        promise.set_deadline(role, replace(deadline, longer=(*deadline.longer, act.span)))
        return
    to = new_limit(act, deadline.at, promise.pact.zone)
    if to is None:
        return
    suspended = promise.status == "suspended"
    if suspended and promise.left == "overdue":
        promise.left = "detached"
    runs = act.by is None and (deadline.runs or deadline.at is None)
    promise.set_deadline(role, deadline.set(to, world.now, suspended=suspended, runs=runs))
    if role == MUST_NOT and promise.limit("until") is not None:  # the end of its period is the latest detachment too
        promise.set_deadline("until", promise.deadline(role))
    if outcome.to != SAME and promise.closed == "time":
        promise.closed, promise.origin = "no", "none"
        look_again(world, promise, outcome.to)


def unbegun_span(promise: Promise, role: str) -> bool:
    """Whether the text gives a span that runs only once it is owed."""
    limit = promise.clause.must_limit if role == MUST else promise.clause.must_not_limit
    return limit.within is not None and promise.detached is None


def recommit(world: World, promise: Promise, act: Event, _outcome: Outcome) -> None:
    """Begin again, anchored at the act."""
    begin_again(world, promise, Moment(act.at, act.coarse))


def hand_over(world: World, promise: Promise, act: Event, _outcome: Outcome) -> None:
    """Put other parties in the place of the one who acts (of all, when nobody is named)."""
    parties = promise.debtors if act.type == "delegate" else promise.creditors
    names = frozenset(world.vocabulary.names(act.actor))
    staying = tuple(party for party in parties if act.actor and party not in names)
    following = tuple(dict.fromkeys((*staying, *act.target)))
    if not following:
        return
    promise.before = promise.parties
    if act.type == "delegate":
        promise.instead = following, promise.creditors
    else:
        promise.instead = promise.debtors, following


def assess(_world: World, promise: Promise, act: Event, _outcome: Outcome) -> None:
    """Note the reported degree."""
    promise.degree = degree_of(act)


EFFECTS: dict[str, Callable[[World, Promise, Event, Outcome], None]] = {
    "release": close,
    "cancel": close,
    "withdraw": close,
    "waive": close,
    "suspend": suspend,
    "resume": resume,
    "extend": extend,
    "recommit": recommit,
    "accede": recommit,
    "delegate": hand_over,
    "assign": hand_over,
    "assess": assess,
}
