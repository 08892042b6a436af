"""Entries of the log as they were told: texts, events and changes of them, as records."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.json import Decoder
from msgspec.structs import replace

from commitments.compile import Entered
from commitments.compile.names import split_instance
from commitments.compile.sight import recorded_at
from commitments.ledger.canonical import NUMBER
from commitments.ledger.drafts import Draft
from commitments.ledger.encoding import plainly, write_struct
from commitments.ledger.rows import Entry, Kind
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.records.said import EVENTS, Said, said_of
from commitments.text.instants import format_instant
from commitments.upkeep.orders import in_order, restored

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from rules.instants import Instant


def agreement_draft(agreement: Agreement) -> Draft:
    """Return what is appended to the log for a version of an agreement; it is known since its text says so."""
    return Draft(Kind.AGREEMENT, agreement.agreement, in_order(agreement), recorded_at(agreement))


def vocabulary_draft(vocabulary: Vocabulary, now: Instant) -> Draft:
    """Return what is appended to the log for a vocabulary."""
    return Draft(Kind.VOCABULARY, vocabulary.vocabulary, in_order(vocabulary), now)


def agreement_of(entry: Entry) -> Agreement:
    """Return a version of an agreement from the log."""
    from commitments.records.agreement import Agreement

    return Agreement.model_validate(restored(entry.content))


def vocabulary_of(entry: Entry) -> Vocabulary:
    """Return a vocabulary from the log."""
    from commitments.records.vocabulary import Vocabulary

    return Vocabulary.model_validate(restored(entry.content))


def content_of(event: Event | Said, zone: str) -> bytes:
    """Return what the log keeps of an event: what was said, and the zone in which its bare dates are read.

    An empty field says nothing: with and without it the event is the same. Raises RefusedValueError.
    """
    said = event if isinstance(event, Said) else said_of(event)
    if said.data or said.recorded is not None:
        said = replace(said, data=plainly(said.data), recorded=None)
    return write_struct(_Content(said, zone))


def told(content: Mapping[str, Any]) -> Entered:
    """Return the event that the log keeps. It was checked before it came there."""
    fields: dict[str, Any] = {name: _frozen(value) for name, value in content["event"].items()}
    return Entered(Event.model_construct(set(fields), **fields), content["timezone"])


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
    event.data = {name: _frozen(value) for name, value in event.data.items()}
    return event, content.timezone


def words_in(entry: Entry) -> tuple[str, dict[str, str | None]]:
    """Return the zone of an agreement, and the words of its commitments."""
    content = _AGREEMENT.decode(entry.body).content
    return content.timezone, {name: commitment.text for name, commitment in content.commitments.items()}


def _frozen(value: object) -> object:
    """Return a value of an event as a record holds it."""
    if isinstance(value, dict):
        digits = value.get(NUMBER)
        return {name: _frozen(inner) for name, inner in value.items()} if digits is None else Decimal(digits)
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def as_recorded(entry: Entry) -> Entered:
    """Return the version of an event that an entry tells, with when it was recorded."""
    event, zone = said(entry)
    event.recorded = format_instant(entry.recorded)
    return Entered(event, zone)


def entered_of(entry: Entry) -> Entered | None:
    """Return an entry of the log as it was told; None for what is no event."""
    if entry.kind == EVENT:
        return as_recorded(entry)
    recorded = format_instant(entry.recorded)
    reason = entry.content.get("reason") if entry.kind in {Kind.RETRACT, Kind.CORRECT} else None
    if entry.kind == Kind.RETRACT:
        return Entered(Retraction(retract=entry.key, recorded=recorded, reason=reason))  # type: ignore[arg-type]
    if entry.kind == Kind.CORRECT:
        known = told(entry.event)
        fields = {key: value for key, value in known.record.plain().items() if key != "id"}
        return Entered(Correction(correct=entry.key, with_=fields, recorded=recorded, reason=reason), known.zone)  # type: ignore[arg-type]
    return None


def event_in(entered: Entered) -> Event | Said:
    """Return the event that an entry tells. Raises TypeError where it is a change of one."""
    if not isinstance(entered.told, EVENTS):
        raise TypeError(type(entered.told).__name__)
    return entered.told


def loose_name(event: Event | Said) -> str | None:
    """Return the short name of the commitment that an event names without its agreement, if it does."""
    if event.commitment is None or event.agreement is not None:
        return None
    first, _ = split_instance(event.commitment)
    return None if "/" in first else first
