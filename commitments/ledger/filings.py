"""Whether look-back finds every event: what the index has to hold of each part of the log, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from commitments.ledger import canonical
from commitments.ledger.rows import LAST_NUMBER, Finding, Kind

if TYPE_CHECKING:
    from commitments.ledger.rows import IndexOf
    from commitments.ledger.storage import Log

#: A line of the index: key, at, seq.
Line = tuple[str, int, int]

#: How many entries make a part.
AT_ONCE = 2_000


class Part(NamedTuple):
    """The entries of a log after one number, up to another."""

    after: int
    upto: int = LAST_NUMBER


class Filings(NamedTuple):
    """How many ``events`` a part of the log tells, how many lines the index should have of it, and which it lacks.

    The version that a correction makes is filed too, and is no event of its own.
    """

    events: int = 0
    lines: int = 0
    missing: tuple[Line, ...] = ()


def parts_of(log: Log) -> list[Part]:
    """Return the parts of a log, in order."""
    return [Part(after, after + AT_ONCE) for after in range(0, log.head().seq, AT_ONCE)]


def filings(log: Log, index_of: IndexOf, part: Part) -> Filings:
    """Look at how a part of a log is filed."""
    events, lines = 0, list[Line]()
    for entry in takewhile(lambda entry: entry.seq <= part.upto, log.entries(part.after)):
        if entry.kind in {Kind.EVENT, Kind.CORRECT}:
            events += entry.kind == Kind.EVENT
            keys, at = index_of(entry)
            lines += [(key, at, entry.seq) for key in dict.fromkeys(map(canonical.short_key, keys))]
    return Filings(events, len(lines), tuple(log.unfiled(lines)))


def check_index(log: Log, found: Iterable[Filings] | None) -> Iterator[Finding]:
    """Yield which events look-back would not find, or find wrongly, by what was found of all parts of a log."""
    if found is None:
        return
    count = 0
    for part in found:
        count += part.lines - len(part.missing)
        yield from map(lacking, part.missing)
    present = log.count_filed()
    if present > count:
        yield Finding(f"the index has {present - count} lines too many")


def lacking(line: Line) -> Finding:
    """Return the finding that the index lacks a line."""
    key, _, seq = line
    return Finding(f"the index does not have it under {key!r}", seq)
