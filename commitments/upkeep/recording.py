"""What is recorded in a ledger: appended to its log, and evaluated at once, in the transaction of who calls.

Source: architecture.md, "How one event flows".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from commitments.book import Receipt
from commitments.compile import Entered
from commitments.ledger.log import correction, retraction
from commitments.ledger.rows import Draft, Kind
from commitments.progress import counted
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.times import parse_moment
from commitments.upkeep.entries import agreement_draft, told, vocabulary_draft
from commitments.upkeep.storing import Because, Changes
from commitments.upkeep.terms import keep_terms

if TYPE_CHECKING:
    from commitments.text.library import Library
    from commitments.upkeep.contents import Contents
    from rules.facts import Event as Fact
    from rules.instants import Instant


class Told(NamedTuple):
    """An entry that came into the log: its number, when it was recorded, and the events that it is about."""

    seq: int
    recorded: Instant
    fact: Fact
    fresh: bool  # an event, not a change of one


class Recording:
    """Records in a ledger."""

    def __init__(self, contents: Contents) -> None:
        """Take what the ledger says."""
        self.contents = contents
        self.storage = contents.storage

    def add(self, library: Library, now: Instant) -> Receipt:
        """Record agreements, vocabularies and the entries that stand with them."""
        self.contents.refresh()
        drafts = [vocabulary_draft(each, now) for each in library.vocabularies]
        drafts += [agreement_draft(version.record) for version in library.agreements]
        receipts = self.storage.log.append(drafts)
        new = [draft for draft, receipt in zip(drafts, receipts, strict=True) if receipt.new]
        self.contents.refresh()
        changes = self._enter(new)
        for version in library.agreements:
            membership = self.contents.evaluating().membership
            membership.keep_names(version.record.agreement, version.record.commitments)
        entries = [Entered(entry.record, entry.zone) for entry in library.entries]
        receipt = self._until(now, self._record(entries, None, changes))
        names = tuple(draft.key for draft in new)
        same = tuple(draft.key for draft, told in zip(drafts, receipts, strict=True) if not told.new)
        return receipt._replace(recorded=(*names, *receipt.recorded), unchanged=(*same, *receipt.unchanged))

    def _enter(self, new: Sequence[Draft]) -> Changes:
        """Take in agreements in the order in which they were recorded, and what other terms concern."""
        changes = Changes()
        if not new:
            return changes
        names = frozenset(draft.key for draft in new if draft.kind == Kind.AGREEMENT)
        others = self._see_terms()
        names |= others
        evaluating = self.contents.evaluating()
        latest = max(draft.recorded for draft in new)
        recorded = {draft.key: draft.recorded for draft in new if draft.kind == Kind.AGREEMENT}
        seq = self.storage.log.head().seq
        for when in sorted({recorded.get(name, latest) for name in names}):
            these = frozenset(name for name in names if recorded.get(name, latest) == when)
            changes = changes.then(evaluating.enter(these, Because(seq, when)))
        evaluating.membership.note_always(others)
        return changes

    def _see_terms(self) -> frozenset[str]:
        """Keep the terms of all texts; return the agreements that other ones than before concern."""
        moved = keep_terms(self.storage, self.contents.texts)
        if not moved:
            return frozenset()
        self.contents.know_names()
        membership = self.contents.evaluating().membership
        return frozenset[str]().union(*(membership.group(name).members for name in membership.file_again(moved)))

    def record(self, entries: Sequence[Entered], now: Instant) -> Receipt:
        """Record events, retractions and corrections."""
        self.contents.refresh()
        return self._until(now, self._record(entries, now, Changes()))

    def _until(self, now: Instant, receipt: Receipt) -> Receipt:
        """Let time take its effect until now on what was told."""
        evaluating = self.contents.evaluating()
        groups = {evaluating.membership.group_of(change.name.partition("/")[0]) for change in receipt.transitions}
        because = Because(self.storage.log.head().seq, now)
        changes = evaluating.advance_all((group for group in groups if group is not None), because)
        return receipt._replace(transitions=(*receipt.transitions, *changes.came))

    def _record(self, entries: Sequence[Entered], now: Instant | None, changes: Changes) -> Receipt:
        """Append entries, in the order in which they were recorded, and evaluate them."""
        dated = sorted(((self._recorded(entered, now), entered) for entered in entries), key=lambda pair: pair[0])
        recorded: list[str] = []
        unchanged: list[str] = []
        evaluating = self.contents.evaluating()
        for when, group in groupby(dated, key=lambda pair: pair[0]):
            told: list[Told] = []
            for _, entered in counted("recording", list(group)):
                name, news = self._append(entered, when)
                (recorded if news else unchanged).append(name)
                told.extend(news)
            fresh = [item.fact for item in told if item.fresh]
            changed = [item.fact for item in told if not item.fresh]
            if told:
                because = Because(max(item.seq for item in told), when)
                changes = changes.then(evaluating.apply(fresh, changed, because))
        return Receipt(tuple(recorded), tuple(unchanged), changes.came, changes.went)

    def _recorded(self, entered: Entered, now: Instant | None) -> Instant:
        record, zone = entered.record, entered.zone
        if record.recorded is not None:
            return parse_moment(record.recorded, zone).at
        if now is not None:
            return now
        if isinstance(record, Event):
            return parse_moment(record.at, zone).at
        target = record.retract if isinstance(record, Retraction) else record.correct
        known = self.storage.log.versions(target)
        return known[0].recorded if known else 0

    def _append(self, entered: Entered, when: Instant) -> tuple[str, list[Told]]:
        record = entered.record
        if isinstance(record, Event):
            draft = self.contents.telling.draft(entered, when)
            receipt = self.storage.log.append([draft])[0]
            fact = self.contents.telling.fact(entered)
            return record.id, [Told(receipt.head.seq, when, fact, fresh=True)] if receipt.new else []
        target = record.retract if isinstance(record, Retraction) else record.correct
        before = self._versions(target)
        receipt = self.storage.log.append([self._change(record, entered.zone, when)])[0]
        if not receipt.new:
            return target, []
        after = self._versions(target)
        return target, [Told(receipt.head.seq, when, fact, fresh=False) for fact in (*before, *after)]

    def _versions(self, target: str) -> list[Fact]:
        versions = self.storage.log.versions(target)
        return [self.contents.telling.read(entry) for entry in versions if entry.kind != Kind.RETRACT]

    def _change(self, record: Retraction | Correction, zone: str, when: Instant) -> Draft:
        if isinstance(record, Retraction):
            return retraction(record.retract, record.reason, when)
        versions = [entry for entry in self.storage.log.versions(record.correct) if entry.kind != Kind.RETRACT]
        if not versions:
            return retraction(record.correct, record.reason, when)  # refused: there is no such event
        last = told(versions[-1].event)
        event = record.apply(last.record) if isinstance(last.record, Event) else None
        if event is None:
            raise TypeError(record.correct)
        where = zone if "at" in record.with_ else last.zone
        draft = self.contents.telling.draft(Entered(event, where), when)
        return correction(draft, record.reason)
