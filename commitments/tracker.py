"""The use cases, each one call: ask what stands and why, tell what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from commitments.book import Book, FileBook
from commitments.clock import system_clock
from commitments.evaluate import Evaluation, evaluate
from commitments.evaluate.contention import contested_names
from commitments.evaluate.viewing import ViewOptions, sight
from commitments.reports.report import Report
from commitments.reports.status import soonest_first, status_report
from commitments.text.diagnostics import Diagnostic
from rules.instants import Instant

if TYPE_CHECKING:
    from commitments.text.files import SourceLike


class RefusedTextError(ValueError):
    """Texts with errors in them; ``diagnostics`` tell all of them."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Take everything that was found."""
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = tuple(diagnostics)


class Tracker:
    """Asks a book of agreements and events, and adds to it. Use it in a ``with`` block.

    Each question takes ``as_of known_at account reading assume timezone`` and returns a ``Report``, which is a sequence of
    frozen rows.
    """

    def __init__(
        self, book: Book, *, clock: Callable[[], Instant] = system_clock, diagnostics: Sequence[Diagnostic] = ()
    ) -> None:
        """Take a book, and what tells now."""
        self.book = book
        self.clock = clock
        self.diagnostics = tuple(diagnostics)

    @classmethod
    def load(cls, *files: SourceLike, clock: Callable[[], Instant] = system_clock) -> Self:
        """Return a tracker of what files, folders, ``-`` and texts say, in memory. Raises RefusedTextError."""
        from commitments.text.loading import load

        loaded = load(files)
        if not loaded.ok:
            raise RefusedTextError(loaded.diagnostics)
        return cls(FileBook(loaded.library), clock=clock, diagnostics=loaded.diagnostics)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the book."""
        self.book.close()

    def view(self, **options: Unpack[ViewOptions]) -> Evaluation:
        """Return a view of the book, from which every answer is made."""
        return evaluate(self.book, sight(options, self.clock()))

    def live(self, *, contested: bool = False, **options: Unpack[ViewOptions]) -> Report:
        """Return what is live, soonest due first."""
        view = self.view(**options)
        rows = sorted((row for row in view.standings() if row.live), key=soonest_first)
        return status_report(view, rows, contested_names(view) if contested else None)
