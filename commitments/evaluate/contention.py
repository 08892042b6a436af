"""All accounts and all answers: where they do not agree, a commitment is contested. Source: semantics.md, section 6.

Only the answers that may matter to a commitment are tried, and accounts that see the same are evaluated once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from commitments.book import Book
from commitments.compile import Sight
from commitments.evaluate.evaluation import Evaluation
from commitments.evaluate.naming import ABSENT
from commitments.frozen import replace
from commitments.mistakes import MistakeError
from commitments.progress import counted
from commitments.records.everybody import EVERYBODY
from rules.trace import Standing

#: How many answers together are tried for one commitment.
MOST = 4096

Rows = Mapping[str, Standing]


class TooManyAnswersError(MistakeError):
    """So many questions may matter to a commitment that not all of their answers together can be tried."""

    def __init__(self, name: str, questions: Iterable[str], number: int) -> None:
        """Take the commitment, the questions, and how many answers together there are."""
        asked = ", ".join(questions)
        super().__init__(f"{name}: {number} combinations of answers to {asked}; settle some of them (--reading Q=A)")


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


class Perspectives:
    """The views of all accounts under all answers, at the times (and with the assumptions) of one view.

    A question that the view answers keeps its answer.
    """

    def __init__(self, view: Evaluation) -> None:
        """Take the view."""
        self.view = view
        self.accounts = accounts_of(view.book)
        self._answers = {
            question: (view.sight.reading[question],) if question in view.sight.reading else answers
            for question, answers in questions_of(view.book).items()
        }
        self._seen: dict[object, Rows] = {}
        self._rows: dict[object, Rows] = {}

    def questions_on(self, commitment: str) -> dict[str, tuple[str, ...]]:
        """Return the open questions that may matter to a commitment, with their answers, in the order of the texts."""
        asked = self.view.bearing.questions_on(commitment)
        return {question: answers for question, answers in self._answers.items() if question in asked}

    def sights_on(self, commitment: str) -> Iterator[Sight]:
        """Yield the views of all accounts under all answers that may matter. Raises TooManyAnswersError."""
        questions = self.questions_on(commitment)
        number = prod(map(len, questions.values()))
        if number > MOST:
            raise TooManyAnswersError(commitment, questions, number)
        for account in self.accounts:
            for answers in product(*questions.values()):
                reading = dict(self.view.sight.reading) | dict(zip(questions, answers, strict=True))
                yield replace(self.view.sight, account=account, reading=reading)

    def view_on(self, commitment: str, sight: Sight) -> Evaluation:
        """Return a view of what bears on a commitment."""
        return self.view.other(sight, self.view.bearing.agreements_on(commitment))

    def rows_on(self, commitment: str, sight: Sight) -> Rows:
        """Return where everything stands that bears on a commitment, and what stands beside it."""
        within = self.view.bearing.agreements_on(commitment)
        key = (within, sight.account, tuple(sorted(sight.reading.items())))
        known = self._rows.get(key)
        if known is None:
            view = self.view.other(sight, within)
            same = (within, *content_of(view))
            known = self._seen.get(same)
            if known is None:
                known = self._seen[same] = {row.name: row for row in view.engine.standings()}
            self._rows[key] = known
        return known

    def standing(self, name: str, sight: Sight) -> Standing | None:
        """Return where the commitment of a full name stands in one of the views; None: it is absent."""
        found = self.rows_on(name, sight).get(name)
        written = self.view.commitment(name.partition("[")[0])
        ahead = found is None and written is not None and written.every is not None
        return self.view_on(name, sight).standing(name) if ahead else found


def content_of(view: Evaluation) -> tuple[object, ...]:
    """Return what a view is made of: which events count, which commitments are reported, and how they are read."""
    clauses = tuple(clause.full_name for agreement in view.program.agreements for clause in agreement.clauses)
    return tuple(event.id for event in view.visible.events), clauses, view.answers()


def contested_names(view: Evaluation, agreement: str | None = None) -> dict[str, dict[str, int]]:
    """Return what is contested (of an agreement), by full name, with in how many views it is in which status."""
    perspectives = Perspectives(view)
    found: dict[str, dict[str, int]] = {}
    for commitment in counted("comparing accounts and readings", view.bearing.commitments()):
        if agreement is not None and not commitment.startswith(f"{agreement}/"):
            continue
        if len(perspectives.accounts) > 1 or perspectives.questions_on(commitment):
            found |= _tallies(perspectives, commitment)
    return {name: found[name] for name in sorted(found)}


def is_contested(view: Evaluation, name: str) -> bool:
    """Whether the commitment of a full name is not in one status in all accounts, under all answers."""
    perspectives = Perspectives(view)
    statuses = {status_of(perspectives.standing(name, sight)) for sight in perspectives.sights_on(name)}
    return len(statuses) > 1


def status_of(row: Standing | None) -> str:
    """Return a status, ``absent`` where there is none."""
    return ABSENT if row is None else row.status


def _tallies(perspectives: Perspectives, commitment: str) -> dict[str, dict[str, int]]:
    """Return in how many views each instance of a commitment is in which status, where that is not one."""
    sights = perspectives.sights_on(commitment)
    views = [_instances(perspectives.rows_on(commitment, sight), commitment) for sight in sights]
    found: dict[str, dict[str, int]] = {}
    for name in {name for rows in views for name in rows}:
        tally: dict[str, int] = {}
        for rows in views:
            word = rows.get(name, ABSENT)
            tally[word] = tally.get(word, 0) + 1
        if len(tally) > 1:
            found[name] = tally
    return found


def _instances(rows: Rows, commitment: str) -> dict[str, str]:
    return {name: row.status for name, row in rows.items() if name.partition("[")[0] == commitment}
