"""A ledger as a book: what is recorded is evaluated at once, and both are committed together, or neither.

Source: architecture.md, "How one event flows".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from commitments.book import Receipt
from commitments.compile import Entered
from commitments.ledger.errors import ReadOnlyLedgerError
from commitments.ledger.log import correction, retraction
from commitments.ledger.rows import Draft, Entry, Kind
from commitments.ledger.rows import Unit as Row
from commitments.progress import counted
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.records.everybody import EVERYBODY
from commitments.text.instants import format_instant
from commitments.text.times import parse_moment
from commitments.upkeep.answers import Stored
from commitments.upkeep.evaluating import Evaluating
from commitments.upkeep.events import Telling, told
from commitments.upkeep.keys import FILING
from commitments.upkeep.shapes import Shapes
from commitments.upkeep.storing import Because, Changes
from commitments.upkeep.terms import keep_terms
from commitments.upkeep.texts import KeptNames, Texts, agreement_draft, vocabulary_draft
from rules.snapshot import form

if TYPE_CHECKING:
    from commitments.book import Answers
    from commitments.compile import Sight
    from commitments.ledger.storage import Storage
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from commitments.text.library import Library
    from rules.facts import Event as Fact
    from rules.instants import Instant
    from rules.program import Program


#: The row that tells how units are written and events are filed, and what it tells.
FORM = "form"
MARK = f"{form()} {FILING}"


class Told(NamedTuple):
    """An entry that came into the log: its number, when it was recorded, and the events that it is about."""

    seq: int
    recorded: Instant
    fact: Fact
    fresh: bool  # an event, not a change of one


class _UndoneError(Exception):
    """Ends the transaction of a trial."""


class LedgerBook:
    """A book that is kept in a database. A ``commitments.book.WritableBook``."""

    def __init__(self, storage: Storage) -> None:
        """Take an open ledger."""
        self.storage = storage
        self._trying = False
        self._read()
        self._is_readable = self._see_form()

    def _see_form(self) -> bool:
        """Write working memory anew where another version of this program wrote it; return whether it can be read."""
        if self._has_form():
            return True
        try:
            with self.storage.transaction():
                self._refresh()
                if not self._has_form():  # another process may have been here
                    self._begin_anew()
        except ReadOnlyLedgerError:
            return not self.storage.memory.clocks()
        return True

    def _has_form(self) -> bool:
        row = self.storage.memory.load(FORM)
        return row is not None and row.body == MARK

    def _begin_anew(self) -> None:
        keep_terms(self.storage, self.texts)
        self.telling = Telling(self.storage, self.names, self.shapes)
        self.evaluating().begin_anew()
        self.storage.memory.save(Row(FORM, "", FORM, MARK))

    def _read(self) -> None:
        """Begin with what is kept, and nothing else."""
        self._about: tuple[object, list[Entered]] = (None, [])
        self.shapes = Shapes(self.storage)
        self.texts = Texts(self.storage)
        self._know_names()

    def _know_names(self) -> None:
        self.names = KeptNames(self.storage)
        self.telling = Telling(self.storage, self.names, self.shapes)

    def _refresh(self) -> None:
        """Read what other processes may have added."""
        self.shapes.forget()
        if self.texts.refresh():
            self._know_names()

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def agreements(self) -> Sequence[Agreement]:
        """All versions of all agreements, in the order in which they were recorded."""
        return self.texts.agreements

    def versions_of(self, agreement: str) -> Sequence[Agreement]:
        """Return all versions of one agreement, in the order in which they were recorded."""
        return self.texts.versions_of(agreement)

    @property
    def vocabularies(self) -> Sequence[Vocabulary]:
        """Shared terms."""
        return self.texts.vocabularies

    @property
    def entries(self) -> Iterable[Entered]:
        """Events, retractions and corrections, in the order in which they were recorded."""
        for entry in self.storage.log.entries():
            entered = entered_of(entry)
            if entered is not None:
                yield entered

    def entries_about(self, program: Program, known_at: Instant | None) -> Iterable[Entered]:
        """Return the events that may concern what is tracked, and all denials, in their versions of an instant."""
        asked = (self.telling.keys_about(program), known_at, self.storage.log.head().seq)
        if self._about[0] != asked:
            self._about = asked, [_as_recorded(entry) for entry in self.telling.back(asked[0], known_at)]
        return self._about[1]

    def stored(self, sight: Sight, within: Collection[str] | None = None) -> Answers | None:
        """Return the answers that are kept for everybody's view; None for any other view."""
        plain = sight.account == EVERYBODY and not sight.reading and not sight.assume
        if not plain or sight.as_of is None or not self._is_readable:
            return None
        return Stored(self.evaluating(), sight.as_of, sight.known_at, within)

    def close(self) -> None:
        """Let go of the database."""
        self.storage.close()

    def evaluating(self) -> Evaluating:
        """Return what keeps the working memory up to date."""
        return Evaluating(self.storage, self.texts, self.telling, self.shapes)

    # --- writing -----------------------------------------------------------------------------------------------------

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Let what is recorded inside the block have its effect, and undo all of it when the block ends."""
        try:
            with suppress(_UndoneError), self.storage.transaction():
                self._trying = True
                yield
                raise _UndoneError
        finally:
            self._trying = False
            self._read()

    def _writing(self) -> AbstractContextManager[None]:
        return nullcontext() if self._trying else self.storage.transaction()

    def add(self, library: Library, now: Instant) -> Receipt:
        """Record agreements, vocabularies and the entries that stand with them."""
        with self._writing():
            self._refresh()
            drafts = [vocabulary_draft(each, now) for each in library.vocabularies]
            drafts += [agreement_draft(version.record) for version in library.agreements]
            receipts = self.storage.log.append(drafts)
            new = [draft for draft, receipt in zip(drafts, receipts, strict=True) if receipt.new]
            self._refresh()
            changes = self._enter(new)
            entries = [Entered(entry.record, entry.zone) for entry in library.entries]
            receipt = self._until(now, self._record(entries, None, changes))
        names = tuple(draft.key for draft in new)
        same = tuple(draft.key for draft, told in zip(drafts, receipts, strict=True) if not told.new)
        return receipt._replace(
            recorded=(*names, *receipt.recorded),
            unchanged=(*same, *receipt.unchanged),
            head=str(self.storage.log.head()),
        )

    def _enter(self, new: Sequence[Draft]) -> Changes:
        """Take in agreements in the order in which they were recorded, and what other terms concern."""
        changes = Changes()
        if not new:
            return changes
        names = frozenset(draft.key for draft in new if draft.kind == Kind.AGREEMENT)
        others = self._see_terms()
        names |= others
        evaluating = self.evaluating()
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
        moved = keep_terms(self.storage, self.texts)
        if not moved:
            return frozenset()
        self.telling = Telling(self.storage, self.names, self.shapes)
        membership = self.evaluating().membership
        return frozenset[str]().union(*(membership.group(name).members for name in membership.file_again(moved)))

    def record(self, entries: Sequence[Entered], now: Instant) -> Receipt:
        """Record events, retractions and corrections."""
        with self._writing():
            self._refresh()
            receipt = self._until(now, self._record(entries, now, Changes()))
        return receipt._replace(head=str(self.storage.log.head()))

    def _until(self, now: Instant, receipt: Receipt) -> Receipt:
        """Let time take its effect until now on what was told."""
        groups = {
            self.evaluating().membership.group_of(change.name.partition("/")[0]) for change in receipt.transitions
        }
        because = Because(self.storage.log.head().seq, now)
        changes = self.evaluating().advance_all((group for group in groups if group is not None), because)
        return receipt._replace(transitions=(*receipt.transitions, *changes.came))

    def _record(self, entries: Sequence[Entered], now: Instant | None, changes: Changes) -> Receipt:
        """Append entries, in the order in which they were recorded, and evaluate them."""
        dated = sorted(((self._recorded(entered, now), entered) for entered in entries), key=lambda pair: pair[0])
        recorded: list[str] = []
        unchanged: list[str] = []
        evaluating = self.evaluating()
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
            draft = self.telling.draft(entered, when)
            receipt = self.storage.log.append([draft])[0]
            fact = self.telling.fact(entered)
            return record.id, [Told(receipt.head.seq, when, fact, fresh=True)] if receipt.new else []
        target = record.retract if isinstance(record, Retraction) else record.correct
        before = [self.telling.read(entry) for entry in self.storage.log.versions(target) if entry.kind != Kind.RETRACT]
        receipt = self.storage.log.append([self._change(record, entered.zone, when)])[0]
        if not receipt.new:
            return target, []
        after = [self.telling.read(entry) for entry in self.storage.log.versions(target) if entry.kind != Kind.RETRACT]
        return target, [Told(receipt.head.seq, when, fact, fresh=False) for fact in (*before, *after)]

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
        draft = self.telling.draft(Entered(event, where), when)
        return correction(draft, record.reason)


def _as_recorded(entry: Entry) -> Entered:
    """Return the version of an event that an entry tells, with when it was recorded."""
    known = told(entry.event)
    return Entered(known.record.model_copy(update={"recorded": format_instant(entry.recorded)}), known.zone)


def entered_of(entry: Entry) -> Entered | None:
    """Return an entry of the log as it was told; None for what is no event."""
    recorded = format_instant(entry.recorded)
    if entry.kind == Kind.EVENT:
        known = told(entry.content)
        if not isinstance(known.record, Event):
            return None
        return Entered(known.record.model_copy(update={"recorded": recorded}), known.zone)
    reason = entry.content.get("reason") if entry.kind in {Kind.RETRACT, Kind.CORRECT} else None
    if entry.kind == Kind.RETRACT:
        return Entered(Retraction(retract=entry.key, recorded=recorded, reason=reason))  # type: ignore[arg-type]
    if entry.kind == Kind.CORRECT:
        known = told(entry.event)
        fields = {key: value for key, value in known.record.plain().items() if key != "id"}
        return Entered(Correction(correct=entry.key, with_=fields, recorded=recorded, reason=reason), known.zone)  # type: ignore[arg-type]
    return None
