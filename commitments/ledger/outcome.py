"""Puts the hash of the statuses into the chain: an `outcome` entry ends each transaction with transitions.

Its key tells which transitions it covers (``first-last``, by id; last < first: none), its content their hash, and the
hash of the marks (`superseded`) left since the outcome before. So no transition can be changed without breaking the
chain.
"""

from __future__ import annotations

from collections.abc import Iterator

from commitments.ledger.drafts import Draft
from commitments.ledger.log import SqlLog
from commitments.ledger.rows import Entry, Finding, Kind
from commitments.ledger.statements import Statements
from commitments.ledger.transitions import SqlTransitions

_OUTCOMES = "SELECT seq, kind, key, recorded, body, hash FROM entry WHERE kind = 'outcome' ORDER BY seq"
_MARK = "SELECT 1 FROM transition WHERE superseded_by >= ? LIMIT 1"


def record_outcome(database: Statements, log: SqlLog, transitions: SqlTransitions) -> None:
    """Append the outcome of this transaction, unless it neither added nor superseded a transition."""
    row = database.row(f"{_OUTCOMES} DESC LIMIT 1")
    last = Entry(*row) if row else None
    first, since = (_covered(last)[1] + 1, last.seq) if last else (1, 0)
    upto = transitions.last_id()
    if upto < first and database.row(_MARK, (since,)) is None:
        return
    head = log.entry(log.head().seq)
    if head is None:
        raise RuntimeError("transitions without an entry that caused them")
    content = _content(transitions, (first, upto), (since, head.seq + 1))
    log.append([Draft(Kind.OUTCOME, f"{first}-{upto}", content, head.recorded)])


def check_outcomes(database: Statements, transitions: SqlTransitions) -> Iterator[Finding]:
    """Yield what does not agree between the outcomes in the chain and the transitions."""
    upto, since = 0, 0
    for row in database.rows(_OUTCOMES):
        entry = Entry(*row)
        first, last = _covered(entry)
        if first != upto + 1 or entry.content != _content(transitions, (first, last), (since, entry.seq)):
            yield Finding(f"transitions {first} to {last} are not those that were told", entry.seq)
        upto, since = last, entry.seq
    if transitions.last_id() > upto or database.row(_MARK, (since,)):
        yield Finding(f"transitions after {upto} are in no outcome")


def _content(transitions: SqlTransitions, told: tuple[int, int], marks: tuple[int, int]) -> dict[str, object]:
    first, last = told
    return {"transitions": transitions.digest(first, last), "superseded": transitions.digest_of_marks(*marks)}


def _covered(entry: Entry) -> tuple[int, int]:
    first, _, last = entry.key.partition("-")
    return int(first), int(last)
