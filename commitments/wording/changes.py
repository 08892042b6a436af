"""Why a status changed, in a sentence. Source: semantics.md, sections 5 (Lifecycle rules) and 7."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commitments.wording import events as words
from commitments.wording.conditions import either
from commitments.wording.times import when
from rules import lifecycle as rule
from rules.facts import Event
from rules.trace import Cause, Transition

#: What each status means, in a few words, for those who do not know the language.
MEANINGS = {
    "proposed": "not begun yet",
    "conditional": "not owed yet",
    "detached": "owed",
    "overdue": "past its limit, in its time of grace",
    "suspended": "paused",
    "satisfied": "fulfilled",
    "violated": "broken",
    "remedied": "made good afterwards",
    "lapsed": "not followed through; it was not binding",
    "expired": "its time passed before it was owed or used",
    "void": "it no longer holds",
    "cancelled": "given up by the debtor before it was owed",
    "released": "given up by the creditor",
    "terminated": "its agreement ended first",
}

#: What each part of a commitment is called, likewise.
PARTS = {
    "if": "its condition (if)",
    "unless": "its proviso (unless)",
    "while": "the state it depends on (while)",
    "must": "what it asks for (must)",
    "must-not": "what it rules out (must-not)",
    "in-force": "what brings it into force (in-force)",
    "starts": "what begins it (starts)",
    "ends": "what ends it (ends)",
}


def sentence(
    change: Transition, events: Mapping[str, Event], zone: str, evidence: tuple[str, ...] | None = None
) -> str:
    """Return why a status changed. ``events``: those that are known by id; the others are named by their id alone.

    ``evidence``: the events that are told, where not all of the cause.
    """
    if evidence is not None:
        cause = change.cause
        told = Cause(cause.rule, cause.role, evidence, cause.follows, cause.limit)
        change = Transition(change.name, change.moment, change.step, change.before, change.after, told)
    say = SAYINGS.get(change.cause.rule, _met)
    if change.cause.role == "remedies":
        return f"{_follows(change)}, which makes up for it"
    return say(change, events, zone)


def _by(change: Transition, events: Mapping[str, Event], zone: str, lead: str = " by") -> str:
    """Return what decided: events (after ``lead``), changes of others, or a time that came."""
    cause = change.cause
    by = f"{lead} {words.evidence(cause.events, events)}" if cause.events else ""
    if cause.follows:
        return f"{by}{',' if by else ''} as {_follows(change)}"
    return by or ("" if cause.limit is None else f" at {when(cause.limit, zone)}")


def _follows(change: Transition) -> str:
    return either([_followed(name, status) for name, status in change.cause.follows], "and")


def _followed(name: str, status: str) -> str:
    state = name.removeprefix("state ")
    return f"{name} became {status}" if state == name else f"the state {state} held"


def _start(change: Transition, events: Mapping[str, Event], zone: str) -> str:
    agreement = change.name.partition("/")[0]
    if change.cause.role == "in-force":
        return _force(change, events, zone)
    if change.after == "expired":
        return "its limit had passed before it could begin"
    return f"it began: {agreement} is in force and its start has come"


def _force(change: Transition, events: Mapping[str, Event], zone: str) -> str:
    by = _by(change, events, zone)
    if change.after == "ended":
        return f"{PARTS['in-force']} can no longer be met{by}"
    return f"{PARTS['in-force']} was met{by}" if by else "its text says so"


def _act(change: Transition, events: Mapping[str, Event], _zone: str) -> str:
    acts = change.cause.events
    told = words.evidence(acts, events) if acts else "one who may"
    return f"an act took effect: {told}" + (f", as {_follows(change)}" if change.cause.follows else "")


def _met(change: Transition, events: Mapping[str, Event], zone: str) -> str:
    part = PARTS.get(change.cause.role, change.cause.role)
    if change.cause.rule == rule.BREACH:
        return f"{part} happened{_by(change, events, zone, ':')}"
    return f"{part} was met{_by(change, events, zone)}"


def _performed(change: Transition, events: Mapping[str, Event], zone: str) -> str:
    late = ", after its limit" if change.after == "remedied" or change.before == "overdue" else ""
    return f"what it asks for (must) was done{_by(change, events, zone)}{late}"


def _late(change: Transition, events: Mapping[str, Event], zone: str) -> str:
    cause = change.cause
    if cause.role in {"limit", "grace"} and cause.limit is not None:
        which = "the time of grace ended" if cause.role == "grace" else "its limit passed"
        if change.before == "conditional":
            return f"{which} at {when(cause.limit, zone)}, before it was owed"
        return f"{which} at {when(cause.limit, zone)}, and what it asks for (must) was not done"
    return f"what it asks for (must) can no longer be met{_by(change, events, zone, ' after')}"


def _period(change: Transition, _events: Mapping[str, Event], zone: str) -> str:
    limit = change.cause.limit
    ended = "its period ended" if limit is None else f"its period ended at {when(limit, zone)}"
    return f"{ended}, and what it rules out (must-not) had not happened"


def _hopeless(change: Transition, events: Mapping[str, Event], zone: str) -> str:
    if change.cause.role == "until":
        limit = change.cause.limit
        at = "" if limit is None else f" at {when(limit, zone)}"
        return f"the time in which it could become owed ended{at}"
    return f"its condition (if) can no longer be met{_by(change, events, zone, ' after')}"


def _ended(change: Transition, _events: Mapping[str, Event], zone: str) -> str:
    if change.cause.role == "term":
        limit = change.cause.limit
        return "its term ended" if limit is None else f"its term ended at {when(limit, zone)}"
    return f"its agreement ended ({_follows(change)})" if change.cause.follows else "its agreement ended"


def _pause(change: Transition, _events: Mapping[str, Event], _zone: str) -> str:
    if change.cause.role == "while":
        holds = "does not hold" if change.after == "suspended" else "holds again"
        return f"the state it depends on (while) {holds}"
    begun = "was suspended" if change.after == "suspended" else "is no longer suspended"
    return f"its agreement {begun}" if "/" in change.name else f"it {begun}"


SAYINGS: dict[int, Callable[[Transition, Mapping[str, Event], str], str]] = {
    rule.START: _start,
    rule.ACT: _act,
    rule.GUARD: _met,
    rule.ENDED: _ended,
    rule.PAUSE: _pause,
    rule.BREACH: _met,
    rule.MET: _performed,
    rule.LATE: _late,
    rule.PERIOD: _period,
    rule.HOPELESS: _hopeless,
    rule.OWED: _met,
}
