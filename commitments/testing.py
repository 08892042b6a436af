"""Scenarios: each file is loaded by itself, and asked whether what it expects comes out.

Source: semantics.md, section 9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from commitments.book import Book
from commitments.checking import check_loaded
from commitments.compile import sight_of
from commitments.compile.errors import CompileError
from commitments.evaluate import evaluate
from commitments.evaluate.expectations import Check, checks_of
from commitments.evaluate.naming import WhichCommitmentError, one_standing
from commitments.filebook import FileBook
from commitments.mistakes import MistakeError
from commitments.progress import counted
from commitments.reports.changes import rows_of
from commitments.reports.report import Report
from commitments.reports.scenario import Failure, Tally, scenario_report
from commitments.text.diagnostics import Diagnostic, has_errors
from commitments.text.files import SourceLike, beside_it, inside
from commitments.text.library import Expected, Library
from commitments.text.loading import Loaded, load
from rules.instants import Instant

#: What makes a book of a library: files in memory by default.
Opening = Callable[[Library], Book]


class NoScenarioError(MistakeError):
    """No file given expects anything."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Take what was looked at."""
        super().__init__(f"nothing to test: no `expect:` in {', '.join(paths)}")


def scenario_files(paths: Sequence[str]) -> list[str]:
    """Return the files to run: of a folder the YAML files in it and below."""
    found: dict[str, None] = {}
    for path in paths:
        folder = Path(path)
        files = sorted(map(str, inside(folder))) if folder.is_dir() else [path]
        found.update(dict.fromkeys(files))
    return list(found)


def run_scenarios(
    paths: Sequence[str], beside: Sequence[SourceLike] = (), *, opening: Opening = FileBook
) -> tuple[Report, list[Diagnostic]]:
    """Run every file; return what failed, and what is wrong with the texts.

    ``beside``: files that are loaded with each. A file without agreements is about those that stand beside it in its
    folder. A file that does not load fails, unless all that it expects is `check`.
    """
    failures: list[Failure] = []
    diagnostics: list[Diagnostic] = []
    files = checks = 0
    for path in counted("testing", list(scenario_files(paths))):
        loaded = _load(path, beside)
        expects_check = any(expected.record.check is not None for expected in loaded.library.expected)
        found: list[Failure] = []
        number = 0
        if loaded.library.expected or not loaded.ok:
            files += 1
            told = check_loaded(loaded) if expects_check else loaded.diagnostics
            found, number = _run(path, loaded.library, told, opening)
        failures += found
        checks += number
        diagnostics += [] if expects_check else [one for one in loaded.diagnostics if one.severity == "error"]
    if not files:
        raise NoScenarioError(paths)
    return scenario_report(failures, Tally(files, checks, len(failures))), diagnostics


def _load(path: str, beside: Sequence[SourceLike]) -> Loaded:
    """Load a scenario; one that names what no agreement of it has, with the agreements of its folder."""
    loaded = load([*beside, path])
    if loaded.ok or loaded.library.agreements or not Path(path).is_file():
        return loaded
    others = [each for each in beside_it(Path(path)) if each != Path(path)]
    agreements = [each for each in others if _is_agreement_alone(load([each]).library)]
    return load([*beside, *agreements, path]) if agreements else loaded


def _is_agreement_alone(library: Library) -> bool:
    return bool(library.agreements) and not library.expected


def _run(path: str, library: Library, diagnostics: list[Diagnostic], opening: Opening) -> tuple[list[Failure], int]:
    about_text = any(expected.record.check is not None for expected in library.expected)
    if has_errors(diagnostics) and not about_text:
        number = sum(found.severity == "error" for found in diagnostics)
        got = f"{number} error{'' if number == 1 else 's'} in the text"
        first = next(found for found in diagnostics if found.severity == "error")
        return [Failure(path, first.line, first.column, None, "text", "a text without errors", got, first.message)], 1
    book = opening(library)
    try:
        return _expect(library.expected, book, diagnostics)
    finally:
        book.close()


def _expect(expected: Sequence[Expected], book: Book, diagnostics: list[Diagnostic]) -> tuple[list[Failure], int]:
    failures: list[Failure] = []
    number = 0
    for entry in expected:
        for check in _checks(entry, book, diagnostics):
            number += 1
            if not check.ok:
                failures.append(_failure(entry, check, book))
    return failures, number


def _checks(entry: Expected, book: Book, diagnostics: list[Diagnostic]) -> Iterator[Check]:
    try:
        yield from checks_of(entry, book, diagnostics)
    except (CompileError, WhichCommitmentError) as error:
        yield Check((), "view", "an answer", str(error), ok=False)


def _failure(entry: Expected, check: Check, book: Book) -> Failure:
    place = entry.place
    why = _why(entry, check, book) if check.path[:1] in {("status",), ("since",), ("due",)} else None
    return Failure(
        place.path, place.line, place.column, entry.record.as_of, check.subject, check.expected, check.got, why
    )


def _why(entry: Expected, check: Check, book: Book) -> str | None:
    """Return why a commitment is where it stands, by its last change."""
    view = evaluate(book, sight_of(entry.record.view(entry.zone)))
    try:
        standing = one_standing(view, str(check.path[1]))
    except WhichCommitmentError:
        return None
    name = None if standing is None else standing.name
    rows = rows_of(view, [change for change in view.transitions() if change.name == name][-1:])
    return rows[0].why if rows else None


@contextmanager
def through_ledgers(clock: Callable[[], Instant]) -> Iterator[Opening]:
    """Yield what makes a ledger of each library, in a folder that is removed at the end."""
    from commitments.upkeep import open_book

    with TemporaryDirectory(prefix="commitments-") as folder:
        numbers = count()

        def opening(library: Library) -> Book:
            book = open_book(Path(folder) / f"{next(numbers)}.db", create=True)
            book.add(library, clock())
            return book

        yield opening
