"""What entries of the log say, and what is kept of an event. No record is made of it (``records`` does)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.json import Decoder
from msgspec.structs import replace

from commitments.compile import Entered
from commitments.compile.names import split_instance
from commitments.ledger.canonical import NUMBER
from commitments.ledger.encoding import plainly, write_struct
from commitments.ledger.rows import Entry, Kind
from commitments.records.said import Said, TellsEvent, said_of
from commitments.text.instants import format_instant

if TYPE_CHECKING:
    from commitments.records.event import Event


def content_of(event: Event | Said, zone: str) -> bytes:
    """Return what the log keeps of an event: what was said, and the zone in which its bare dates are read.

    An empty field says nothing: with and without it the event is the same. Raises RefusedValueError.
    """
    said = event if isinstance(event, Said) else said_of(event)
    if said.data or said.recorded is not None:
        said = replace(said, data=plainly(said.data), recorded=None)
    return write_struct(_Content(said, zone))


class _Content(Struct, gc=False):
    event: Said
    timezone: str


class _Changed(Struct, gc=False):
    event: _Content


class _Event(Struct, gc=False):
    content: _Content


class _Correction(Struct, gc=False):
    content: _Changed


class _Worded(Struct, gc=False):
    text: str | None = None


class _Words(Struct, gc=False):
    commitments: dict[str, _Worded] = {}
    timezone: str = "UTC"


class _Agreement(Struct, gc=False):
    content: _Words


_EVENT, _CORRECTION, _AGREEMENT = Decoder(_Event), Decoder(_Correction), Decoder(_Agreement)


#: What nearly all entries are: to look a member up in its class takes longer than to compare.
EVENT = Kind.EVENT


def said(entry: Entry) -> tuple[Said, str]:
    """Return what the rules take of the event that an entry tells, or corrects to, and the zone of its bare times."""
    content = _EVENT.decode(entry.body).content if entry.kind == EVENT else _CORRECTION.decode(entry.body).content.event
    event = content.event
    event.data = {name: frozen(value) for name, value in event.data.items()}
    return event, content.timezone


def words_in(entry: Entry) -> tuple[str, dict[str, str | None]]:
    """Return the zone of an agreement, and the words of its commitments."""
    content = _AGREEMENT.decode(entry.body).content
    return content.timezone, {name: commitment.text for name, commitment in content.commitments.items()}


def frozen(value: object) -> object:
    """Return a value of an event as a record holds it."""
    if isinstance(value, dict):
        digits = value.get(NUMBER)
        return {name: frozen(inner) for name, inner in value.items()} if digits is None else Decimal(digits)
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def as_recorded(entry: Entry) -> Entered:
    """Return the version of an event that an entry tells, with when it was recorded."""
    event, zone = said(entry)
    event.recorded = format_instant(entry.recorded)
    return Entered(event, zone)


def event_in(entered: Entered) -> Event | Said:
    """Return the event that an entry tells. Raises TypeError where it is a change of one."""
    if not isinstance(entered.told, TellsEvent):
        raise TypeError(type(entered.told).__name__)
    return entered.told


def loose_name(event: Event | Said) -> str | None:
    """Return the short name of the commitment that an event names without its agreement, if it does."""
    if event.commitment is None or event.agreement is not None:
        return None
    first, _ = split_instance(event.commitment)
    return None if "/" in first else first
