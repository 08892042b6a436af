"""All accounts and all answers: where they do not agree, a commitment is contested. Source: semantics.md, section 6."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from commitments.book import Book
from commitments.compile import Sight
from commitments.evaluate.evaluation import Evaluation, evaluate
from commitments.evaluate.naming import ABSENT
from commitments.records.parties import EVERYBODY


def accounts_of(book: Book) -> list[str]:
    """Return the accounts of a book: everybody's first."""
    return [EVERYBODY, *dict.fromkeys(name for agreement in book.agreements for name in agreement.accounts)]


def questions_of(book: Book) -> dict[str, tuple[str, ...]]:
    """Return the questions of interpretation of a book, with all their answers, the first one first."""
    found: dict[str, dict[str, None]] = {}
    for agreement in book.agreements:
        for question, answers in agreement.readings.items():
            found.setdefault(question, {}).update(dict.fromkeys(answers))
    return {question: tuple(answers) for question, answers in found.items()}


def is_open(book: Book) -> bool:
    """Whether a book has more than one account or more than one answer, so that something may be contested."""
    return len(accounts_of(book)) > 1 or any(len(answers) > 1 for answers in questions_of(book).values())


def all_sights(book: Book, sight: Sight) -> Iterator[Sight]:
    """Yield the views of all accounts under all answers, at the times (and with the assumptions) of one view."""
    questions = questions_of(book)
    for account in accounts_of(book):
        for answers in product(*questions.values()):
            yield replace(sight, account=account, reading=dict(zip(questions, answers, strict=True)))


def contested_names(view: Evaluation) -> dict[str, dict[str, int]]:
    """Return what is contested, by full name, with in how many views it is in which status."""
    if not is_open(view.book):
        return {}
    counts: list[Mapping[str, str]] = [
        {row.name: row.status for row in evaluate(view.book, sight).standings()}
        for sight in all_sights(view.book, view.sight)
    ]
    names = sorted({name for statuses in counts for name in statuses})
    found: dict[str, dict[str, int]] = {}
    for name in names:
        tally: dict[str, int] = {}
        for statuses in counts:
            word = statuses.get(name, ABSENT)
            tally[word] = tally.get(word, 0) + 1
        if len(tally) > 1:
            found[name] = tally
    return found
