"""What may stand where somebody presses the tab key: words, and the names that files or the ledger hold.

A mistake elsewhere on the line, a text that is not sound, a ledger that is not there: then nothing is proposed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, redirect_stderr, suppress
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from commitments.book import Book
    from commitments.records.agreement import Agreement

#: No more names are proposed than anybody reads.
MOST = 200
FILE = "file"


def proposed(kind: str, context: click.Context, begun: str) -> list[CompletionItem[str]]:
    """Return what a word that was begun may become. In a list with commas, the last part is the word."""
    from click.shell_completion import CompletionItem

    if kind in (FILE, "mapping"):
        words = _safely(kind, context, begun)
        return [*(CompletionItem(word) for word in words), CompletionItem(begun, type=FILE)]
    before, comma, last = begun.rpartition(",") if kind in LISTS else ("", "", begun)
    return [CompletionItem(before + comma + word) for word in _safely(kind, context, last)]


def _safely(kind: str, context: click.Context, begun: str) -> list[str]:
    found: list[str] = []
    with suppress(Exception, SystemExit), redirect_stderr(io.StringIO()):
        for word in KINDS[kind](context, begun):
            if word.startswith(begun) and word not in found:
                found.append(word)
            if len(found) == MOST:
                break
    return found


@contextmanager
def _book(context: click.Context) -> Iterator[Book]:
    """Open what the line names so far, else what the settings do, without evaluating anything."""
    files, location = _named(context)
    if files:
        from commitments.filebook import FileBook
        from commitments.text.loading import load

        yield FileBook(load([name for name in files if name != "-"]).library)
        return
    from commitments.terminal.options import LEDGER
    from commitments.upkeep import open_book

    with closing(open_book(location or LEDGER, writable=False)) as book:
        yield book


def _named(context: click.Context) -> tuple[Collection[str], str | None]:
    asks = any("-f" in parameter.opts for parameter in context.command.params)
    files, location = context.params.get("files") if asks else (), context.params.get("ledger")
    if files or location or context.find_root().params.get("no_config"):
        return files or (), location
    from commitments.terminal.config import settings

    read = settings()
    values: Mapping[str, Any] = {} if read is None else read.values
    return values.get("files", ()), values.get("ledger")


def _texts(book: Book) -> list[Agreement]:
    """Return the latest text of each agreement."""
    return list({agreement.agreement: agreement for agreement in book.agreements}.values())


# --- names -----------------------------------------------------------------------------------------------------------


def _commitments(context: click.Context, begun: str) -> Iterator[str]:
    """Yield full names, those of instances where they are kept or begun; and short names once one was begun."""
    with _book(context) as book:
        from commitments.upkeep import LedgerBook

        kept = book.storage.standings.names(begun, MOST) if isinstance(book, LedgerBook) else []
        several = {name.partition("[")[0] for name in kept if "[" in name}
        texts = _texts(book) if len(kept) < MOST else []
        names = {f"{text.agreement}/{name}" for text in texts for name in text.commitments}
        yield from sorted({*kept, *names} - several)
        if "[" in begun:
            yield from _instances(book)
        if begun and "/" not in begun:
            yield from sorted(name.partition("/")[2] for name in names)


def _instances(book: Book) -> Iterator[str]:
    from commitments.tracker import Tracker

    for row in Tracker(book).list():
        yield from (row.name, row.name.partition("/")[2])


def _abouts(context: click.Context, begun: str) -> Iterator[str]:
    yield from _agreements(context, begun)
    yield from _commitments(context, begun)


def _agreements(context: click.Context, _begun: str) -> Iterator[str]:
    with _book(context) as book:
        from commitments.upkeep import LedgerBook

        if isinstance(book, LedgerBook):
            yield from sorted({key for _, kind, key in book.storage.log.text_keys_since(0) if kind == "agreement"})
        else:
            yield from sorted(text.agreement for text in _texts(book))


def _declared(part: str) -> Callable[[click.Context, str], Iterator[str]]:
    """Return what yields the names that agreements declare: parties, sources or accounts."""

    def names(context: click.Context, _begun: str) -> Iterator[str]:
        with _book(context) as book:
            yield from sorted({name for text in _texts(book) for name in getattr(text, part)})

    return names


def _answers(context: click.Context, begun: str) -> Iterator[str]:
    """Yield questions, and once one is named its answers."""
    with _book(context) as book:
        asked = {question: answers for text in _texts(book) for question, answers in text.readings.items()}
    for question, answers in sorted(asked.items()):
        yield from (f"{question}={answer}" for answer in answers) if "=" in begun else (f"{question}=",)


def _events(context: click.Context, begun: str) -> Iterator[str]:
    with _book(context) as book:
        from commitments.records.said import TellsEvent
        from commitments.upkeep import LedgerBook

        if isinstance(book, LedgerBook):
            yield from book.storage.log.identifiers(begun, MOST)
        else:
            yield from (entry.told.id for entry in book.entries if isinstance(entry.told, TellsEvent))


def _types(context: click.Context, _begun: str) -> Iterator[str]:
    """Yield the types of events that texts speak of, and the acts."""
    from commitments.records.powers import RESERVED

    with _book(context) as book:
        told = {name for text in _texts(book) for name in (*text.counts_as, *_types_in(text.plain()))}
        told |= {name for vocabulary in book.vocabularies for name in vocabulary.is_a}
    yield from sorted(told)
    yield from RESERVED


def _types_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("event"), str):
            yield value["event"]
        for inner in value.values():
            yield from _types_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _types_in(inner)


# --- words -----------------------------------------------------------------------------------------------------------


def _statuses(_context: click.Context, _begun: str) -> Iterable[str]:
    from commitments.records.statuses import STATUSES

    return STATUSES


def _strengths(_context: click.Context, _begun: str) -> Iterable[str]:
    from commitments.records.statuses import STRENGTHS

    return STRENGTHS


def _mappings(_context: click.Context, _begun: str) -> Iterable[str]:
    from commitments.text.examples import mappings

    return mappings()


def _examples(_context: click.Context, _begun: str) -> Iterable[str]:
    from commitments.text.examples import names

    return names()


def _topics(context: click.Context, _begun: str) -> Iterator[str]:
    from commitments.terminal.topics import pages

    root = context.find_root()
    if isinstance(root.command, click.Group):
        yield from root.command.list_commands(root)
    yield from pages()


def _nothing(_context: click.Context, _begun: str) -> Iterable[str]:
    return ()


#: Options that take several, with commas between them.
LISTS = frozenset({"status", "strength", "agreement", "party", "event", "type", "answer"})
KINDS: dict[str, Callable[[click.Context, str], Iterable[str]]] = {
    FILE: _nothing,
    "commitment": _commitments,
    "about": _abouts,
    "agreement": _agreements,
    "party": _declared("parties"),
    "source": _declared("sources"),
    "account": _declared("accounts"),
    "answer": _answers,
    "event": _events,
    "type": _types,
    "status": _statuses,
    "strength": _strengths,
    "mapping": _mappings,
    "example": _examples,
    "topic": _topics,
}
