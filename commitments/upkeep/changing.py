"""Withdrawals and replacements of events, appended to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.compile import Entered
from commitments.ledger.drafts import Draft, correction, retraction
from commitments.ledger.rows import Kind
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.upkeep.records import told

if TYPE_CHECKING:
    from commitments.upkeep.contents import Contents
    from commitments.upkeep.news import News
    from rules.facts import Event as Fact
    from rules.instants import Instant


def append_change(contents: Contents, entered: Entered, news: News) -> None:
    """Append the withdrawal or the replacement of an event. Raises TypeError for an event."""
    record = entered.told
    if not isinstance(record, Retraction | Correction):
        raise TypeError(record.id)
    before = _versions(contents, record.target)
    (number,) = contents.storage.log.append([_draft(contents, record, entered.zone, news.now)])
    if news.note(record.target, number):
        news.changed += [*before, *_versions(contents, record.target)]


def _versions(contents: Contents, target: str) -> list[Fact]:
    versions = contents.storage.log.versions(target)
    return [contents.telling.read(entry) for entry in versions if entry.kind != Kind.RETRACT]


def _draft(contents: Contents, record: Retraction | Correction, zone: str, when: Instant) -> Draft:
    if isinstance(record, Retraction):
        return retraction(record.retract, record.reason, when)
    versions = [entry for entry in contents.storage.log.versions(record.correct) if entry.kind != Kind.RETRACT]
    if not versions:
        return retraction(record.correct, record.reason, when)  # refused: there is no such event
    last = told(versions[-1].event)
    event = record.apply(last.record) if isinstance(last.record, Event) else None
    if event is None:
        raise TypeError(record.correct)
    where = zone if "at" in record.with_ else last.zone
    return correction(contents.telling.draft(Entered(event, where), when), record.reason)
