"""Progression: what is left of a condition, and how an event, a change of status or time takes it further.

A residue is what is still needed. It ends as a ``Verdict``: met or failed, at an instant and in one of the four steps of
that instant. Every function here is pure: it returns the next residue. Source: semantics.md, sections 4 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from rules.calendar import Duration, shift, span_end
from rules.conditions import (
    AgreementIs,
    All,
    AtLeast,
    CommitmentIs,
    Condition,
    Delay,
    Not,
    Occurs,
    StateHolds,
    Then,
    TimeArrives,
    Window,
)
from rules.facts import NAME_FIELDS, Event
from rules.instants import Instant, Moment
from rules.patterns import Pattern, event_values
from rules.values import EXACT, index_key

#: The four steps of an instant.
EVENTS, ACHIEVED, FAILED, TERMS = range(4)

#: Statuses that are for good, as far as a condition on a commitment is concerned.
CLOSED_FOR_GOOD = frozenset({"satisfied", "remedied", "expired", "void", "cancelled", "released", "terminated"})


class Verdict(NamedTuple):
    """Met or failed, for good. ``day``: whether the instant was given as a bare date. ``events`` are the evidence."""

    met: bool
    at: Instant
    step: int
    day: bool = False
    events: tuple[str, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()


class Bounds(NamedTuple):
    """The window that counts: from ``start`` (an anchor, or later) to ``limit``, both inclusive."""

    start: Moment
    limit: Instant | None


class Tally(NamedTuple):
    """A pattern with what has counted so far. ``waiting``: events of a day in which the window is yet to open."""

    bounds: Bounds
    anchor: Instant
    count: Decimal
    values: frozenset[object]
    ids: tuple[str, ...]
    waiting: tuple[Event, ...]


class Parts(NamedTuple):
    """The residues of the parts of an ``all``, ``any`` or ``at-least``."""

    parts: tuple[Residue, ...]


class Steps(NamedTuple):
    """A ``then``: the number of the current step, its residue, and what the steps before used up."""

    bounds: Bounds
    index: int
    current: Residue
    events: tuple[str, ...]
    follows: tuple[tuple[str, str], ...]


class Negation(NamedTuple):
    """A ``not`` with its limit; ``anchor`` is where it began."""

    part: Residue
    limit: Instant | None
    anchor: Instant


class Holding(NamedTuple):
    """A wait for a state: since when it holds, if it does, and whether that was given as a bare date."""

    bounds: Bounds
    since: Moment | None


class Watching(NamedTuple):
    """A wait for the status of a commitment or an agreement."""

    bounds: Bounds
    anchor: Instant


class Later(NamedTuple):
    """A verdict that is certain but has not come yet."""

    verdict: Verdict


Residue = Verdict | Tally | Parts | Steps | Negation | Holding | Watching | Later


class StatusChange(NamedTuple):
    """A fact: a commitment, agreement or state came into a status at a moment."""

    kind: str  # "commitment", "agreement", "state"
    name: str  # agreement/commitment, agreement, or agreement/state
    instance: str | None
    status: str
    moment: Moment


Fact = Event | StatusChange | None


class Spell(NamedTuple):
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


def begin(form: Condition, anchor: Moment, around: Bounds, past: Past, used: frozenset[str]) -> Residue:
    """Anchor a condition, looking back at what has happened since; events in ``used`` do not count."""
    bounds = bound(form.window, anchor, around, past.zone)
    return FORMS[type(form)].begin(form, anchor, bounds, past, used)


def progress(form: Condition, residue: Residue, fact: Fact, past: Past, used: frozenset[str]) -> Residue:
    """Take a residue further by a fact, or by the passing of time alone (``fact`` None)."""
    kind = type(residue)
    if kind is Verdict:
        return residue
    if kind is Later:
        return due(residue.verdict, past)  # type: ignore[union-attr]
    return FORMS[type(form)].progress(form, residue, fact, past, used)


def next_wake(form: Condition, residue: Residue, past: Past) -> Instant | None:
    """Return the next instant at which time alone may change a residue."""
    kind = type(residue)
    if kind is Verdict:
        return None
    if kind is Later:
        return residue.verdict.at  # type: ignore[union-attr]
    return FORMS[type(form)].wake(form, residue, past)


class Form(NamedTuple):
    """How one form begins, progresses, and when it wants to be woken."""

    begin: Callable[..., Residue]
    progress: Callable[..., Residue]
    wake: Callable[..., Instant | None]


# --- event -----------------------------------------------------------------------------------------------------------


def begin_tally(form: Occurs, anchor: Moment, bounds: Bounds, past: Past, used: frozenset[str]) -> Residue:
    """Count what has happened since the window opened."""
    tally: Residue = Tally(bounds, anchor.at, Decimal(0), frozenset(), (), ())
    if bounds.start.at <= past.now or form.window.start is not None or form.window.after is not None:
        for event in past.events(form.pattern, bounds.start.at):
            if event.id not in used:
                tally = count(form, tally, event, past)  # type: ignore[arg-type]
                if type(tally) is Verdict:
                    return tally
    return time_tally(form, tally, past)  # type: ignore[arg-type]


def progress_tally(form: Occurs, tally: Tally, fact: Fact, past: Past, used: frozenset[str]) -> Residue:
    """Count an event that matches."""
    if isinstance(fact, Event):
        if fact.id in used or not past.fits(form.pattern, fact):
            return tally
        return count(form, tally, fact, past)
    return time_tally(form, tally, past)


def count(form: Occurs, tally: Tally, event: Event, past: Past) -> Residue:
    """Count one matching event, if its time lies in the window; one of a day that the window cuts waits for it."""
    start, limit = tally.bounds
    if event.at >= start.at:
        moment = Moment(event.at, event.coarse)
    elif event.until >= start.at:
        moment = start
    else:
        return tally
    if limit is not None and moment.at > limit:
        return tally
    if moment.at > past.now:
        return tally._replace(waiting=(*tally.waiting, event))
    return _counted(form, tally, event, moment)


def _counted(form: Occurs, tally: Tally, event: Event, moment: Moment) -> Residue:
    if event.id in tally.ids:
        return tally
    values, number = tally.values, tally.count
    if form.distinct is not None:
        found = event_values(event, form.distinct, named=form.distinct in NAME_FIELDS)
        if not found:
            return tally
        values = values | {index_key(value) for value in found}
        number = Decimal(len(values))
    elif form.total is not None:
        amounts = [value for value in event_values(event, form.total, named=False) if isinstance(value, Decimal)]
        if not amounts:
            return tally
        number = EXACT.add(number, amounts[0])
    else:
        number += 1
    ids = (*tally.ids, event.id)
    if number >= form.at_least:
        return Verdict(met=True, at=moment.at, step=EVENTS, day=moment.day, events=ids)
    return tally._replace(count=number, values=values, ids=ids)


def time_tally(form: Occurs, tally: Tally, past: Past) -> Residue:
    """Let the window open for what waits for it, or close."""
    if tally.waiting and tally.bounds.start.at <= past.now:
        opened: Residue = tally._replace(waiting=())
        for event in tally.waiting:
            opened = _counted(form, opened, event, tally.bounds.start)  # type: ignore[arg-type]
            if type(opened) is Verdict:
                return opened
        tally = opened  # type: ignore[assignment]
    return close(tally.bounds.limit, tally.anchor, past) or tally


def close(limit: Instant | None, anchor: Instant, past: Past) -> Verdict | None:
    """Return the failure of a window that has passed: at its limit, at the earliest at the anchor."""
    if limit is None:
        return None
    at = max(limit, anchor)
    return Verdict(met=False, at=at, step=FAILED) if passed(at, FAILED, past) else None


def wake_tally(_form: Occurs, tally: Tally, past: Past) -> Instant | None:
    """Wake when the window opens for what waits, and when it closes."""
    opens = tally.bounds.start.at if tally.waiting and tally.bounds.start.at > past.now else None
    return earlier(opens, None if tally.bounds.limit is None else max(tally.bounds.limit, tally.anchor))


# --- all, any, at-least ----------------------------------------------------------------------------------------------


def needed(form: All | AtLeast) -> int:
    """Return how many parts have to be met."""
    return len(form.parts) if isinstance(form, All) else form.count


def begin_parts(form: All | AtLeast, anchor: Moment, bounds: Bounds, past: Past, used: frozenset[str]) -> Residue:
    """Anchor all parts together."""
    parts = tuple(begin(part, anchor, bounds, past, used) for part in form.parts)
    return weigh(form, parts)


def progress_parts(form: All | AtLeast, residue: Parts, fact: Fact, past: Past, used: frozenset[str]) -> Residue:
    """Take every part further."""
    parts = tuple(
        progress(part, left, fact, past, used) for part, left in zip(form.parts, residue.parts, strict=True)
    )
    return weigh(form, parts)


def weigh(form: All | AtLeast, parts: tuple[Residue, ...]) -> Residue:
    """Decide by the parts: met when the last one needed was, failed when too many have failed."""
    verdicts = [part for part in parts if type(part) is Verdict]
    need = needed(form)
    met = sorted((v for v in verdicts if v.met), key=lambda v: v[1:3])
    failed = sorted((v for v in verdicts if not v.met), key=lambda v: v[1:3])
    spare = len(parts) - need
    if len(met) >= need:
        last = met[need - 1] if need else Verdict(met=True, at=0, step=0)
        chosen = [verdict for verdict in verdicts if verdict.met and verdict[1:3] <= last[1:3]]
        day = any(verdict.day for verdict in chosen if verdict.at == last.at)
        return _union(last._replace(day=day), chosen)
    if len(failed) > spare:
        return _union(failed[spare], failed[: spare + 1])
    return Parts(parts)


def _union(verdict: Verdict, others: Iterable[Verdict]) -> Verdict:
    events = dict.fromkeys(event for other in others for event in other.events)
    follows = dict.fromkeys(change for other in others for change in other.follows)
    return verdict._replace(events=tuple(events), follows=tuple(follows))


def wake_parts(form: All | AtLeast, residue: Parts, past: Past) -> Instant | None:
    """Wake for the first part that wants it."""
    first: Instant | None = None
    for part, left in zip(form.parts, residue.parts, strict=True):
        first = earlier(first, next_wake(part, left, past))
    return first


# --- then ------------------------------------------------------------------------------------------------------------


def begin_then(form: Then, anchor: Moment, bounds: Bounds, past: Past, used: frozenset[str]) -> Residue:
    """Anchor the first step."""
    current = begin(form.parts[0], anchor, bounds, past, used)
    return step_on(form, Steps(bounds, 0, current, (), ()), past, used)


def progress_then(form: Then, residue: Steps, fact: Fact, past: Past, used: frozenset[str]) -> Residue:
    """Take the current step further."""
    used = used.union(residue.events)
    current = progress(form.parts[residue.index], residue.current, fact, past, used)
    return step_on(form, residue._replace(current=current), past, used)


def step_on(form: Then, residue: Steps, past: Past, used: frozenset[str]) -> Residue:
    """Go on to the next step for as long as the current one is met; it is anchored where that was met."""
    while type(residue.current) is Verdict:
        verdict: Verdict = residue.current
        events = (*residue.events, *verdict.events)
        follows = (*residue.follows, *verdict.follows)
        if not verdict.met or residue.index + 1 == len(form.parts):
            return verdict._replace(events=events, follows=follows)
        anchor = Moment(verdict.at, verdict.day)
        start = anchor if anchor.at >= residue.bounds.start.at else residue.bounds.start
        current = begin(
            form.parts[residue.index + 1], anchor, Bounds(start, residue.bounds.limit), past, used.union(events)
        )
        residue = Steps(residue.bounds, residue.index + 1, current, events, follows)
    return residue


def wake_then(form: Then, residue: Steps, past: Past) -> Instant | None:
    """Wake for the current step."""
    return next_wake(form.parts[residue.index], residue.current, past)


# --- not -------------------------------------------------------------------------------------------------------------


def begin_not(form: Not, anchor: Moment, bounds: Bounds, past: Past, used: frozenset[str]) -> Residue:
    """Anchor the part; its own limit is one for the ``not`` as well."""
    part = begin(form.part, anchor, bounds, past, used)
    limit = bound(form.part.window, anchor, bounds, past.zone).limit
    return deny(Negation(part, limit, anchor.at), past)


def progress_not(form: Not, residue: Negation, fact: Fact, past: Past, used: frozenset[str]) -> Residue:
    """Take the part further."""
    return deny(residue._replace(part=progress(form.part, residue.part, fact, past, used)), past)


def deny(residue: Negation, past: Past) -> Residue:
    """Met when the limit passes or the part fails, failed when the part is met before."""
    limit = earlier(residue.limit, past.limit)
    ends = None if limit is None else Verdict(met=True, at=max(limit, residue.anchor), step=ACHIEVED)
    part = known(residue.part)
    if part is not None and (ends is None or part[1:3] < ends[1:3]):
        return part._replace(met=not part.met)
    if ends is not None and passed(ends.at, ACHIEVED, past):
        return ends
    return residue


def wake_not(form: Not, residue: Negation, past: Past) -> Instant | None:
    """Wake at the limit, or for the part."""
    limit = earlier(residue.limit, past.limit)
    own = None if limit is None else max(limit, residue.anchor)
    return earlier(own, next_wake(form.part, residue.part, past))


# --- state -----------------------------------------------------------------------------------------------------------


def begin_state(form: StateHolds, anchor: Moment, bounds: Bounds, past: Past, _used: frozenset[str]) -> Residue:
    """Look at the times the state held; with a span, time before the anchor counts."""
    since: Moment | None = None
    for spell in past.state_spells(form.state, bounds.start.at):
        met = held(form, bounds, spell, past)
        if met is not None:
            return met
        since = spell.start if spell.end is None else None
    return time_state(form, Holding(bounds, since), past)


def held(form: StateHolds, bounds: Bounds, spell: Spell, past: Past) -> Residue | None:
    """Return the verdict that a spell gives, if it is certain: by now, or because the spell lasted to its instant."""
    ready = spell.start.at if form.span is None else shift(spell.start.at, form.span, past.zone)
    at = max(ready, bounds.start.at)
    if spell.end is not None and (spell.end < ready or (spell.end <= at if form.span is None else spell.end < at)):
        return None
    if bounds.limit is not None and at > bounds.limit:
        return None
    step = EVENTS if form.span is None else ACHIEVED
    if spell.end is None and not passed(at, step, past):
        return None
    day = spell.start.day if form.span is None and at == spell.start.at else at == bounds.start.at and bounds.start.day
    return due(Verdict(met=True, at=at, step=step, day=day, follows=((f"state {form.state}", "holds"),)), past)


def progress_state(form: StateHolds, residue: Holding, fact: Fact, past: Past, used: frozenset[str]) -> Residue:
    """Follow the state as it starts and ends."""
    if isinstance(fact, StatusChange) and fact.kind == "state":
        return begin_state(form, residue.bounds.start, residue.bounds, past, used)
    return time_state(form, residue, past)


def time_state(form: StateHolds, residue: Holding, past: Past) -> Residue:
    """See whether the state has held for long enough by now, or the window has closed."""
    if residue.since is not None:
        met = held(form, residue.bounds, Spell(form.state, "holds", residue.since, None), past)
        if met is not None:
            return met
    return close(residue.bounds.limit, residue.bounds.start.at, past) or residue


def wake_state(form: StateHolds, residue: Holding, past: Past) -> Instant | None:
    """Wake when the span is over, or the window opens or closes."""
    ready: Instant | None = None
    if residue.since is not None:
        ready = residue.since.at if form.span is None else shift(residue.since.at, form.span, past.zone)
        ready = max(ready, residue.bounds.start.at)
    return earlier(ready, residue.bounds.limit)


# --- commitment, agreement -------------------------------------------------------------------------------------------


def begin_status(
    form: CommitmentIs | AgreementIs, anchor: Moment, bounds: Bounds, past: Past, _used: frozenset[str]
) -> Residue:
    """Look at the statuses since the window opened."""
    return look(form, Watching(bounds, anchor.at), past)


def progress_status(
    form: CommitmentIs | AgreementIs, residue: Watching, fact: Fact, past: Past, _used: frozenset[str]
) -> Residue:
    """Look again when a status changed or the window opens or closes."""
    return residue if isinstance(fact, Event) else look(form, residue, past)


def look(form: CommitmentIs | AgreementIs, residue: Watching, past: Past) -> Residue:
    """Met by any spell in one of the statuses; failed when all that is named has closed for good in another."""
    start, limit = residue.bounds
    if start.at <= past.now:
        for spell in _spells(form, start.at, past):
            moment = spell.start if spell.start.at >= start.at else start
            if spell.status in form.statuses and (limit is None or moment.at <= limit):
                change = ((spell.name, spell.status),)
                step = past.step if moment.at == past.now else EVENTS
                return Verdict(met=True, at=moment.at, step=step, day=moment.day, follows=change)
        closed = _closed_otherwise(form, past)
        if closed:
            return Verdict(met=False, at=past.now, step=past.step, follows=closed)
    return close(limit, residue.anchor, past) or residue


def _spells(form: CommitmentIs | AgreementIs, since: Instant, past: Past) -> Sequence[Spell]:
    if isinstance(form, AgreementIs):
        return past.agreement_spells(form.agreement, since)
    return past.spells(form.commitment, form.instance, since)


def _closed_otherwise(form: CommitmentIs | AgreementIs, past: Past) -> tuple[tuple[str, str], ...]:
    if isinstance(form, AgreementIs):
        current = past.agreement_spells(form.agreement, past.now)
        ended = bool(current) and current[-1].status == "ended"
        return ((form.agreement, "ended"),) if ended else ()
    statuses = past.standings(form.commitment, form.instance)
    if statuses and all(status in CLOSED_FOR_GOOD for status in statuses):
        name = form.commitment if form.instance is None else f"{form.commitment}[{form.instance}]"
        return tuple((name, status) for status in dict.fromkeys(statuses))
    return ()


def wake_status(_form: CommitmentIs | AgreementIs, residue: Watching, past: Past) -> Instant | None:
    """Wake when the window opens or closes."""
    opens = residue.bounds.start.at if residue.bounds.start.at > past.now else None
    return earlier(opens, None if residue.bounds.limit is None else max(residue.bounds.limit, residue.anchor))


# --- time, delay -----------------------------------------------------------------------------------------------------


def begin_time(form: TimeArrives, anchor: Moment, bounds: Bounds, past: Past, _used: frozenset[str]) -> Residue:
    """A time before the anchor is met at the anchor."""
    moment = form.moment if form.moment.at >= bounds.start.at else bounds.start
    return _arrival(moment, anchor, bounds, past)


def begin_delay(form: Delay, anchor: Moment, bounds: Bounds, past: Past, _used: frozenset[str]) -> Residue:
    """A delay is a plain addition to the anchor."""
    return _arrival(Moment(max(_delayed(form.span, anchor, past), bounds.start.at)), anchor, bounds, past)


def _delayed(span: Duration, anchor: Moment, past: Past) -> Instant:
    return shift(anchor.at, span, past.zone)


def _arrival(moment: Moment, anchor: Moment, bounds: Bounds, past: Past) -> Residue:
    if bounds.limit is not None and moment.at > bounds.limit:
        return due(Verdict(met=False, at=max(bounds.limit, anchor.at), step=FAILED), past)
    return due(Verdict(met=True, at=moment.at, step=ACHIEVED, day=moment.day), past)


def _never(*_: object) -> Residue:
    raise AssertionError("a time is a verdict from the start")  # pragma: no cover


FORMS: dict[type, Form] = {
    Occurs: Form(begin_tally, progress_tally, wake_tally),
    All: Form(begin_parts, progress_parts, wake_parts),
    AtLeast: Form(begin_parts, progress_parts, wake_parts),
    Then: Form(begin_then, progress_then, wake_then),
    Not: Form(begin_not, progress_not, wake_not),
    StateHolds: Form(begin_state, progress_state, wake_state),
    CommitmentIs: Form(begin_status, progress_status, wake_status),
    AgreementIs: Form(begin_status, progress_status, wake_status),
    TimeArrives: Form(begin_time, _never, _never),
    Delay: Form(begin_delay, _never, _never),
}
