"""Puts the hash of the statuses into the chain: an `outcome` entry ends each transaction with transitions.

Its key tells which transitions it covers (``first-last``, by id; last < first: none), its content their hash, and the
hash of the marks (`superseded`) left since the outcome before. So no transition can be changed without breaking the
chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from commitments.ledger.drafts import Draft
from commitments.ledger.log import SqlLog
from commitments.ledger.rows import Entry, Finding, Kind
from commitments.ledger.statements import Statements
from commitments.ledger.transitions import SqlTransitions

_OUTCOMES = "SELECT seq, kind, key, recorded, body, hash FROM entry WHERE kind = 'outcome' ORDER BY seq"
#: The hash of no transitions, and of no marks.
NOTHING = sha256().hexdigest()

_MARK = "SELECT 1 FROM transition WHERE superseded_by >= ? LIMIT 1"


def record_outcome(database: Statements, log: SqlLog, transitions: SqlTransitions) -> None:
    """Append the outcome of this transaction, unless it neither added nor superseded a transition."""
    last, since = _last_outcome(database)
    first, upto = last + 1, transitions.last_id()
    if upto < first and database.row(_MARK, (since,)) is None:
        return
    end = log.end()
    if not end.head.seq:
        raise RuntimeError("transitions without an entry that caused them")
    marks = transitions.digest_of_marks(since, end.head.seq + 1) if transitions.marked else NOTHING
    content = _content(transitions.digest_added(first, upto), marks)
    (seq,) = log.append([Draft(Kind.OUTCOME, f"{first}-{upto}", content, end.recorded)])
    database.seen.keep(_OUTCOMES, (upto, seq))


def _last_outcome(database: Statements) -> tuple[int, int]:
    """Return up to which transition the last outcome goes, and its number; noughts where there is none."""
    known: tuple[int, int] | None = database.seen.get(_OUTCOMES)
    if known is not None:
        return known
    row = database.row(f"{_OUTCOMES} DESC LIMIT 1")
    return (_covered(Entry(*row))[1], row[0]) if row else (0, 0)


def check_outcomes(database: Statements, transitions: SqlTransitions) -> Iterator[Finding]:
    """Yield what does not agree between the outcomes in the chain and the transitions."""
    upto, since = 0, 0
    for row in database.rows(_OUTCOMES):
        entry = Entry(*row)
        first, last = _covered(entry)
        told, marks = transitions.digest(first, last), transitions.digest_of_marks(since, entry.seq)
        if first != upto + 1 or entry.content != _content(told, marks):
            yield Finding(f"transitions {first} to {last} are not those that were told", entry.seq)
        upto, since = last, entry.seq
    if transitions.last_id() > upto or database.row(_MARK, (since,)):
        yield Finding(f"transitions after {upto} are in no outcome")


def _content(transitions: str, marks: str) -> dict[str, object]:
    return {"transitions": transitions, "superseded": marks}


def _covered(entry: Entry) -> tuple[int, int]:
    first, _, last = entry.key.partition("-")
    return int(first), int(last)
