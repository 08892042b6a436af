"""Whether what a scenario expects comes out. Source: semantics.md, sections 9 and 10."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from commitments.book import Book
from commitments.compile import sight_of
from commitments.evaluate.contention import contested_names
from commitments.evaluate.evaluation import Evaluation, evaluate
from commitments.evaluate.findings import differences
from commitments.evaluate.naming import Disagreement, WhichCommitmentError, named, standings_of, status_of
from commitments.records.scenario import Expectation
from commitments.text.diagnostics import Diagnostic
from commitments.text.instants import format_instant
from commitments.text.library import Expected
from commitments.text.times import parse_limit, parse_moment
from rules.instants import Instant

NOTHING = "nothing"


class Check(NamedTuple):
    """One thing that was expected. ``path`` is where it stands in its entry, ``expected`` and ``got`` are as text."""

    path: tuple[str | int, ...]
    subject: str
    expected: str
    got: str
    ok: bool


def checks_of(expected: Expected, book: Book, diagnostics: Sequence[Diagnostic] = ()) -> Iterator[Check]:
    """Yield everything that an entry expects, with what came out. ``diagnostics`` are those of its file."""
    record = expected.record
    if record.check is not None:
        yield _findings(record.check, diagnostics)
    if record.as_of is None:
        return
    view = evaluate(book, sight_of(record.view(expected.zone)))
    yield from _statuses(record, view)
    yield from _sets(record, view)
    yield from _instants(record, view, expected.zone)
    if record.ineffective is not None:
        got = {report.event for report in view.acts() if not report.effective}
        yield _set("ineffective", record.ineffective, got)


def _statuses(record: Expectation, view: Evaluation) -> Iterator[Check]:
    for name, wanted in (record.status or {}).items():
        got = _status(view, name)
        yield Check(("status", name), name, wanted, got, got == wanted)


def _status(view: Evaluation, name: str) -> str:
    try:
        found = status_of(view, name)
    except WhichCommitmentError as error:
        return str(error)
    return str(found) if isinstance(found, Disagreement) else found


def _sets(record: Expectation, view: Evaluation) -> Iterator[Check]:
    if record.live is not None:
        yield _set("live", _full(view, record.live), {row.name for row in view.standings() if row.live})
    if record.late is not None:
        yield _set("late", _full(view, record.late), {row.name for row in view.standings() if row.late})
    if record.contested is not None:
        yield _set("contested", _full(view, record.contested), contested_names(view))


def _full(view: Evaluation, names: Iterable[str]) -> set[str]:
    """Return names in full; one without instance stands for all of its instances."""
    found: set[str] = set()
    for name in names:
        wanted = named(view, name)
        rows = standings_of(view, name) if wanted.instance is None else []
        found |= {row.name for row in rows} or {str(wanted)}
    return found


def _set(subject: str, wanted: Collection[str], got: Collection[str]) -> Check:
    missing, extra = sorted(set(wanted) - set(got)), sorted(set(got) - set(wanted))
    told = [f"without {', '.join(missing)}"] if missing else []
    told += [f"with {', '.join(extra)} as well"] if extra else []
    return Check((subject,), subject, _list(wanted), "; ".join(told) or _list(got), not missing and not extra)


def _list(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or NOTHING


def _instants(record: Expectation, view: Evaluation, zone: str) -> Iterator[Check]:
    for name, wanted in (record.since or {}).items():
        yield _instant(("since", name), wanted, {_since(row) for row in standings_of(view, name)}, zone)
    for name, wanted in (record.due or {}).items():
        yield _instant(("due", name), wanted, {row.due for row in standings_of(view, name)}, zone)


def _since(row: object) -> Instant | None:
    since = getattr(row, "since", None)
    return None if since is None else int(since.at)


def _instant(path: tuple[str, str], wanted: str, got: set[Instant | None], zone: str) -> Check:
    first, last = parse_moment(wanted, zone).at, parse_limit(wanted, zone)
    ok = bool(got) and all(at is not None and first <= at <= last for at in got)
    shown = ", ".join("none" if at is None else format_instant(at, zone) for at in sorted(got, key=lambda at: at or 0))
    return Check(path, f"{path[0]} of {path[1]}", wanted, shown or "absent", ok)


def _findings(wanted: Sequence[str], diagnostics: Sequence[Diagnostic]) -> Check:
    got = differences(wanted, diagnostics)
    return Check(("check",), "check", "; ".join(wanted) or NOTHING, "; ".join(got) or "the same", not got)
