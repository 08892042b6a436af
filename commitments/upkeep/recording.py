"""What is recorded in a ledger: appended to its log, and evaluated at once, in the transaction of who calls.

Source: architecture.md, "How one event flows".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from commitments.book import Receipt
from commitments.compile import Entered
from commitments.ledger.rows import Kind
from commitments.progress import counted
from commitments.records.said import TellsEvent
from commitments.text.times import parse_moment
from commitments.upkeep.news import News
from commitments.upkeep.storing import Because, Changes
from commitments.upkeep.terms import keep_terms

if TYPE_CHECKING:
    from commitments.ledger.drafts import Draft
    from commitments.ledger.errors import ConflictError
    from commitments.text.library import Library
    from commitments.upkeep.contents import Contents
    from commitments.upkeep.events import Filed
    from rules.instants import Instant
    from rules.trace import ActReport


class Recording:
    """Records in a ledger."""

    def __init__(self, contents: Contents) -> None:
        """Take what the ledger says."""
        self.contents = contents
        self.storage = contents.storage

    def add(self, library: Library, now: Instant) -> Receipt:
        """Record agreements, vocabularies and the entries that stand with them."""
        from commitments.upkeep.records import agreement_draft, vocabulary_draft

        self.contents.refresh()
        drafts = [vocabulary_draft(each, now) for each in library.vocabularies]
        drafts += [agreement_draft(version.record) for version in library.agreements]
        numbers = self.storage.log.append(drafts)
        new = [draft for draft, number in zip(drafts, numbers, strict=True) if number]
        self.contents.read_again()
        changes = self._enter(new)
        for version in library.agreements:
            membership = self.contents.evaluating().membership
            membership.keep_names(version.record.agreement, version.record.commitments)
        entries = [Entered(entry.told, entry.zone) for entry in library.entries]
        receipt = self._record(entries, None, now, changes)
        names = tuple(draft.key for draft in new)
        same = tuple(draft.key for draft, number in zip(drafts, numbers, strict=True) if not number)
        return receipt._replace(recorded=(*names, *receipt.recorded), unchanged=(*same, *receipt.unchanged))

    def _enter(self, new: Sequence[Draft]) -> Changes:
        """Take in agreements in the order in which they were recorded, and what other terms concern."""
        changes = Changes()
        if not new:
            return changes
        names = frozenset(draft.key for draft in new if draft.kind == Kind.AGREEMENT)
        others = self._see_terms() if self._has_terms(new) else frozenset()
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

    def _has_terms(self, new: Sequence[Draft]) -> bool:
        """Whether new texts, or what they take the place of, say what something is, or is part of."""
        texts = self.contents.texts
        return any(
            draft.kind == Kind.VOCABULARY
            or any(party.part_of for text in texts.versions_of(draft.key) for party in text.parties.values())
            for draft in new
        )

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
        return self._record(entries, now, now, Changes())

    def _until(self, now: Instant, changes: Changes) -> Changes:
        """Let time take its effect until now on whatever has changed."""
        evaluating = self.contents.evaluating()
        agreements = {change.name.partition("/")[0] for change in changes.came}
        groups = {evaluating.membership.group_of(name) for name in agreements} - {None}
        because = Because(self.storage.log.head().seq, now)
        return evaluating.advance_all((group for group in groups if group is not None), because)

    def _record(self, entries: Sequence[Entered], when: Instant | None, now: Instant, changes: Changes) -> Receipt:
        """Append entries in the order in which they were recorded (``when``, unless they say it); evaluate them."""
        batches = self._batches(entries, when)
        evaluating = self.contents.evaluating()
        recorded: list[str] = []
        unchanged: list[str] = []
        firsts: list[Instant] = []
        before = changes
        for number, (at, batch) in enumerate(batches, start=1):
            news = self._append(batch, at)
            recorded += news.recorded
            unchanged += news.unchanged
            firsts += [] if news.first is None else [news.first]
            before = changes
            if news.recorded:
                until = now if number == len(batches) else None
                changes = changes.then(evaluating.apply(news, until))
        changes = changes.then(self._until(now, before))
        first = min(firsts, default=None)
        idle = idle_among(changes.acts, recorded) if changes.acts else ()
        return Receipt(tuple(recorded), tuple(unchanged), changes.came, changes.went, first=first, ineffective=idle)

    def _batches(self, entries: Sequence[Entered], when: Instant | None) -> list[tuple[Instant, Sequence[Entered]]]:
        """Return entries by when they are recorded, in order."""
        instants = [
            when if when is not None and entered.told.recorded is None else self._recorded(entered, when)
            for entered in entries
        ]
        if len(set(instants)) == 1:
            return [(instants[0], entries)]
        dated = sorted(zip(instants, entries, strict=True), key=itemgetter(0))
        return [(at, [entered for _, entered in pairs]) for at, pairs in groupby(dated, key=itemgetter(0))]

    def _recorded(self, entered: Entered, now: Instant | None) -> Instant:
        record, zone = entered.told, entered.zone
        if record.recorded is not None:
            return parse_moment(record.recorded, zone).at
        if now is not None:
            return now
        if isinstance(record, TellsEvent):
            return parse_moment(record.at, zone).at
        known = self.storage.log.versions(record.target)
        return known[0].recorded if known else 0

    def _append(self, entries: Sequence[Entered], when: Instant) -> News:
        """Append entries in their order, events that stand side by side at once."""
        news = News(when, self.storage.log.head().seq)
        tells = [isinstance(entered.told, TellsEvent) for entered in entries]
        if all(tells):
            self._append_events(entries, news)
            return news
        for is_event, side_by_side in groupby(entries, key=lambda entered: isinstance(entered.told, TellsEvent)):
            if is_event:
                self._append_events(list(side_by_side), news)
            else:
                from commitments.upkeep.changing import append_change

                for entered in side_by_side:
                    append_change(self.contents, entered, news)
        return news

    def conflicts(self, entries: Sequence[Entered]) -> list[ConflictError]:
        """Return why the log would refuse events whose ids it has with other content."""
        events = [entered for entered in entries if isinstance(entered.told, TellsEvent)]
        return self.storage.log.conflicts(self.contents.telling.drafts(events, 0, []))

    def _append_events(self, entries: Sequence[Entered], news: News) -> None:
        filed: list[Filed] = []
        drafts = self.contents.telling.drafts(entries, news.now, filed)
        numbers = self.storage.log.append(counted("recording", drafts, len(entries)))
        news.take(filed, numbers)


def idle_among(reports: Collection[ActReport], told: Iterable[str]) -> tuple[ActReport, ...]:
    """Return what became of those acts among what was told that took effect on nothing, each once."""
    known = frozenset(told)
    effective = {report.event for report in reports if report.effective}
    return tuple(dict.fromkeys(each for each in reports if each.event in known and each.event not in effective))
