"""Events in words: what happened, when, and who says so."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from commitments.text.instants import format_instant
from commitments.wording.conditions import BEFORE, either, value_words
from commitments.wording.times import noon, when
from rules.facts import Event, Value
from rules.instants import DAY, Instant

#: Acts by which something passes to their target.
HANDED_ON = frozenset({"delegate", "assign"})
FIELDS = ("actor", "target", "object", "place")


def event_words(event: Event) -> str:
    """Return what happened: its type, and who and what was concerned."""
    words = [event.type]
    for field in FIELDS:
        names: tuple[str, ...] = getattr(event, field)
        before = "to" if field == "target" and event.type in HANDED_ON else BEFORE[field]
        words += [f"{before} {either(list(names), 'and')}"] if names else []
    data = [f"{key} {_value(value)}" for key, value in sorted(event.data.items())]
    return " ".join([*words, *([f"({', '.join(data)})"] if data else [])])


def _value(value: Value) -> str:
    return ", ".join(map(value_words, value)) if isinstance(value, tuple) else value_words(value)


def event_line(event: Event, zone: str) -> str:
    """Return a sentence on an event: its id, what happened, when, and who reports it."""
    said = f"reported by {either(list(event.source), 'and')}" if event.source else "no source is named"
    return f"{event.id}: {event_words(event)}, {happened(event, zone)}, {said}"


def happened(event: Event, zone: str) -> str:
    """Return when an event happened, for reading, as precisely as that was said: a month, a day or an instant."""
    if not event.coarse:
        return when(event.at, zone)
    day = noon(event.at, zone).date().isoformat()
    return day if event.until - event.at < 2 * DAY else day[: len("2015-04")]


def typed(event: Event, zone: str, *, now: Instant | None = None) -> str:
    """Return an event as it is typed after ``--assume``; its time only where that is not ``now``."""
    words = [f"{field}={','.join(getattr(event, field))}" for field in (*FIELDS, "source") if getattr(event, field)]
    named = event.commitment or event.agreement
    words += [f"{'commitment' if event.commitment else 'agreement'}={named}"] if named else []
    words += [f"{field_typed(key)}={value_typed(value)}" for key, value in event.data.items()]
    words += [] if event.at == now else [f"at={format_instant(event.at, zone)}"]
    return " ".join(map(shlex.quote, [event.type, *words]))


def field_typed(name: str) -> str:
    """Return the name of a value of an event's data as it is typed."""
    return f"data.{name}"


def value_typed(value: Value) -> str:
    """Return a value as it is typed: text in quotes, so that it is taken for nothing else."""
    first = value[0] if isinstance(value, tuple) else value
    return f"'{first}'" if isinstance(first, str) else value_words(first)


def evidence(ids: tuple[str, ...], events: Mapping[str, Event]) -> str:
    """Return the events of a cause, in words where they are known."""
    told = [f"{name} ({event_words(events[name])})" if name in events else name for name in ids]
    return either(told, "and")
