"""How early a condition can be met, and which of its windows are empty. Source: semantics.md, sections 2, 4 and 10."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from commitments.checking.frames import Frame, duration_of, limit_of, moment_of
from commitments.records.conditions import AllOf, AnyOf, Condition, Delay, Not, Sequence, SomeOf, TimeArrives, Windowed
from commitments.text.instants import format_instant
from commitments.text.walking import Path, parts
from rules.calendar import Duration, shift, span_end
from rules.instants import DAY, SECOND, Instant, Moment

#: Where a window is empty, and why.
Tell = Callable[[Path, str], None]

#: Spans are compared from days in months of every length.
#: How far clocks change: by so much a number of days may be longer or shorter than a number of hours.
MOST_CHANGED = 2 * 3_600 * SECOND
SAMPLES = tuple(Moment(year * 365 * DAY + month * 30 * DAY) for year in (52, 54) for month in range(13))


def earliest(condition: Condition | Windowed, path: Path, around: Frame, tell: Tell) -> Instant:
    """Return the earliest instant at which a condition can be met; tell each window in it that is empty.

    ``around``: the frame in which it stands. Inside an empty window nothing more is told.
    """
    frame = around
    if not condition.from_ is condition.by is condition.within is condition.after is None:
        wrong, frame = _narrowed(condition, around)
        if wrong:
            tell(path, wrong)
            return around.first
    if isinstance(condition, TimeArrives):
        at = max(frame.first, moment_of(condition.time, frame.zone).at)
        return _in_time(at, frame, path, tell, "the time arrives")
    if isinstance(condition, Delay):
        span = duration_of(condition.delay)
        if any(span != within and longer(span, within) for within in frame.spans):
            tell(path, f"`delay: {condition.delay}` is over only after its limit")
            return frame.first
        return _in_time(max(frame.first, frame.after(span)), frame, path, tell, "the delay is over")
    return _of_parts(condition, path, frame, tell)


def _of_parts(condition: Condition | Windowed, path: Path, frame: Frame, tell: Tell) -> Instant:
    inner = parts(condition, path)  # type: ignore[arg-type]
    if not inner:
        return frame.first
    if isinstance(condition, Sequence):
        for number, (place, part) in enumerate(inner):
            at = earliest(part, place, frame, tell)
            frame = replace(frame, first=at, anchor=None) if number + 1 < len(inner) else frame
        return at
    found = sorted(earliest(part, place, frame, tell) for place, part in inner)
    if isinstance(condition, AllOf):
        return found[-1]
    if isinstance(condition, AnyOf | Not):
        return found[0] if isinstance(condition, AnyOf) else frame.first
    wanted = condition.at_least if isinstance(condition, SomeOf) else 1
    return found[min(wanted, len(found)) - 1]


def _in_time(at: Instant, frame: Frame, path: Path, tell: Tell, what: str) -> Instant:
    if at <= frame.last:
        return at
    zone = frame.zone
    tell(path, f"{what} no earlier than {format_instant(at, zone)}, after its limit {format_instant(frame.last, zone)}")
    return frame.first


def _narrowed(condition: Windowed, around: Frame) -> tuple[str, Frame]:
    """Return a frame inside the window of a condition, or in words why nothing is in it."""
    zone, frame, first = around.zone, around, around.first
    if condition.within is not None:
        within = duration_of(condition.within)
        if within.is_zero:
            return nothing_within(f"within: {condition.within}"), around
        frame = frame.lasting(within)
    if condition.after is not None:
        after = duration_of(condition.after)
        if any(longer(after, within) for within in frame.spans):
            return f"this window is empty: `after: {condition.after}` leaves no time before the limit", around
        first = max(first, around.after(after))
    if condition.from_ is not None:
        first = max(first, moment_of(condition.from_, zone).at)
    if condition.by is not None:
        frame = frame.ending(limit_of(condition.by, zone))
    if first > frame.last:
        return empty(first, frame.last, zone), around
    return "", replace(frame, first=first)


def nothing_within(span: str) -> str:
    """Return what is wrong with a limit that is over when it begins."""
    return f"this window is empty: `{span}` is no time at all"


def empty(first: Instant, last: Instant, zone: str) -> str:
    """Return what is wrong with a window that ends before it begins."""
    begins, ends = format_instant(first, zone), format_instant(last, zone)
    return f"this window is empty: it begins no earlier than {begins}, and ends at {ends}"


def longer(after: Duration, within: Duration) -> bool:
    """Whether nothing is ``after`` one span and ``within`` the other, from whatever anchor.

    A day after, within a day, is no time from an instant, but from a bare date it is the whole of the next day.
    """
    if after == within:
        return not within.counts_days
    slack = 0 if bool(after.micros) == bool(within.micros) else MOST_CHANGED
    for anchor in SAMPLES:
        last = span_end(Moment(anchor.at, day=True), within, "UTC") + slack
        if shift(anchor.at, after, "UTC") <= last:
            return False
    return True
