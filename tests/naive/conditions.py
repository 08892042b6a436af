"""The verdict on a condition, from the whole history each time: section 4, and section 10, Conditions.

A moment is (instant, step): step 0 is what happens, 1 what the passing of time achieves, 2 what it fails, 3 the end of
terms (section 5). A limit L is open until (L, 1), for what stands under a ``not`` or a ``must-not`` until (L, 0).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from tests.naive.patterns import Document, Event, as_values, kind
from tests.naive.times import BEFORE_ALL, FOREVER, add, read_duration, read_span, span_end

Moment = tuple[int, int]
NEVER: Moment = (FOREVER, 9)
WINDOW = frozenset({"from", "by", "within", "after"})
HAPPENS, ACHIEVED, FAILS, ENDS = 0, 1, 2, 3
FOR_GOOD = frozenset({"satisfied", "remedied", "expired", "void", "cancelled", "released", "terminated", "ended"})


class Entry(NamedTuple):
    """From this moment on, this status; ``bare``: a bare date set it."""

    at: Moment
    status: str
    bare: bool


class Spell(NamedTuple):
    """From start until (not including) end; None is open."""

    start: Moment
    end: Moment | None
    bare: bool


@dataclass(frozen=True)
class Verdict:
    """Pending, met or failed; when, whether a bare date set it, and by which events."""

    outcome: str
    at: Moment = NEVER
    bare: bool = False
    events: frozenset[str] = frozenset()

    @property
    def met(self) -> bool:
        """Tell whether it is met."""
        return self.outcome == "met"

    @property
    def failed(self) -> bool:
        """Tell whether it can no longer be met."""
        return self.outcome == "failed"


PENDING = Verdict("pending")


@dataclass(frozen=True)
class Anchor:
    """Where a condition starts; ``bare``: a bare date set it."""

    instant: int
    step: int = HAPPENS
    bare: bool = False

    @property
    def moment(self) -> Moment:
        """The anchor as a moment."""
        return (self.instant, self.step)


class Frame(NamedTuple):
    """The anchor and the window a condition stands in.

    ``last`` is the last moment in time; ``soft`` the commitment's own limit, which only a ``not`` looks at;
    ``after`` leaves out events up to one in the order, ``used`` those that met another step.
    """

    anchor: Anchor
    first: int
    last: Moment = NEVER
    soft: int = FOREVER
    after: tuple[int, str] | None = None
    used: frozenset[str] = frozenset()


class Scope(Protocol):
    """What a condition can see at a moment."""

    now: Moment
    zone: ZoneInfo

    def note(self, instant: int) -> None:
        """Remember an instant at which a verdict may change."""

    def events(self, pattern: Document) -> Iterable[Event]:
        """All events that match the pattern and count here."""

    def statuses(self, name: str) -> tuple[list[list[Entry]], bool]:
        """The histories of the commitments of that name, and whether ``is`` may fail."""

    def agreement(self, name: str) -> list[Entry]:
        """The history of an agreement."""

    def state(self, name: str) -> list[Spell]:
        """The spells of a state until now."""

    def unpaused(self, spells: list[Spell]) -> list[Spell]:
        """The spells without the time that does not count (must-not while suspended)."""


def frame_at(anchor: Anchor, soft: int = FOREVER) -> Frame:
    """Frame a whole condition."""
    return Frame(anchor, anchor.instant, soft=soft)


def verdict(condition: Document, frame: Frame, scope: Scope) -> Verdict:
    """Judge a condition at the scope's moment (section 4)."""
    if "not" in condition:
        return _not(condition, frame, scope)
    inside = _narrowed(condition, frame, scope, ACHIEVED)
    found = _form(condition, inside, scope)
    over: Moment = max((max(inside.last[0], frame.anchor.instant), FAILS), frame.anchor.moment)
    too_late = found.met and found.at > inside.last
    if (not found.met or too_late) and over <= scope.now and not (found.failed and found.at <= over):
        return Verdict("failed", over)
    return PENDING if too_late else found


def _narrowed(condition: Document, frame: Frame, scope: Scope, step: int) -> Frame:
    """Put its own window inside the enclosing one, which bounds all parts inside it (section 10, Conditions)."""
    if WINDOW.isdisjoint(condition):
        return frame
    first, last, anchor = frame.first, frame.last, frame.anchor
    if "from" in condition:
        first = max(first, read_span(condition["from"], scope.zone).first)
    if "after" in condition:
        first = max(first, add(anchor.instant, read_duration(condition["after"]), scope.zone))
    if "by" in condition:
        last = min(last, (read_span(condition["by"], scope.zone).last, step))
    if "within" in condition:
        end = span_end(anchor.instant, read_duration(condition["within"]), scope.zone, whole_day=anchor.bare)
        last = min(last, (end, step))
    scope.note(first)
    scope.note(last[0])
    return frame._replace(first=first, last=last)


def _form(condition: Document, frame: Frame, scope: Scope) -> Verdict:
    if "event" in condition:
        return _event(condition, frame, scope)
    if "then" in condition:
        return _then(condition["then"], frame, scope)
    for word in ("all", "any", "of"):
        if word in condition:
            parts = [verdict(part, frame, scope) for part in condition[word]]
            return _enough(parts, {"all": len(parts), "any": 1}.get(word) or int(condition["at-least"]))
    if "state" in condition:
        return _state(condition, frame, scope)
    if "commitment" in condition:
        histories, may_fail = scope.statuses(condition["commitment"])
        return _is(histories, as_values(condition["is"]), frame, scope, may_fail=may_fail)
    if "agreement" in condition:
        return _is([scope.agreement(condition["agreement"])], as_values(condition["is"]), frame, scope, may_fail=True)
    if "time" in condition:
        when = read_span(condition["time"], scope.zone)
        return _arrives(when.first, frame, scope, bare=when.bare)
    if "delay" in condition:
        end = add(frame.anchor.instant, read_duration(condition["delay"]), scope.zone)
        return _arrives(end, frame, scope, bare=False)
    raise ValueError(f"not a condition: {condition}")


def _start(frame: Frame) -> Moment:
    return max((frame.first, HAPPENS), frame.anchor.moment)


def _inherited(frame: Frame, at: Moment) -> bool:
    """What follows from a bare date at that instant passes that on (section 10, Time)."""
    return frame.anchor.bare and at[0] == frame.anchor.instant


def _of(spell: Spell, frame: Frame, at: Moment) -> bool:
    """What began by then sets the precision, what lasted already leaves it to the anchor."""
    return spell.bare if spell.start[0] == at[0] else _inherited(frame, at)


def _event(pattern: Document, frame: Frame, scope: Scope) -> Verdict:
    """Count events: such an event, N of them, N different values, or a sum (section 4)."""
    wanted = pattern.get("at-least", 1)
    if wanted <= 0:
        return Verdict("met", _start(frame), _inherited(frame, _start(frame)))
    counted: set[str] = set()
    values: set[tuple[str, Any]] = set()
    total = Decimal(0)
    for instant, event in _in_window(pattern, frame, scope):
        if event.id in counted:
            continue  # an event counts once per condition
        if "total" in pattern:
            numbers = [value for value in event.values(pattern["total"]) if kind(value) == "number"]
            if len(numbers) != 1:
                continue
            total += Decimal(numbers[0])
        elif "distinct" in pattern:
            found = event.values(pattern["distinct"])
            if not found:
                continue
            values |= {(kind(value), value) for value in found}
        counted.add(event.id)
        reached = total if "total" in pattern else len(values) if "distinct" in pattern else len(counted)
        if reached >= wanted:
            at = max((instant, HAPPENS), frame.anchor.moment)
            return Verdict("met", at, event.bare, frozenset(counted))
    return PENDING


def _in_window(pattern: Document, frame: Frame, scope: Scope) -> list[tuple[int, Event]]:
    """Collect the events of the window in order; a day or month that overlaps its start is taken to happen there."""
    found = []
    for event in scope.events(pattern):
        instant = max(event.first, frame.first)
        before = frame.after is not None and event.order <= frame.after
        if before or event.id in frame.used or event.last < frame.first:
            continue
        if (instant, HAPPENS) <= min(scope.now, frame.last):
            found.append((instant, event))
    return sorted(found, key=lambda one: (one[0], one[1].order))


def happenings(pattern: Document, anchor: Anchor, scope: Scope) -> list[tuple[int, Event]]:
    """All events of a pattern until now and when each counts (for-each)."""
    return _in_window(pattern, _narrowed(pattern, frame_at(anchor), scope, ACHIEVED), scope)


def _enough(parts: list[Verdict], needed: int) -> Verdict:
    """Take ``all``, ``any`` and ``at-least: K, of``: met at the K-th met, failed when K can no longer be reached."""
    met = sorted((part for part in parts if part.met), key=lambda part: part.at)
    failed = sorted((part for part in parts if part.failed), key=lambda part: part.at)
    if len(met) >= needed:
        first, last = met[:needed], met[needed - 1]
        bare = any(part.bare for part in first if part.at[0] == last.at[0])
        return Verdict("met", last.at, bare, frozenset().union(*(part.events for part in first)))
    spare = len(parts) - needed
    return Verdict("failed", failed[spare].at) if len(failed) > spare else PENDING


def _then(steps: list[Document], frame: Frame, scope: Scope) -> Verdict:
    """Take each in order, the next anchored where the one before was met; one event meets one step."""
    found = PENDING
    for step in steps:
        found = verdict(step, frame, scope)
        if not found.met:
            return found
        anchor = Anchor(found.at[0], found.at[1], found.bare)
        used = frame.used | found.events
        frame = frame._replace(anchor=anchor, first=max(frame.first, anchor.instant), used=used)
    return replace(found, events=frame.used)


def _not(condition: Document, frame: Frame, scope: Scope) -> Verdict:
    """Met at its limit (its own, that of what it denies, or an enclosing one), or when that fails (section 10)."""
    own = _narrowed(condition, frame, scope, HAPPENS)
    denied = condition["not"]
    inner = _narrowed(denied, own, scope, ACHIEVED).last[0]
    limit = min(own.last[0], own.soft, inner)
    step = ACHIEVED if inner == limit < own.last[0] else HAPPENS  # in time for what is denied itself
    inside = own._replace(last=min(own.last, (limit, step)))
    found = verdict(denied, inside, scope)
    if found.met and found.at <= inside.last:
        return Verdict("failed", found.at, found.bare, found.events)
    passes = (max(limit, frame.anchor.instant), ACHIEVED)
    if found.failed and found.at < passes:
        return Verdict("met", found.at, found.bare)
    at = max(passes, frame.anchor.moment)
    return Verdict("met", at, _inherited(frame, at)) if at <= scope.now else PENDING


def _state(condition: Document, frame: Frame, scope: Scope) -> Verdict:
    """Judge ``state``; with ``for`` time before the anchor counts, and an end at exactly D is enough (section 10)."""
    for spell in scope.unpaused(scope.state(condition["state"])):
        end = FOREVER if spell.end is None else spell.end[0]
        if "for" not in condition:
            at = max(spell.start, _start(frame))
            if end > frame.first and at <= scope.now:
                return Verdict("met", at, _of(spell, frame, at))
            continue
        held = add(spell.start[0], read_duration(condition["for"]), scope.zone)
        scope.note(held)
        holds_in_window = end > frame.first or held == end == frame.first
        at = max((held, ACHIEVED), spell.start, _start(frame)) if held >= frame.first else _start(frame)
        if holds_in_window and held <= end and at <= scope.now:
            return Verdict("met", at, _inherited(frame, at))
    return PENDING


def spells(history: list[Entry], wanted: Iterable[str]) -> list[Spell]:
    """Collect the spells in some statuses, also those within one instant."""
    found: list[Spell] = []
    for number, entry in enumerate(history):
        if entry.status in wanted:
            end = history[number + 1].at if number + 1 < len(history) else None
            found.append(Spell(entry.at, end, entry.bare))
    return found


def status_at(history: list[Entry], moment: Moment) -> str:
    """Find the status after that moment."""
    return [entry.status for entry in history if entry.at <= moment][-1]


def _is(histories: list[list[Entry]], wanted: Iterable[str], frame: Frame, scope: Scope, *, may_fail: bool) -> Verdict:
    """Judge ``is``: any spell at or after the anchor counts; fails when all have closed for good in another status."""
    start = _start(frame)
    found = [spell for history in histories for spell in scope.unpaused(spells(history, wanted))]
    counting = [spell for spell in found if spell.start[0] >= frame.first or spell.end is None or spell.end > start]
    met = min(((max(spell.start, start), spell) for spell in counting), default=None, key=lambda one: one[0])
    if may_fail and histories:
        moments = {start} | {entry.at for history in histories for entry in history if entry.at >= start}
        unwanted = FOR_GOOD - set(wanted)
        for at in sorted(moments):
            if all(status_at(history, at) in unwanted for history in histories) and (met is None or at < met[0]):
                return Verdict("failed", at) if at <= scope.now else PENDING
    if met is None or met[0] > scope.now:
        return PENDING
    at, spell = met
    return Verdict("met", at, _of(spell, frame, at))


def _arrives(instant: int, frame: Frame, scope: Scope, *, bare: bool) -> Verdict:
    """Judge ``time`` and ``delay``; what lies before the anchor is met at the anchor (section 10)."""
    scope.note(instant)
    at = max((max(instant, frame.first), ACHIEVED), frame.anchor.moment)
    if at > scope.now:
        return PENDING
    return Verdict("met", at, bare if at[0] == instant else _inherited(frame, at))


def holds(condition: Document, scope: Scope) -> bool:
    """Tell whether a ``while`` holds now: a state, or all or any of states (section 5)."""
    for word, check in (("all", all), ("any", any)):
        if word in condition:
            return check(holds(part, scope) for part in condition[word])
    if "not" in condition:
        return not holds(condition["not"], scope)
    if "state" not in condition:
        return verdict(condition, frame_at(Anchor(BEFORE_ALL)), scope).met
    current = [spell for spell in scope.state(condition["state"]) if spell.end is None or spell.end > scope.now]
    if "for" not in condition:
        return bool(current)
    lengths = [add(spell.start[0], read_duration(condition["for"]), scope.zone) for spell in current]
    for length in lengths:
        scope.note(length)
    return any((length, ACHIEVED) <= scope.now for length in lengths)
