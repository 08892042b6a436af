"""An event as the rules take it. Source: semantics.md, sections 2 and 3."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from commitments.compile.names import Named, Names, full
from commitments.text.times import EventTime, UnreadableTimeError, parse_duration, parse_event_time, parse_limit
from rules.calendar import Duration
from rules.facts import NOTHING, Value
from rules.facts import Event as Happening
from rules.instants import LAST, Instant

if TYPE_CHECKING:
    from commitments.records.event import Assumption, Event
    from commitments.records.said import Said


def happening(event: Event | Assumption | Said, zone: str, names: Names, as_of: Instant | None = None) -> Happening:
    """Return an event; bare dates are read in ``zone``, and one without a time happens at ``as_of``.

    A commitment is named in full; a short name that is unknown, or could be several, stays as written: nobody's.
    """
    when = happened(as_of) if event.at is None else parse_event_time(event.at, zone)
    named = None if event.commitment is None else named_by(event.commitment, event.agreement, names)
    extends = event.type == "extend"
    return Happening(  # by place, which is quicker
        event.id,
        event.type,
        when.at,
        when.until,
        event.actor,
        event.target,
        event.object,
        event.place,
        event.source,
        event.agreement if named is None else named.agreement,
        event.commitment if named is None else str(named),
        MappingProxyType(event.data) if event.data else NOTHING,
        _limit(event.data, zone) if extends else None,
        _span(event.data) if extends else None,
    )


def named_by(reference: str, agreement: str | None, names: Names) -> Named | None:
    """Return the commitment that an event names; one named in full need not be known."""
    return full(reference, "") if "/" in reference else names.find(reference, agreement)


def happened(as_of: Instant | None) -> EventTime:
    """Return when an event without a time happened: at the instant that is asked about."""
    now = LAST if as_of is None else as_of
    return EventTime(now, now, day=False)


def _limit(data: Mapping[str, Value], zone: str) -> Instant | None:
    """Return until when an `extend` extends; None when its data do not say, or not as a time."""
    by = data.get("by")
    with suppress(UnreadableTimeError):
        return parse_limit(by, zone) if isinstance(by, str) else None
    return None


def _span(data: Mapping[str, Value]) -> Duration | None:
    """Return by how much an `extend` extends; None when its data do not say, or not as a span."""
    span = data.get("for")
    with suppress(UnreadableTimeError):
        return parse_duration(span) if isinstance(span, str) else None
    return None
