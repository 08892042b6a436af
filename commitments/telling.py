"""What is told, checked: as records, and against what a book holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from commitments.compile import Entered
from commitments.evaluate.viewing import InvalidViewError
from commitments.ledger.errors import ConflictError, UnknownEventError
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.bounds import BOUNDS
from commitments.text.diagnostics import Diagnostic, RefusedTextError, quoted
from commitments.text.findings import Draft, Findings, InLine
from commitments.text.library import Library, Version
from commitments.text.loading import load
from commitments.text.mistakes import Mistake
from commitments.text.outcomes import Namer
from commitments.text.references import Names, parse_reference
from commitments.text.source import Place, Source, Span

if TYPE_CHECKING:
    from commitments.book import Book
    from commitments.records.agreement import Agreement
    from commitments.records.mapping import TableMapping
    from commitments.text.files import SourceLike
    from commitments.text.library import Entry
    from commitments.text.loading import Loaded

T = TypeVar("T")
Told = TypeVar("Told", Event, Correction)

IN_LEDGER = Place("the ledger", 1, 1)
#: Where an event stands that came without a file: it has no line that could be shown.
TYPED = InLine(Source("<event>", ""), Span(0, 0))


def library_of(book: Book, without: frozenset[str] = frozenset()) -> Library:
    """Return what a book holds, so that texts can be checked against it, without some agreements."""
    kept = [agreement for agreement in book.agreements if agreement.agreement not in without]
    newest = {agreement.agreement: agreement for agreement in kept}
    documents = list(newest.values())
    return Library(
        agreements=tuple(Version(agreement, IN_LEDGER) for agreement in kept),
        vocabularies=tuple(book.vocabularies),
        parties=_merged(agreement.parties for agreement in documents),
        sources=_merged(agreement.sources for agreement in documents),
        accounts=_merged(agreement.accounts for agreement in documents),
        is_a=_merged(vocabulary.is_a for vocabulary in book.vocabularies),
        part_of=_merged(vocabulary.part_of for vocabulary in book.vocabularies),
    )


def texts_of(files: Sequence[SourceLike], book: Book) -> Loaded:
    """Return what files hold, checked against a book, in which their agreements take the place of what is there."""
    names = frozenset(version.record.agreement for version in load(files).library.agreements)
    return load(files, known=library_of(book, names))


def _merged(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    return {name: content for part in parts for name, content in part.items()}


def checked_event(fields: Mapping[str, Any], zone: str, book: Book) -> Entered:
    """Return an event that is told, with the commitment that it names in full.

    Raises InvalidViewError (what is wrong with it, a line each), RefusedTextError (whom it names is not there).
    """
    try:
        event = Event.model_validate(dict(fields))
    except ValidationError as error:
        raise InvalidViewError(error, Event) from None
    if event.agreement is None and event.commitment is None:
        return Entered(event, zone)
    return Entered(_in_full(event, event.agreement, event.commitment, book), zone)


def _in_full(record: Told, agreement: str | None, commitment: str | None, book: Book) -> Told:
    """Return what is told with the commitment that it names in full. Raises RefusedTextError where there is no such."""
    with book.snapshot():
        found = Findings(BOUNDS.diagnostics)
        for texts in (_texts_named(agreement, commitment, book), book.agreements):  # all of them to tell what is near
            names, found = Names(), Findings(BOUNDS.diagnostics)
            for text in texts:
                names.add(text, TYPED.path)
            told = Namer(names, TYPED.path, found).entry(Draft(record, TYPED), "UTC")
            if not found.all():
                return told  # type: ignore[return-value] # it is of the same kind
    raise RefusedTextError(found.all())


def _texts_named(agreement: str | None, commitment: str | None, book: Book) -> list[Agreement]:
    """Return the versions of those agreements that are named, or have a commitment of the name without agreement."""
    asked = None if commitment is None else parse_reference(commitment)
    named = {agreement, None if asked is None else asked.agreement} - {None}
    homes = book.names.homes(asked.commitment) if asked is not None and not named else sorted(filter(None, named))
    return [text for name in homes for text in book.versions_of(name)]


def retraction_of(name: str, reason: str | None) -> Entered:
    """Return the withdrawal of an event."""
    try:
        return Entered(Retraction(retract=name, reason=reason))
    except ValidationError as error:
        raise InvalidViewError(error, Retraction) from None


def correction_of(name: str, changes: Mapping[str, Any], reason: str | None, zone: str, book: Book) -> Entered:
    """Return the replacement of an event. Raises InvalidViewError, RefusedTextError, as for an event."""
    try:
        told = Correction.model_validate({"correct": name, "with": dict(changes), "reason": reason})
    except ValidationError as error:
        raise InvalidViewError(error, Correction) from None
    commitment = told.with_.get("commitment")
    return Entered(told if commitment is None else _in_full(told, None, commitment, book), zone)


def mapping_of(given: SourceLike) -> TableMapping:
    """Return what the columns of a table mean. Raises RefusedTextError."""
    from commitments.text.mapping import load_mapping

    loaded = load_mapping(given)
    if loaded.mapping is None or loaded.diagnostics:
        raise RefusedTextError(loaded.diagnostics)
    return loaded.mapping


def refused_by(errors: Iterable[ConflictError | UnknownEventError], entries: Sequence[Entry]) -> dict[int, Diagnostic]:
    """Return the places of the entries that a ledger refuses, and why, where each stands."""
    why = {(error.id, isinstance(error, UnknownEventError)): error for error in errors}
    found: dict[int, Diagnostic] = {}
    for place, entry in enumerate(entries):
        told = entry.told
        changes = isinstance(told, Retraction | Correction)
        error = why.get((told.target if isinstance(told, Retraction | Correction) else told.id, changes))
        if error is not None:
            found[place] = entry.ground.diagnose(_mistake(error))
    return found


def _mistake(error: ConflictError | UnknownEventError) -> Mistake:
    if isinstance(error, UnknownEventError):
        return Mistake("E314", f"there is no event {quoted(error.id)} in the ledger", (), ())
    told = "; ".join(f"{field} is {old}, not {new}" for field, old, new in error.differences)
    message = f"the ledger has an event {quoted(error.id)} that says something else: {told}"
    return Mistake("E313", message, (f"to change it: `commitments correct {error.id}`",), ("id",))
