"""Whether what a ledger keeps of each agreement is what replaying its log gives: statuses, changes and working memory.

So a status that was changed by hand is found even where no hash covers it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from commitments.ledger.canonical import short_key
from commitments.ledger.rows import Finding
from commitments.upkeep.book import LedgerBook
from commitments.upkeep.form import MARK, ROW
from commitments.upkeep.membership import shapes_of
from commitments.upkeep.reading_back import Replayed, replayed
from commitments.upkeep.terms import differing_terms

if TYPE_CHECKING:
    from commitments.ledger.rows import Head, TransitionRow
    from commitments.ledger.storage import Storage
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from rules.instants import Instant

#: How many differences are told of one kind in one group.
MOST = 5


def verify_ledger(storage: Storage, expect: Head | None = None) -> list[Finding]:
    """Return all that is wrong with a ledger: database, chain, head, index, changes, and stored state against a replay.

    Empty allows writing again after an I/O error.
    """
    try:
        book = LedgerBook(storage)
        filing = book.contents.telling.filing
    except Exception as error:  # noqa: BLE001 - whatever keeps the agreements from being read is a finding
        found = storage.verify(expect, also=[Finding(f"the agreements cannot be read: {error}")])
    else:
        found = storage.verify(expect, filing, also=check_state(book))
    return found


def check_state(book: LedgerBook) -> Iterator[Finding]:
    """Yield where what is stored of the agreements differs from what a replay of the log gives."""
    evaluating = book.contents.evaluating()
    yield from _check_form(book.storage)
    for name in differing_terms(book.storage, book.contents.texts):
        yield Finding(f"the row {name!r} does not say what the texts say")
    clocks = book.storage.memory.clocks()
    grouped: set[str] = set()
    for name, clock in clocks.items():
        group = evaluating.membership.group(name)
        grouped.update(group.members)
        yield from _check_filing(evaluating, group)
        yield from _check_group(evaluating, group, clock)
    told = {agreement.agreement for agreement in book.contents.texts.current()}
    for name in sorted(told - grouped):
        yield Finding(f"the agreement {name} is not tracked")
    strangers = {row.agreement for row in book.storage.standings.all()} - grouped
    for name in sorted(strangers):
        yield Finding(f"statuses are stored of {name}, which no agreement is called")


def _check_form(storage: Storage) -> Iterator[Finding]:
    row = storage.memory.load(ROW)
    if row is not None and row.body != MARK:
        yield Finding("working memory is marked as that of another version; whatever is recorded next writes it anew")


def _check_filing(evaluating: Evaluating, group: Group) -> Iterator[Finding]:
    """Yield what of a group would not be found: its members, and the fields by which its events are looked up."""
    for member in group.members:
        if evaluating.membership.group_of(member) != group.name:
            yield Finding(f"{member} is not in the group {group.name}")
    for kind, shapes in shapes_of(evaluating.program(group.members)).items():
        if not set(shapes) <= set(evaluating.shapes.of(kind)):
            yield Finding(f"events of type {kind} would not be found by all that is asked of them")


def _check_group(evaluating: Evaluating, group: Group, clock: Instant) -> Iterator[Finding]:
    storage = evaluating.storage
    wanted = replayed(evaluating, group, clock)
    if wanted.last is not None and clock < wanted.last:
        yield Finding(f"the clock of {group.name} stands before its last event")
    standings = {row.name: row for member in group.members for row in storage.standings.of_agreement(member)}
    yield from _differing("the status of", wanted.standings, standings)
    changes = [row for member in group.members for row in storage.transitions.of_agreement(member)]
    yield from _check_changes(wanted, changes)
    units = {unit.name: unit for member in group.members for unit in storage.memory.of_agreement(member)}
    units = {name: unit for name, unit in units.items() if unit.kind in wanted.kinds}
    yield from _differing("the working memory of", wanted.units, units)
    watched = {name: set(storage.memory.watched(name)) for name in units}
    waiting = {name: set(map(short_key, keys)) for name, keys in wanted.watched.items()}
    yield from _differing("what is waited for by", waiting, watched)


def _check_changes(wanted: Replayed, stored: Iterable[TransitionRow]) -> Iterator[Finding]:
    follow = Counter(map(content, wanted.changes))
    there = Counter(map(content, stored))
    for row in list((follow - there).elements())[:MOST]:
        yield Finding(f"a change follows and is not stored: {row[0]} to {row[4]}")
    for row in list((there - follow).elements())[:MOST]:
        yield Finding(f"a change is stored and does not follow: {row[0]} to {row[4]}")


def content(row: TransitionRow) -> tuple[object, ...]:
    """Return what a change tells."""
    return (row.name, row.at, row.step, row.before, row.after, row.cause)


def _differing(what: str, wanted: Mapping[str, object], stored: Mapping[str, object]) -> Iterator[Finding]:
    names = sorted(name for name in {*wanted, *stored} if wanted.get(name) != stored.get(name))
    for name in names[:MOST]:
        yield Finding(f"{what} {name} is not what the log says")
    if len(names) > MOST:
        yield Finding(f"{what} {len(names) - MOST} more is not what the log says")
