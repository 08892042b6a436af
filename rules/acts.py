"""Acts: what those who may do to a commitment or an agreement. Source: semantics.md, sections 3 and 10 (Acts).

Whether an act takes effect is a question to ``rules.lifecycle``; here is what it is asked with. What an effective act
does besides the status stands in ``rules.effects``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from rules.calendar import end_after, span_end
from rules.inference import Outcome
from rules.instants import Moment
from rules.lifecycle import ACTS, CLOSED_FOR_GOOD, LIVE, OF_ACT
from rules.powers import may_act, stands_for
from rules.promise import MUST, MUST_NOT, Pause, Promise

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.instants import Instant
    from rules.vocabulary import Closures

ON_COMMITMENTS = frozenset(
    {"release", "cancel", "suspend", "resume", "extend", "waive", "recommit", "delegate", "assign", "assess"}
)
ON_AGREEMENTS = frozenset({"suspend", "resume", "terminate", "withdraw", "accede", "extend"})
ACT_TYPES = ON_COMMITMENTS | ON_AGREEMENTS

#: The score of what is complete.
FULL_SCORE = 3


@dataclass(slots=True)
class Act:
    """An act that is tried throughout its instant, on each of its targets, until it takes effect there."""

    event: Event
    order: int
    done: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)


def new_limit(act: Event, current: Instant | None, zone: str) -> Instant | None:
    """Return the limit that an ``extend`` sets, None when it does not say."""
    if act.by is not None:
        return act.by
    if act.span is None:
        return None
    if current is not None:
        return end_after(current, act.span, zone)
    return span_end(Moment(act.at, act.coarse), act.span, zone)


def degree_of(act: Event) -> str | None:
    """Return the degree that an ``assess`` reports: a score from 0 to 3, or ``done/of``; None when it does not say."""
    score, done, whole = (act.data.get(name) for name in ("score", "done", "of"))
    if isinstance(score, Decimal):
        return str(score) if 0 <= score <= FULL_SCORE else None
    if score is None and isinstance(done, Decimal) and isinstance(whole, Decimal) and done >= 0 and whole > 0:
        return f"{done}/{whole}"
    return None


def moved_role(promise: Promise) -> str:
    """Return whose limit an extension moves: that of must, or the end of a must-not that stands alone."""
    return MUST if promise.clause.must is not None else MUST_NOT


def permitted(promise: Promise, act: Event, vocabulary: Closures) -> bool:
    """Whether the actor of an act may do it to a commitment."""
    powers = {**promise.pact.program.powers, **promise.clause.powers}
    current = promise.limit(moved_role(promise))
    wanted = new_limit(act, current, promise.pact.zone)
    earlier = act.type == "extend" and current is not None and wanted is not None and wanted < current
    return may_act(act.type, act.actor, promise.debtors, promise.creditors, powers, vocabulary, earlier=earlier)


def lifted(pauses: tuple[Pause, ...], act: Event, vocabulary: Closures, *, empowered: bool) -> tuple[Pause, ...]:
    """Return the suspensions that a ``resume`` ends: each party's by its own, all by one without actor.

    One whose power to resume is written in the text (``empowered``) ends all of them as well.
    """
    if not act.actor or empowered:
        return pauses
    return tuple(pause for pause in pauses if not pause.actors or _same_party(pause, act, vocabulary))


def empowered(promise: Promise) -> bool:
    """Whether the text says who may resume: each of these ends all suspensions by acts."""
    return "resume" in promise.clause.powers or "resume" in promise.pact.program.powers


def _same_party(pause: Pause, act: Event, vocabulary: Closures) -> bool:
    return any(
        stands_for(actor, pause.actors, vocabulary)
        or any(stands_for(other, (actor,), vocabulary) for other in pause.actors)
        for actor in act.actor
    )


def without(pause: Pause, act: Event, vocabulary: Closures, *, empowered: bool) -> Pause | None:
    """Return what is left of a suspension by several parties when some of them resume."""
    if not act.actor or empowered or not pause.actors:
        return None
    left = tuple(
        actor for actor in pause.actors if not _same_party(Pause((actor,), moves_limits=False), act, vocabulary)
    )
    return Pause(left, pause.moves_limits) if left else None


def judge(promise: Promise, act: Event, vocabulary: Closures, word: str | None = None) -> Outcome | None:
    """Return what an act does to a commitment now: a status or ``same``; None when it cannot apply."""
    if act.type == "assess" and degree_of(act) is None:
        return None
    wanted = new_limit(act, promise.limit(moved_role(promise)), promise.pact.zone)
    situation = (
        word or act.type,
        int(word is not None or permitted(promise, act, vocabulary)),
        promise.status,
        promise.left,
        promise.closed,
        int(promise.continuing),
        int(bool(lifted(promise.pauses, act, vocabulary, empowered=empowered(promise)))),
        int(wanted is not None),
        promise.origin,
        promise.first,
        promise.strength,
    )
    return ACTS.infer(situation, lambda: dict(zip(OF_ACT, situation, strict=True)))


def reason(promise: Promise, act: Event, vocabulary: Closures) -> str:
    """Say why an act could not apply."""
    if not permitted(promise, act, vocabulary):
        who = ", ".join(act.actor) or "nobody"
        return f"{who} may not {act.type} {promise.name}"
    if act.type == "extend" and act.by is None and act.span is None:
        return "it does not say until when (data: by or for)"
    if act.type == "assess" and promise.status not in CLOSED_FOR_GOOD and degree_of(act) is None:
        return "it does not say how far (data: a score from 0 to 3, or done and of)"
    if act.type == "resume":
        return f"no suspension of {promise.name} that it could end"
    return f"{promise.name} was {promise.status}: {NEEDED.get(act.type, 'it could not apply')}"


NEEDED = {
    "release": "only what is proposed or live can be released",
    "cancel": "only what is proposed or live can be cancelled",
    "suspend": "only what is live can be suspended",
    "extend": "only what is proposed, live or closed by its limit can be extended",
    "waive": "only what is violated or lapsed can be waived",
    "recommit": "only what is violated, lapsed, expired, cancelled or terminated can be recommitted",
    "delegate": "it was closed for good",
    "assign": "it was closed for good",
    "assess": "it was closed for good",
}

__all__ = [
    "CLOSED_FOR_GOOD",
    "LIVE",
    "Act",
    "degree_of",
    "judge",
    "lifted",
    "new_limit",
    "permitted",
    "reason",
    "without",
]
