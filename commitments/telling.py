"""What is told, checked: as records, and against what a book holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from commitments.compile import Entered
from commitments.evaluate.viewing import InvalidViewError
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.diagnostics import RefusedTextError
from commitments.text.library import Library, Version
from commitments.text.source import Place

if TYPE_CHECKING:
    from commitments.book import Book
    from commitments.records.mapping import TableMapping
    from commitments.text.files import SourceLike

T = TypeVar("T")

IN_LEDGER = Place("the ledger", 1, 1)


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


def _merged(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    return {name: content for part in parts for name, content in part.items()}


def checked_event(fields: Mapping[str, Any], zone: str) -> Entered:
    """Return an event that is told. Raises InvalidViewError (what is wrong with it, a line each)."""
    try:
        return Entered(Event.model_validate(dict(fields)), zone)
    except ValidationError as error:
        raise InvalidViewError(error, Event) from None


def retraction_of(name: str, reason: str | None) -> Entered:
    """Return the withdrawal of an event."""
    try:
        return Entered(Retraction(retract=name, reason=reason))
    except ValidationError as error:
        raise InvalidViewError(error, Retraction) from None


def correction_of(name: str, changes: Mapping[str, Any], reason: str | None, zone: str) -> Entered:
    """Return the replacement of an event."""
    try:
        return Entered(Correction.model_validate({"correct": name, "with": dict(changes), "reason": reason}), zone)
    except ValidationError as error:
        raise InvalidViewError(error, Correction) from None


def mapping_of(given: SourceLike) -> TableMapping:
    """Return what the columns of a table mean. Raises RefusedTextError."""
    from commitments.text.mapping import load_mapping

    loaded = load_mapping(given)
    if loaded.mapping is None or loaded.diagnostics:
        raise RefusedTextError(loaded.diagnostics)
    return loaded.mapping
