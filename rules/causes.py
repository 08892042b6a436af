"""Causes: which verdict, limit or other change made a rule fire. Source: semantics.md, section 7."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rules import lifecycle as rule
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.situation import word_of_must
from rules.trace import Cause

if TYPE_CHECKING:
    from rules.instants import Instant
    from rules.world import World

#: The part of a commitment whose verdict decides, by rule.
DECIDES = {rule.GUARD: UNLESS, rule.BREACH: MUST_NOT, rule.MET: MUST, rule.LATE: MUST, rule.HOPELESS: IF, rule.OWED: IF}


def cause_of(world: World, promise: Promise, number: int) -> tuple[Cause, bool]:
    """Return why a rule fires for a commitment now, and whether that was given as a bare date."""
    if number == rule.START:
        return _start(world, promise)
    if number == rule.ENDED:
        since = promise.pact.since
        return Cause(number, "agreement", follows=((promise.pact.name, "ended"),)), since.at == world.now and since.day
    if number == rule.PAUSE:
        return _pause(promise), False
    if number == rule.PERIOD:
        return Cause(number, "must-not", limit=promise.limit(MUST_NOT)), False
    if number == rule.LATE and word_of_must(promise) != "failed":
        role = "grace" if promise.status == "overdue" else "limit"
        return Cause(number, role, limit=promise.limit("grace" if role == "grace" else MUST)), False
    return _verdict(world, promise, number)


def _start(world: World, promise: Promise) -> tuple[Cause, bool]:
    moments = [moment for moment in (promise.start, promise.pact.forced) if moment is not None]
    day = any(moment.at == world.now and moment.day for moment in moments)
    limit = promise.start.at if promise.start is not None else None
    return _begun(promise.pact.name, limit), day


@lru_cache(maxsize=1024)
def _begun(agreement: str, limit: Instant | None) -> Cause:
    """Return the cause that all commitments of an agreement have in common that begin together."""
    return Cause(rule.START, "start", follows=((agreement, "in-force"),), limit=limit)


def _pause(promise: Promise) -> Cause:
    if promise.clause.during is not None:
        return Cause(rule.PAUSE, "while")
    return Cause(rule.PAUSE, "agreement", follows=((promise.pact.name, promise.pact.status),))


def _verdict(world: World, promise: Promise, number: int) -> tuple[Cause, bool]:
    role = DECIDES[number]
    verdict = promise.verdict(role)
    if verdict is None:
        return Cause(number, "until" if number == rule.HOPELESS else role, limit=_latest(promise)), False
    silent = not verdict.events and not verdict.follows
    cause = Cause(number, role, verdict.events, verdict.follows, verdict.at if silent else None)
    since = promise.since
    resumed = verdict.at < world.now and since is not None and since.at == world.now and since.day
    return cause, resumed or (verdict.day and verdict.at == world.now)


def _latest(promise: Promise) -> Instant | None:
    limits = [promise.limit(role) for role in ("until", MUST_NOT, IF)]
    return min((limit for limit in limits if limit is not None), default=None)
