"""Whether a ledger is whole: its file, its tables, the chain of the log, its index, and the transitions that were told.

A chain proves nothing to someone who can write the file anew; a head (``n:hash``) that was kept elsewhere does.
Comparing the stored standings with a replay is for those who know what the events mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commitments.ledger import canonical
from commitments.ledger.errors import LedgerError
from commitments.ledger.filings import Filings, check_index
from commitments.ledger.log import SqlLog
from commitments.ledger.outcome import check_outcomes
from commitments.ledger.rows import Entry, Finding, Head
from commitments.ledger.sealing import OPENING, closing
from commitments.ledger.statements import Statements
from commitments.ledger.transitions import SqlTransitions
from commitments.progress import counted

_LATEST = """SELECT seq FROM (SELECT seq, latest, max(recorded) OVER (ORDER BY seq) AS running FROM entry) AS each
WHERE latest <> running"""


def verify(
    database: Statements,
    structure: Iterable[Iterator[Finding]],
    expect: Head | None = None,
    filed: Iterable[Filings] | None = None,
    also: Iterable[Finding] = (),
) -> list[Finding]:
    """Return all that is wrong: tables, chain, head, index, transitions; empty when the ledger is whole.

    ``structure``: what is checked of this kind of database before; ``filed``: how all parts of the log are filed (None:
    that is not looked at); ``also``: what is checked afterwards. All of it is done in one snapshot.
    """
    log, transitions = SqlLog(database), SqlTransitions(database)
    found: list[Finding] = []
    with database.snapshot():
        for check in (
            *structure,
            check_chain(log),
            check_latest(database),
            check_head(log, expect),
            check_index(log, filed),
            check_outcomes(database, transitions),
            iter(also),
        ):
            found += _completed(check)
    return found


def check_chain(log: SqlLog) -> Iterator[Finding]:
    """Yield which entries are not what their hash, or their place, says."""
    before = 0, canonical.GENESIS
    for entry in counted("verifying the chain", log.entries(known_at=2**63 - 1), log.head().seq):
        seq, previous = before
        if entry.seq != seq + 1:
            yield Finding(f"the entries after {seq} are missing", entry.seq)
        elif entry.hash != canonical.chain(previous, entry.body):
            yield Finding("its hash is not that of its bytes after the entry before it", entry.seq)
        if not (entry.body.startswith(OPENING) and entry.body.endswith(_closing(entry))):
            yield Finding("its columns do not say what its bytes say", entry.seq)
        before = entry.seq, entry.hash


def check_latest(database: Statements) -> Iterator[Finding]:
    """Yield at which entries the latest recorded instant so far is not what it should be."""
    for (seq,) in database.rows(_LATEST):
        yield Finding("the latest instant recorded so far is another", seq)


def check_head(log: SqlLog, expect: Head | None) -> Iterator[Finding]:
    """Yield whether the log does not go through a head that somebody kept."""
    if expect is None or expect == Head(0, canonical.GENESIS):
        return
    entry = log.entry(expect.seq)
    if entry is None:
        yield Finding(f"expected in the log, which ends at {log.head()}", expect.seq)
    elif entry.head != expect:
        yield Finding(f"expected {expect}, found {entry.head}", expect.seq)


def _closing(entry: Entry) -> bytes:
    return closing(entry.seq, entry.kind, entry.key, entry.recorded)


def _completed(check: Iterator[Finding]) -> Iterator[Finding]:
    """Yield what a check finds; that it cannot be completed is itself a finding."""
    try:
        yield from check
    except (LedgerError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        yield Finding(f"the check could not be completed: {error}")
