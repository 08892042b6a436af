"""An event as it is kept and handed on once it was checked: in the log, and to the rules."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from commitments.records.event import Event


class Said(Struct, omit_defaults=True, gc=False):
    """What an event says that was checked before. Its fields are those of ``Event``; an empty one says nothing.

    It is made and written in an eighth of the time that a record takes, which counts where there are many.
    """

    type: str
    at: str
    id: str
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    agreement: str | None = None
    commitment: str | None = None
    text: str | None = None
    ref: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    recorded: str | None = None


#: What tells an event.
EVENTS = (Event, Said)

_FIELDS = Said.__struct_fields__


def said_of(event: Event) -> Said:
    """Return what an event says."""
    fields = event.__dict__
    return Said(*[fields[name] for name in _FIELDS])


#: What all events have in common.
_ANY = Event(type="any", at="2000-01-01", id="any")


def event_of(said: Said) -> Event:
    """Return the event that says this; it is not checked again."""
    return _ANY.model_copy(update={name: value for name in _FIELDS if (value := getattr(said, name))})
