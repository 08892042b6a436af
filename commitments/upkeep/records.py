"""Entries of the log as they were told: texts, events and changes of them, as records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from commitments.compile import Entered
from commitments.compile.sight import recorded_at
from commitments.ledger.drafts import Draft
from commitments.ledger.rows import Entry, Kind
from commitments.records.agreement import Agreement
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.records.vocabulary import Vocabulary
from commitments.text.instants import format_instant
from commitments.upkeep.entries import EVENT, as_recorded, frozen
from commitments.upkeep.orders import in_order, restored

if TYPE_CHECKING:
    from rules.instants import Instant


def agreement_draft(agreement: Agreement) -> Draft:
    """Return what is appended to the log for a version of an agreement; it is known since its text says so."""
    return Draft(Kind.AGREEMENT, agreement.agreement, in_order(agreement), recorded_at(agreement))


def vocabulary_draft(vocabulary: Vocabulary, now: Instant) -> Draft:
    """Return what is appended to the log for a vocabulary."""
    return Draft(Kind.VOCABULARY, vocabulary.vocabulary, in_order(vocabulary), now)


def agreement_of(entry: Entry) -> Agreement:
    """Return a version of an agreement from the log."""
    return Agreement.model_validate(restored(entry.content))


def vocabulary_of(entry: Entry) -> Vocabulary:
    """Return a vocabulary from the log."""
    return Vocabulary.model_validate(restored(entry.content))


def told(content: Mapping[str, Any]) -> Entered:
    """Return the event that the log keeps. It was checked before it came there."""
    fields: dict[str, Any] = {name: frozen(value) for name, value in content["event"].items()}
    return Entered(Event.model_construct(set(fields), **fields), content["timezone"])


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
