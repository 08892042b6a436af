"""The use cases, each one call: ask what stands and why, tell what happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar, Unpack

from commitments.clock import system_clock
from commitments.evaluate import Evaluation, evaluate
from commitments.evaluate.viewing import sight, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from commitments.book import Book, Receipt
    from commitments.compile import Entered
    from commitments.evaluate.choosing import Choice
    from commitments.evaluate.options import Time, ViewOptions
    from commitments.reports.dossier import Dossier
    from commitments.reports.graph import Graph
    from commitments.reports.report import Report
    from commitments.reports.rollup import Grouping
    from commitments.text.diagnostics import Diagnostic
    from commitments.text.files import SourceLike
    from rules.instants import Instant

Clock = Callable[[], "Instant"]


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def asked(question: Callable[Concatenate[Tracker, Asked], Answer]) -> Callable[Concatenate[Tracker, Asked], Answer]:
    """Let all that a question reads be of one state of the book."""

    @wraps(question)
    def reading(tracker: Tracker, /, *values: Asked.args, **options: Asked.kwargs) -> Answer:
        with tracker.book.snapshot():
            return question(tracker, *values, **options)

    return reading


class Tracker:
    """Asks a book of agreements and events, and adds to it. Use it in a ``with`` block.

    Each question takes ``as_of known_at account reading assume timezone`` (see ``ViewOptions``; without ``as_of``: now)
    and returns a ``Report``, which is a sequence of frozen rows.
    """

    def __init__(self, book: Book, *, clock: Clock = system_clock, diagnostics: Sequence[Diagnostic] = ()) -> None:
        """Take a book, and what tells now (microseconds since 1970 UTC). ``diagnostics``: warnings on its texts."""
        self.book = book
        self.clock = clock
        self.diagnostics = tuple(diagnostics)
        self.receipt: Receipt | None = None  # of the latest recording
        self._trying = False

    @classmethod
    def open(
        cls, location: str | Path, *, create: bool = True, writable: bool = True, clock: Clock = system_clock
    ) -> Self:
        """Open the ledger at a path, made where there is none unless ``create`` is false. Raises LedgerError."""
        from commitments.upkeep import open_book

        return cls(open_book(location, create=create, writable=writable), clock=clock)

    @classmethod
    def load(cls, *files: SourceLike, clock: Clock = system_clock) -> Self:
        """Return a tracker of what files, folders, ``-`` and texts say, in memory. Raises RefusedTextError."""
        from commitments.filebook import FileBook
        from commitments.text.loading import load

        loaded = load(files)
        loaded.accept()
        return cls(FileBook(loaded.library), clock=clock, diagnostics=loaded.diagnostics)

    @staticmethod
    def check(*files: SourceLike) -> Report:
        """Return everything that is wrong with files, folders and texts: form, names, and what cannot come to pass.

        Errors are bad news, warnings are not. Nothing is recorded.
        """
        from commitments.checking import check
        from commitments.reports.findings import findings_report

        return findings_report(check(files))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the book."""
        self.book.close()

    # --- questions ---------------------------------------------------------------------------------------------------

    def view(self, **options: Unpack[ViewOptions]) -> Evaluation:
        """Return a view of the book, from which every answer is made. Raises InvalidViewError, CompileError."""
        return evaluate(self.book, sight(options, self.clock()))

    def _around(self, name: str, options: ViewOptions) -> Evaluation:
        """Return a view of nothing but what bears on what a name names. Raises WhichCommitmentError."""
        from commitments.evaluate.naming import named

        view = self.view(**options)
        return view.around(named(view, name).commitment)

    @asked
    def live(self, *, contested: bool = False, **options: Unpack[ViewOptions]) -> Report:
        """Return what is live, soonest due first. ``contested``: also look whether all accounts and readings agree."""
        from commitments.reports.status import soonest_first, status_report

        view = self.view(**options)
        rows, found = sorted(view.live(), key=soonest_first), None
        if contested:
            from commitments.evaluate.contention import contested_names

            found = contested_names(view)
        return status_report(view, rows, found)

    @asked
    def list(
        self,
        choice: Choice | None = None,
        *,
        contested: bool | None = None,
        weak: bool = False,
        **options: Unpack[ViewOptions],
    ) -> Report:
        """Return every commitment (that is chosen), by name. ``contested``: true: those only; false: look at it.

        ``weak``: only those whose status rests on one source only.
        """
        from commitments.reports.listing import list_report

        return list_report(self.view(**options), choice, contested=contested, weak=weak)

    @asked
    def roll_up(self, by: Grouping, choice: Choice | None = None, **options: Unpack[ViewOptions]) -> Report:
        """Return how many commitments (that are chosen) of each agreement, theme or debtor are in each status."""
        from commitments.reports.rollup import rollup_report

        view = self.view(**options)
        return rollup_report(view, view.standings() if choice is None else choice.of(view), by)

    @asked
    def show(self, name: str, *, contested: bool = True, **options: Unpack[ViewOptions]) -> Report:
        """Return everything about one commitment. Raises WhichCommitmentError."""
        from commitments.evaluate.contention import is_contested
        from commitments.evaluate.naming import the_standing
        from commitments.reports.shown import show_report

        view = self._around(name, options)
        standing = the_standing(view, name)
        return show_report(view, standing, contested=is_contested(view, standing.name) if contested else None)

    @asked
    def due(self, *, within: str | None = None, stale: str | None = None, **options: Unpack[ViewOptions]) -> Report:
        """Return what is live and has a limit ahead, soonest first; ``within``: no later than after this span.

        ``stale``: instead what is live, and nobody has reported on for this span.
        """
        from commitments.reports.listing import due_report

        return due_report(self.view(**options), options.get("timezone", "UTC"), within=within, stale=stale)

    @asked
    def why(self, name: str, *, status: str | None = None, **options: Unpack[ViewOptions]) -> Report:
        """Return why a commitment is in its status; or, given another ``status``, what still stands between.

        Raises WhichCommitmentError, UnknownWordError.
        """
        from commitments.evaluate.choosing import check_statuses
        from commitments.evaluate.naming import the_standing
        from commitments.reports.between import between_report
        from commitments.reports.explanation import why_report

        check_statuses(() if status is None else [status])
        view = self._around(name, options)
        standing = the_standing(view, name)
        return why_report(view, standing) if status is None else between_report(view, standing, status)

    @asked
    def next(self, name: str, **options: Unpack[ViewOptions]) -> Report:
        """Return what would decide a commitment next, and what would follow."""
        from commitments.evaluate.naming import the_standing
        from commitments.reports.ahead import next_report

        view = self._around(name, options)
        return next_report(view, the_standing(view, name))

    @asked
    def log(self, *, ids: Collection[str] = (), types: Collection[str] = (), **options: Unpack[ViewOptions]) -> Report:
        """Return what was entered (of these ids, of these types), in the order in which it was."""
        from commitments.reports.log import log_report

        return log_report(self.view(**options), frozenset(ids) or None, frozenset(types) or None)

    @asked
    def events(
        self, *, ids: Collection[str] = (), types: Collection[str] = (), **options: Unpack[ViewOptions]
    ) -> Report:
        """Return the events (of these ids, of these types) in the version that is known, in the order they happened."""
        from commitments.reports.log import events_report

        return events_report(self.view(**options), frozenset(ids) or None, frozenset(types) or None)

    @asked
    def history(self, name: str | None = None, **options: Unpack[ViewOptions]) -> Report:
        """Return every change of status (of what a name names, or of an agreement and all its commitments) until then.

        Raises WhichCommitmentError.
        """
        from commitments.evaluate.naming import changing
        from commitments.reports.changes import history_report

        view = self.view(**options)
        return history_report(view) if name is None else history_report(*changing(view, name))

    @asked
    def timeline(self, name: str, **options: Unpack[ViewOptions]) -> Report:
        """Return what became of an agreement, or a commitment, and what is still to come if nothing happens."""
        from commitments.evaluate.naming import standings_about, view_about
        from commitments.reports.timeline import timeline_report

        view = view_about(self.view(**options), name)
        return timeline_report(view, standings_about(view, name))

    @asked
    def graph(self, name: str | None = None, **options: Unpack[ViewOptions]) -> Graph:
        """Return what depends on what: everywhere, in an agreement and what bears on it, or around a commitment."""
        from commitments.reports.graph import graph_about

        return graph_about(self.view(**options), name)

    @asked
    def report(self, agreement: str, **options: Unpack[ViewOptions]) -> Dossier:
        """Return an agreement on one page: statuses, evidence, what comes next, what is contested, its timeline.

        Raises WhichCommitmentError.
        """
        from commitments.reports.dossier import dossier

        return dossier(self.view(**options), agreement)

    @asked
    def diff(
        self,
        *,
        start: Time | None = None,
        end: Time | None = None,
        known_start: Time | None = None,
        known_end: Time | None = None,
        **options: Unpack[ViewOptions],
    ) -> Report:
        """Return the commitments whose status is not the same at two times, each with its last change.

        ``start``, ``end``: as of these; ``known_start``, ``known_end``: what changed in what was known between them.
        """
        from commitments.evaluate.viewing import with_times
        from commitments.reports.changes import difference_report

        first = with_times(options, start, known_start)
        last = with_times(options, end, known_end)
        now = self.clock()
        return difference_report(evaluate(self.book, sight(first, now)), evaluate(self.book, sight(last, now)))

    @asked
    def tables(self, **options: Unpack[ViewOptions]) -> Mapping[str, Report]:
        """Return everything: the ``agreements``, ``commitments``, ``statuses``, ``events`` and ``transitions``."""
        from commitments.reports.tables import tables_of

        return tables_of(self.view(**options))

    @asked
    def compare(self, name: str, **options: Unpack[ViewOptions]) -> Report:
        """Return where a commitment stands in all accounts, under all answers that matter to it."""
        from commitments.reports.comparison import compare_report

        return compare_report(self.view(**options), name)

    @asked
    def what_if(self, *events: Mapping[str, Any], **options: Unpack[ViewOptions]) -> Report:
        """Return what would change if these events happened as well. Nothing is recorded."""
        from commitments.reports.changes import supposed_report

        supposed = options.copy()
        supposed["assume"] = (*options.get("assume", ()), *events)
        now = self.clock()
        before, after = (evaluate(self.book, sight(each, now)) for each in (options, supposed))
        return supposed_report(before, after)

    # --- telling -----------------------------------------------------------------------------------------------------

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Try inside the block what telling would do: it has its effect on answers there, and is undone at the end.

        Raises ReadOnlyBookError, LedgerError.
        """
        from commitments.writing import writable

        with writable(self.book).trial():
            self._trying = True
            try:
                yield
            finally:
                self._trying = False

    def add(self, *files: SourceLike) -> Report:
        """Record the agreements, vocabularies and events of files; return what changed. All of it, or nothing.

        An agreement that is there becomes a new version, the old one is kept. Raises RefusedTextError, LedgerError.
        """
        from commitments.telling import texts_of
        from commitments.writing import entered, writable, written_report

        book = writable(self.book)
        loaded = texts_of(files, self.book)
        self.diagnostics = tuple(loaded.diagnostics)
        loaded.accept()
        with book.writing():
            receipt = book.add(loaded.library, self.clock())
            return written_report(self.view(), receipt, entered(loaded.library.entries), trial=self._trying)

    def assert_event(self, kind: str, *, timezone: str = "UTC", **fields: Any) -> Report:  # noqa: ANN401
        """Record that something happened; return what changed by it.

        Args:
            kind: the type of the event.
            timezone: of times without offset.
            fields: its other fields (``actor``, ``target``, ``at``, ``source`` …); without ``at`` it happened now.

        Raises InvalidViewError, RefusedTextError (it names a commitment that there is not), LedgerError.
        """
        from commitments.text.instants import format_instant
        from commitments.writing import event_of

        at = text_of(fields.pop("at", None)) or format_instant(self.clock())
        return self._record([event_of({"type": kind, "at": at, **fields}, timezone, self.book)])

    def assert_events(
        self, *files: SourceLike, mapping: SourceLike | None = None, skip_invalid: bool = False
    ) -> Report:
        """Record the events of files (JSON Lines, CloudEvents, YAML, CSV); all of them, or nothing.

        ``mapping``: what the columns of tables mean, a file, a text, or the name of one that is shipped; then all files
        are tables. ``skip_invalid``: record those that are sound; ``diagnostics`` tell the others. Raises
        RefusedTextError, LedgerError.
        """
        from commitments.writing import events_of, recorded, with_left_out

        loaded = events_of(files, mapping, self.book)
        self.diagnostics = tuple(loaded.diagnostics)
        if not skip_invalid:
            loaded.accept()
        again = skip_invalid and not self._trying  # what a trial has begun is undone at its end only
        report, refused = recorded(loaded.library.entries, self._record, self.book, skip=skip_invalid, again=again)
        self.diagnostics += tuple(refused)
        return with_left_out(report, loaded.left_out)

    def retract(self, name: str, *, reason: str | None = None) -> Report:
        """Withdraw an event from now on; return what changed. Raises LedgerError when there is no such event."""
        from commitments.telling import retraction_of

        return self._record([retraction_of(name, reason)])

    def correct(
        self, name: str, changes: Mapping[str, Any], *, reason: str | None = None, timezone: str = "UTC"
    ) -> Report:
        """Replace fields of an event from now on (None takes one away); return what changed.

        Raises what ``assert_event`` raises.
        """
        from commitments.telling import correction_of

        return self._record([correction_of(name, changes, reason, timezone, self.book)])

    def _record(self, told: Sequence[Entered]) -> Report:
        from commitments.writing import writable, written_report

        book = writable(self.book)
        with book.writing():
            receipt = book.record(told, self.clock())
            report = written_report(self.view(), receipt, told, trial=self._trying)
        self.receipt = receipt
        return report
