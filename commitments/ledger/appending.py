"""How entries come into the log: looked for and written many at a time, each chained to the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from commitments.ledger import canonical
from commitments.ledger.difference import differences
from commitments.ledger.drafts import check, content_of, value_of
from commitments.ledger.errors import ConflictError, UnknownEventError
from commitments.ledger.log import End, end_of, keep_end, see_filed
from commitments.ledger.rows import Entry, Head, Kind
from commitments.ledger.sealing import says, seal
from commitments.ledger.statements import Statements, Values, among, parts

if TYPE_CHECKING:
    from commitments.ledger.drafts import Draft
    from commitments.ledger.log import SqlLog

#: What nearly all entries are: to look a member up in its class takes longer than to compare.
EVENT = Kind.EVENT

#: The key of a line of the index.
FIRST = itemgetter(0)

#: How many entries are looked for, and written, by one statement.
AT_ONCE = 500

#: Keys of this many characters or fewer are short enough for the index, whatever the characters.
SHORT = canonical.LONGEST_KEY // 4

_EVENT = "SELECT 1 FROM entry WHERE kind = 'event'"
_EVENTS = "SELECT key FROM entry WHERE kind = 'event' AND key IN "
_INSERT = "INSERT INTO entry (seq, kind, key, recorded, body, hash, latest) VALUES (?, ?, ?, ?, ?, ?, ?)"
_INSERT_KEY = "INSERT INTO event_key (key, at, seq) VALUES (?, ?, ?)"


class Appending:
    """What one call appends to a log; its transaction is open."""

    def __init__(self, database: Statements, log: SqlLog) -> None:
        """Look where the log ends."""
        self._database = database
        self._log = log
        (self._seq, self._digest), self._latest, self._recorded = end_of(database)
        self._entries: list[Values] = []
        self._index: list[Values] = []
        self._added: set[str] = set()
        self._waiting: set[str] = set()  # the keys of entries that are not written yet

    def append(self, drafts: Iterable[Draft]) -> list[int]:
        """Append drafts in order (see `commitments.ledger.log.SqlLog`)."""
        numbers: list[int] = []
        for part in parts(drafts, AT_ONCE):
            known = self._known(part)
            for draft in part:
                content = content_of(draft)
                check(draft)
                if (draft.kind == EVENT and draft.key not in known) or not self._is_there(draft, content):
                    known.add(draft.key)
                    numbers.append(self._add(draft, content))
                else:
                    numbers.append(0)
            self._flush()
        return numbers

    def conflicts(self, drafts: Iterable[Draft]) -> list[ConflictError]:
        """Return why events among these would be refused; nothing is appended."""
        found: list[ConflictError] = []
        for part in parts(drafts, AT_ONCE):
            known = self._known(part)
            for draft in part:
                try:
                    if draft.key in known:
                        self._is_same_event(draft, content_of(draft))
                except ConflictError as error:
                    found.append(error)
        return found

    @cached_property
    def _began_without(self) -> bool:
        """Whether there was no event before."""
        return self._database.row(f"{_EVENT} LIMIT 1") is None

    def _known(self, drafts: list[Draft]) -> set[str]:
        """Return the keys of those of these events that are there, and perhaps of more that this call has appended."""
        if len(drafts) == AT_ONCE and self._began_without:
            return self._added  # to which `append` adds all, for what is returned here is the same
        keys = [draft.key for draft in drafts if draft.kind == EVENT]
        statement = f"{_EVENTS}({among(len(keys))})"
        return {key for (key,) in self._database.rows(statement, keys)} if keys else set()

    def _add(self, draft: Draft, content: bytes) -> int:
        """Chain a draft whose canonical content is ``content``; return its number."""
        kind, key, recorded, at = draft.kind, draft.key, draft.recorded, draft.at
        self._seq = seq = self._seq + 1
        body = seal(content, seq, kind, key, recorded)
        self._digest = digest = canonical.chain(self._digest, body)
        self._latest = max(self._latest, recorded)
        self._entries.append((seq, kind, key, recorded, body, digest, self._latest))
        for name in dict.fromkeys(draft.index):
            self._index.append((name if len(name) <= SHORT else canonical.short_key(name), at, seq))
        self._waiting.add(key)
        self._recorded = recorded
        return seq

    def _flush(self) -> None:
        """Write what is not yet written; drafts were checked, so no text in it has a NUL."""
        self._database.run_each(_INSERT, self._entries, checked=True)
        self._database.run_each(_INSERT_KEY, self._index, checked=True)
        see_filed(self._database, map(FIRST, self._index))
        keep_end(self._database, End(Head(self._seq, self._digest), self._latest, self._recorded))
        self._entries, self._index = [], []
        self._waiting.clear()

    # --- what is there already ---------------------------------------------------------------------------------------

    def _is_there(self, draft: Draft, content: bytes) -> bool:
        """Whether an entry already says what a draft says. Raises ConflictError, UnknownEventError."""
        if draft.key in self._waiting:
            self._flush()
        if draft.kind == EVENT:
            return self._is_same_event(draft, content)
        if draft.kind in {Kind.RETRACT, Kind.CORRECT}:
            return self._is_same_change(draft)
        if draft.kind in {Kind.AGREEMENT, Kind.VOCABULARY}:
            entry = self._log.text(draft.kind, draft.key)
            return entry is not None and says(entry, content)
        return False

    def _is_same_event(self, draft: Draft, content: bytes) -> bool:
        told = [entry for entry in self._log.versions(draft.key) if entry.kind != Kind.RETRACT]
        if not told:
            return False
        if any(_tells(entry, content) for entry in told):
            return True
        raise ConflictError(draft.key, differences(told[-1].event, value_of(draft)))

    def _is_same_change(self, draft: Draft) -> bool:
        versions = self._log.versions(draft.key)
        if not versions:
            raise UnknownEventError(draft.key)
        last = versions[-1]
        if Kind.RETRACT in {draft.kind, last.kind}:
            return draft.kind == last.kind
        return canonical.write(last.event) == canonical.write(value_of(draft)["event"])


def _tells(entry: Entry, content: bytes) -> bool:
    """Whether an `event` or a `correct` entry tells an event of this canonical content."""
    return says(entry, content) if entry.kind == EVENT else canonical.write(entry.event) == content
