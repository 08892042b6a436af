"""What is written to a ledger, and what changed by it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from commitments.book import Book, Receipt, WritableBook
from commitments.compile import Entered, Names
from commitments.compile.denials import DENIAL
from commitments.compile.events import happening
from commitments.evaluate import Evaluation
from commitments.frozen import replace
from commitments.mistakes import MistakeError
from commitments.records.said import TellsEvent
from commitments.reports.changes import BY_NEWS, BY_TIME, Change, change_row, changes_report, undone_row
from commitments.reports.idle import idle_acts, idle_notes
from commitments.reports.report import Report
from commitments.text.plainlines import plain_fields
from commitments.wording.events import event_line
from rules.acts import ACT_TYPES
from rules.facts import Event as Fact

if TYPE_CHECKING:
    from commitments.ledger.errors import ConflictError, UnknownEventError
    from commitments.text.diagnostics import Diagnostic
    from commitments.text.files import SourceLike
    from commitments.text.library import Entry, Library
    from commitments.text.loading import Loaded
    from rules.instants import Instant
    from rules.trace import Transition


class ReadOnlyBookError(MistakeError):
    """A writing to what was read from files."""

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__("files are read, not written to: give a ledger (--ledger PATH), or edit the files")


def writable(book: Book) -> WritableBook:
    """Return a book that can be written to. Raises ReadOnlyBookError."""
    if not hasattr(book, "record"):  # to ask for each method of a protocol takes longer than to write a row
        raise ReadOnlyBookError
    return cast("WritableBook", book)


def event_of(fields: Mapping[str, Any], zone: str, book: Book) -> Entered:
    """Return an event that is told, with the commitment that it names in full.

    Raises InvalidViewError (what is wrong with it, a line each), RefusedTextError (whom it names is not there).
    """
    known = _in_full(fields, book)
    said = None if known is None else plain_fields(known)
    if said is not None:
        return Entered(said, zone)
    from commitments.telling import checked_event

    return checked_event(fields, zone, book)


def _in_full(fields: Mapping[str, Any], book: Book) -> Mapping[str, Any] | None:
    """Return fields with the commitment that they name in full; None where it takes more than a look-up to tell."""
    agreement, commitment = fields.get("agreement"), fields.get("commitment")
    if commitment is None:
        return fields if agreement is None else None
    named = book.names.find(commitment, agreement) if isinstance(commitment, str) else None
    if named is None or named.instance is not None or agreement not in {None, named.agreement}:
        return None
    return {**fields, "commitment": str(named)}


def events_of(files: Sequence[SourceLike], mapping: SourceLike | None, book: Book) -> Loaded:
    """Return the events of files, checked against what a book holds. ``mapping``: what columns of tables mean.

    Raises RefusedTextError for a mapping that is not sound.
    """
    from commitments.text.loading import load

    def known() -> Library:
        from commitments.telling import library_of

        with book.snapshot():
            return library_of(book)

    if mapping is None:
        return load(files, known=known)
    from commitments.telling import mapping_of

    return load(files, known=known, mapping=mapping_of(mapping))


def entered(entries: Sequence[Entry]) -> list[Entered]:
    """Return entries of a library as they are recorded."""
    return [Entered(entry.told, entry.zone) for entry in entries]


def recorded(
    entries: Sequence[Entry], record: Callable[[Sequence[Entered]], Report], book: Book, *, skip: bool, again: bool
) -> tuple[Report, list[Diagnostic]]:
    """Return what the recording of entries of files brought, and what the ledger refused of them.

    ``skip``: leave out events whose ids it has with other content; ``again``: try again without the change of an event
    that it does not have. Raises RefusedTextError, LedgerError.
    """
    from commitments.ledger.errors import ConflictError, UnknownEventError

    left, refused = list(entries), list["Diagnostic"]()
    if skip:
        found = writable(book).conflicts(entered(left))
        left, refused = _without(left, [each for each in found if isinstance(each, ConflictError)])
    while True:
        try:
            return record(entered(left)), refused
        except (ConflictError, UnknownEventError) as error:
            from commitments.text.diagnostics import RefusedTextError

            left, more = _without(left, [error])
            refused += more
            if not more:
                raise
            if not again:
                raise RefusedTextError(refused) from error


def _without(
    entries: list[Entry], errors: Sequence[ConflictError | UnknownEventError]
) -> tuple[list[Entry], list[Diagnostic]]:
    """Return entries without those that a ledger refuses, and why, where each of them stands."""
    if not errors:
        return entries, []
    from commitments.telling import refused_by

    found = refused_by(errors, entries)
    return [entry for place, entry in enumerate(entries) if place not in found], list(found.values())


def facts_of(told: Sequence[Entered], names: Names) -> dict[str, Fact]:
    """Return the events among entries by id, as they are cited."""
    return {one.told.id: happening(one.told, one.zone, names) for one in told if isinstance(one.told, TellsEvent)}


def written_report(view: Evaluation, receipt: Receipt, told: Sequence[Entered], *, trial: bool = False) -> Report:
    """Return what changed by a writing; ``view``: of the book after it, ``told``: what was written.

    ``trial``: it is undone, so the events are told too.
    """
    cited = {name for change in (*receipt.transitions, *receipt.undone) for name in change.cause.events}
    facts = facts_of(told if trial else _mentioned(told, cited), view.names)
    rows = [
        change_row(change, facts, view.zone(change.name.partition("/")[0]), by=_by(change, receipt.first))
        for change in receipt.transitions
    ]
    named = {row.name for row in rows}
    gone = {change.name: change for change in receipt.undone if change.name not in named}
    for name, change in gone.items():
        standing = view.standing(name) if "/" in name else None
        status = "absent" if standing is None else standing.status
        if status != change.after:
            zone = view.zone(name.partition("/")[0])
            rows.append(undone_row(change, status, facts, zone, by=_by(change, receipt.first)))
    beside: dict[str, Any] = {"recorded": list(receipt.recorded), "unchanged": list(receipt.unchanged)}
    beside |= tried(receipt, told) if trial else {"head": receipt.head}
    idle = idle_acts(receipt.ineffective, [facts[name] for name in receipt.recorded if name in facts])
    beside["ineffective"] = [one._asdict() for one in idle]
    rows.sort(key=lambda row: row.by == BY_TIME)
    tries = tried_notes(receipt, facts, told) if trial else ()
    unheard = unheard_notes(told, writable(view.book)) if told and not rows else ()
    notes = (*_notes(receipt, trial=trial), *unheard, *idle_notes(idle, facts), *_waiting(rows))
    report = changes_report(rows, None, (*tries, *notes))
    return replace(report, beside=beside)


def unheard_notes(told: Sequence[Entered], book: WritableBook) -> tuple[str, ...]:
    """Return a note where one event is told and no text speaks of its type: perhaps it is written otherwise there.

    Of many at once most may concern nobody.
    """
    one = told[0].told
    if len(told) > 1 or not isinstance(one, TellsEvent) or one.type == DENIAL or one.type in ACT_TYPES:
        return ()
    return () if book.waits_for(one.type) else (f"No text waits for {one.type}.",)


def _mentioned(told: Sequence[Entered], cited: Collection[str]) -> list[Entered]:
    """Return the events that a report may mention: those that are cited, and acts."""
    return [
        one for one in told if isinstance(one.told, TellsEvent) and (one.told.id in cited or one.told.type in ACT_TYPES)
    ]


def _by(change: Transition, first: Instant | None) -> str:
    """Return what brought a change that a writing found: what was told, ``first`` of it, or a limit passed before."""
    silent = not change.cause.events and first is not None and change.moment.at < first
    return BY_TIME if silent else BY_NEWS


def _waiting(rows: Sequence[Change]) -> tuple[str, ...]:
    """Return a note on what was not told but had come about in silence; it stands last."""
    silent = sum(row.by == BY_TIME for row in rows)
    if not silent:
        return ()
    last = f"The last {silent}" if silent > 1 else "The last"
    which = "All" if silent == len(rows) else last
    return (f"{which} of these came about by the passing of time, since something was last recorded.",)


FEW = 12


def _notes(receipt: Receipt, *, trial: bool) -> tuple[str, ...]:
    notes = []
    recorded = "Would be recorded" if trial else "Recorded"
    for label, ids in ((recorded, receipt.recorded), ("Known already, unchanged", receipt.unchanged)):
        more = f" and {len(ids) - FEW} more" if len(ids) > FEW else ""
        notes += [f"{label}: {', '.join(ids[:FEW])}{more}."] if ids else []
    if not receipt.transitions and not receipt.undone:
        notes.append("No status would change." if trial else "No status changed.")
    return tuple(notes)


def with_left_out(report: Report, rows: int) -> Report:
    """Return a report on what was recorded from tables, with how many rows their mapping leaves out."""
    if not rows:
        return report
    note = f"Left out, as the mapping says: {rows} {'row' if rows == 1 else 'rows'}."
    return replace(report, notes=(*report.notes, note), beside={**report.beside, "left_out": rows})


def tried(receipt: Receipt, told: Sequence[Entered]) -> dict[str, Any]:
    """Return what JSON tells beside the changes of a trial: the events that would be recorded, as lines of JSON."""
    from commitments.records.event import Event

    new_ids = frozenset(receipt.recorded)
    records = [one.record for one in told if isinstance(one.told, TellsEvent) and one.told.id in new_ids]
    new = [record.plain() for record in records if isinstance(record, Event)]
    return {"dry_run": True, "events": [{key: _listed(value) for key, value in event.items()} for event in new]}


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def tried_notes(receipt: Receipt, facts: Mapping[str, Fact], told: Sequence[Entered]) -> tuple[str, ...]:
    """Return notes on a trial: that it is one, and the events that would be recorded, each in a line."""
    zones = {one.told.id: one.zone for one in told if isinstance(one.told, TellsEvent)}
    new = [event_line(facts[name], zones[name]) for name in receipt.recorded if name in facts]
    return ("A trial: nothing is recorded.", *new[:FEW])
