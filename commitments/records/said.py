"""An event as it is kept and handed on once it was checked: in the log, and to the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from commitments.records.event import Event


class TellsEvent:
    """What tells an event: ``Said``, and the record ``Event``, which takes pydantic to import."""

    __slots__ = ()


class Said(Struct, TellsEvent, omit_defaults=True, gc=False):
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


#: The fields of an event.
FIELDS = Said.__struct_fields__


def said_of(event: Event) -> Said:
    """Return what an event says."""
    fields = event.__dict__
    return Said(*[fields[name] for name in FIELDS])
