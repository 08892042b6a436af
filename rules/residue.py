"""Residues: what is left of a condition, still needed. It ends as a verdict, met or failed.

A verdict has an instant and one of the four steps of that instant. How a residue is taken further is told in
``rules.progression`` and, form by form, in ``rules.forms``. Source: semantics.md, sections 4 and 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from rules.calendar import shift, span_end
from rules.conditions import OPEN, Window
from rules.facts import Event
from rules.instants import Instant, Moment
from rules.patterns import Pattern

#: The four steps of an instant.
EVENTS, ACHIEVED, FAILED, TERMS = range(4)

#: No events.
NOTHING: frozenset[str] = frozenset()

#: Ids of events that no longer count: a few as a verdict has them, which takes no room of their own, else as a set.
Used = tuple[str, ...] | frozenset[str]
FEW = 4

#: Statuses that are for good, as far as a condition on a commitment is concerned.
CLOSED_FOR_GOOD = frozenset({"satisfied", "remedied", "expired", "void", "cancelled", "released", "terminated"})


class Verdict(Struct, frozen=True, gc=False, array_like=True, tag="verdict"):
    """Met or failed, for good. ``day``: whether the instant was given as a bare date. ``events`` are the evidence."""

    met: bool
    at: Instant
    step: int
    day: bool = False
    events: tuple[str, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()

    @property
    def when(self) -> tuple[Instant, int]:
        """The instant, and the step of it."""
        return self.at, self.step


class Bounds(Struct, frozen=True, gc=False):
    """The window that counts: from ``start`` (an anchor, or later) to ``limit``, both inclusive."""

    start: Moment
    limit: Instant | None


class Tally(Struct, frozen=True, gc=False):
    """A pattern with what has counted so far: ``number`` of events, of different values, or their sum.

    ``waiting``: events of a day in which the window is yet to open.
    """

    bounds: Bounds
    anchor: Instant
    number: Decimal
    values: frozenset[object]
    ids: tuple[str, ...]
    waiting: tuple[Event, ...]


class Parts(Struct, frozen=True, gc=False):
    """The residues of the parts of an ``all``, ``any`` or ``at-least``."""

    parts: tuple[Residue, ...]


class Steps(Struct, frozen=True, gc=False):
    """A ``then``: the number of the current step, its residue, and what the steps before used up."""

    bounds: Bounds
    place: int
    current: Residue
    events: tuple[str, ...]
    follows: tuple[tuple[str, str], ...]


class Negation(Struct, frozen=True, gc=False):
    """A ``not`` with its limit; ``anchor`` is where it began. ``inner``: the limit is that of the part itself."""

    part: Residue
    limit: Instant | None
    anchor: Moment
    inner: bool


class Holding(Struct, frozen=True, gc=False):
    """A wait for a state: since when it holds, if it does, and whether that was given as a bare date."""

    bounds: Bounds
    since: Moment | None


class Watching(Struct, frozen=True, gc=False):
    """A wait for the status of a commitment or an agreement."""

    bounds: Bounds
    anchor: Instant


class Later(Struct, frozen=True, gc=False):
    """A verdict that is certain but has not come yet."""

    verdict: Verdict


Residue = Verdict | Tally | Parts | Steps | Negation | Holding | Watching | Later


class StatusChange(Struct, frozen=True, gc=False):
    """A fact: a commitment, agreement or state came into a status at a moment."""

    kind: str  # "commitment", "agreement", "state"
    name: str  # agreement/commitment, agreement, or agreement/state
    instance: str | None
    status: str
    moment: Moment


Fact = Event | StatusChange | None


class Spell(Struct, frozen=True, gc=False):
    """A time in one status: from ``start`` to ``end`` (None: still), for the commitment or state of that name."""

    name: str
    status: str
    start: Moment
    end: Instant | None


class Past(Protocol):
    """What a condition can look at: the clock of the evaluation, and what has happened so far."""

    @property
    def now(self) -> Instant:
        """The instant that is being worked on."""

    @property
    def step(self) -> int:
        """The step of that instant."""

    @property
    def zone(self) -> str:
        """The time zone of the agreement."""

    @property
    def limit(self) -> Instant | None:
        """The commitment's own limit for this condition, which acts may move; it ends a ``not``."""

    def fits(self, pattern: Pattern, event: Event) -> bool:
        """Whether an event matches a pattern, for the commitment that the condition belongs to."""

    def events(self, pattern: Pattern, since: Instant) -> Iterable[Event]:
        """Events up to now that fit, in order, whose time (day, month) does not end before ``since``."""

    def spells(self, commitment: str, instance: str | None, since: Instant) -> Sequence[Spell]:
        """The spells of a commitment that last until after ``since``, or start at or after it."""

    def agreement_spells(self, agreement: str, since: Instant) -> Sequence[Spell]:
        """Likewise for an agreement."""

    def state_spells(self, state: str, since: Instant) -> Sequence[Spell]:
        """The times a state held, without empty ones; one that ended at ``since`` is among them."""

    def standings(self, commitment: str, instance: str | None) -> tuple[str, ...] | None:
        """The statuses of all that a name names; None when there may be others yet, or it is not in this account."""


def use_up(used: Used, events: tuple[str, ...]) -> Used:
    """Return what no longer counts once these events have counted as well."""
    if not events:
        return used
    return events if not used and len(events) <= FEW else frozenset(used).union(events)


def known(residue: Residue) -> Verdict | None:
    """Return the verdict, if there is one by now."""
    return residue if type(residue) is Verdict else None


def due(verdict: Verdict, past: Past) -> Residue:
    """Return a verdict, or what waits for it when its step has not come."""
    return verdict if (verdict.at, verdict.step) <= (past.now, past.step) else Later(verdict)


def passed(limit: Instant | None, step: int, past: Past) -> bool:
    """Whether a limit has passed, counting that it takes effect in ``step`` of its instant."""
    return limit is not None and (past.now, past.step) >= (limit, step)


def earlier(first: Instant | None, second: Instant | None) -> Instant | None:
    """Return the earlier of two limits; None is no limit."""
    if first is None:
        return second
    return first if second is None or first <= second else second


def bound(window: Window, anchor: Moment, around: Bounds, zone: str) -> Bounds:
    """Return the window of a condition inside the one around it."""
    if window is OPEN:
        return around
    start = around.start
    if window.start is not None and window.start.at > start.at:
        start = window.start
    if window.after is not None:
        opens = shift(anchor.at, window.after, zone)
        if opens > start.at:
            start = Moment(opens)
    limit = earlier(around.limit, window.by)
    if window.within is not None:
        limit = earlier(limit, span_end(anchor, window.within, zone))
    return Bounds(start, limit)


def close(limit: Instant | None, anchor: Instant, past: Past) -> Verdict | None:
    """Return the failure of a window that has passed: at its limit, at the earliest at the anchor."""
    if limit is None:
        return None
    at = max(limit, anchor)
    return Verdict(met=False, at=at, step=FAILED) if passed(at, FAILED, past) else None
