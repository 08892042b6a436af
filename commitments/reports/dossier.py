"""`report`: an agreement on one page: where everything stands, on what evidence, what comes next, what is contested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from commitments.compile.denials import DENIAL
from commitments.evaluate import Evaluation
from commitments.evaluate.chains import last_change
from commitments.evaluate.contention import contested_names
from commitments.evaluate.naming import UnknownAgreementError, standings_about, view_about
from commitments.evaluate.staleness import last_event
from commitments.records.agreement import Agreement
from commitments.reports.report import Report, seen
from commitments.reports.rollup import GroupRow, rollup_report
from commitments.reports.spans import Line, lines_of
from commitments.reports.status import StatusRow, status_row
from commitments.reports.timeline import Point, timeline_report
from commitments.wording.changes import sentence
from commitments.wording.events import FIELDS, event_words
from commitments.wording.times import time_of
from rules.facts import Event
from rules.trace import Standing

BRIEF = ("name", "status", "since", "last", "next", "next_at", "contested", "text")


@dataclass(frozen=True, slots=True)
class DossierRow(StatusRow):
    """One commitment in a report.

    ``why``: why it came into its status; ``evidence``: the events by which it did; ``last_event``, ``last``,
    ``last_at``, ``last_sources``: the last event that bears on it, its words, and who reports it; ``next``,
    ``next_at``: the status that comes, and when, if nothing happens; ``views``: how many accounts and readings see it
    in which status, where they differ. For Python only: whether no more than the day is known
    of ``since`` and ``last_at``.
    """

    EXTRA: ClassVar[frozenset[str]] = frozenset({"since_day", "last_day"})

    theme: str | None = None
    ref: str | None = None
    why: str | None = None
    evidence: tuple[str, ...] = ()
    last_event: str | None = None
    last: str | None = None
    last_at: datetime | None = None
    last_sources: tuple[str, ...] = ()
    next: str | None = None
    next_at: datetime | None = None
    views: str | None = None
    since_day: bool = False
    last_day: bool = False


@dataclass(frozen=True, slots=True)
class Denied:
    """An event that counts although somebody denies it."""

    event: str
    what: str
    at: datetime
    sources: tuple[str, ...]
    deniers: tuple[str, ...]


@dataclass(frozen=True)
class Dossier(Report):
    """A report on one agreement.

    ``agreement``: its text; ``whole`` and ``themes``: how its commitments stand taken together; ``lines``: its
    timeline; ``denied``: what counts although somebody denies it.
    """

    agreement: Agreement | None = None
    whole: GroupRow | None = None
    themes: tuple[GroupRow, ...] = ()
    lines: tuple[Line, ...] = ()
    denied: tuple[Denied, ...] = ()

    def named(self, names: Sequence[str]) -> str:
        """Return parties and sources as the text names them."""
        return "" if self.agreement is None else ", ".join(_called(self.agreement, name) for name in names)


def _called(agreement: Agreement, name: str) -> str:
    told = agreement.parties.get(name) or agreement.sources.get(name)
    return name if told is None else told.name or name


def dossier(view: Evaluation, agreement: str) -> Dossier:
    """Return the report on an agreement. Raises UnknownAgreementError."""
    text = view.text(agreement)
    if text is None:
        raise UnknownAgreementError(agreement, view.agreements)
    about = view_about(view, agreement)
    return _dossier(about, text, standings_about(about, agreement))


def _dossier(view: Evaluation, text: Agreement, standings: Sequence[Standing]) -> Dossier:
    timeline = timeline_report(view, standings)
    coming = {point.name: point for point in reversed(timeline.rows) if isinstance(point, Point) and point.ahead}
    contested = contested_names(view, text.agreement)
    rows = [_row(view, text, each, contested.get(each.name, {}), coming.get(each.name)) for each in standings]
    whole = next(iter(rollup_report(view, standings, "agreement")), None)
    themes = tuple(rollup_report(view, standings, "theme"))
    notes = () if whole is None else (_in_short(text, whole),)
    beside = {"agreement": text.agreement, "title": text.title, "rate": None if whole is None else whole.rate}
    return Dossier.of(
        "report/1", DossierRow, rows, view=seen(view.sight, view.as_of), brief=BRIEF, beside=beside, notes=notes,
        agreement=text, whole=whole, themes=themes if any(row.group for row in themes) else (),
        lines=tuple(lines_of(timeline)),
        denied=tuple(_denied(view, dict.fromkeys(event for row in rows for event in row.evidence))),
    )  # fmt: skip


def _in_short(text: Agreement, whole: GroupRow) -> str:
    done = "" if whole.rate is None else f", {whole.rate * 100:.0f} % implemented of what is or was owed"
    return f"{text.title or text.agreement}: {whole.total} commitments, {whole.live} live{done}"


def _row(
    view: Evaluation, text: Agreement, standing: Standing, views: Mapping[str, int], coming: Point | None
) -> DossierRow:
    plain = status_row(view, standing, {standing.name} if views else set())
    written = view.commitment(f"{standing.agreement}/{standing.commitment}")
    change, zone = last_change(view, standing.name), view.zone(standing.agreement)
    last = last_event(view, standing)
    return DossierRow(
        **{each.name: getattr(plain, each.name) for each in fields(plain)},
        theme=None if written is None else written.theme,
        ref=None if written is None else written.ref,
        why=None if change is None else sentence(change, view.events, zone),
        evidence=() if change is None else change.cause.events,
        last_event=None if last is None else last.id,
        last=None if last is None else _plainly(last, text),
        last_at=None if last is None else time_of(last.at, zone),
        last_sources=() if last is None else last.source,
        next=None if coming is None else coming.after,
        next_at=None if coming is None else coming.at,
        views=", ".join(f"{number} {status}" for status, number in views.items()) or None,
        since_day=standing.since is not None and standing.since.day,
        last_day=last is not None and last.coarse,
    )


def _plainly(event: Event, text: Agreement) -> str:
    """Return an event in words, those whom it concerns by the names that the text has for them."""
    actor, target, objects, place = (tuple(_called(text, name) for name in getattr(event, each)) for each in FIELDS)
    kind = event.type.replace("-", " ")
    return event_words(replace(event, type=kind, actor=actor, target=target, object=objects, place=place))


def _denied(view: Evaluation, names: Iterable[str]) -> Iterator[Denied]:
    """Yield those of some events that count although somebody denies them."""
    zone = view.sight.zone
    for name in names:
        if name in view.visible.contested and name in view.events:
            event = view.events[name]
            denials = [one for one in view.visible.events if one.type == DENIAL and name in one.object]
            deniers = tuple(dict.fromkeys(source for one in denials for source in one.source))
            yield Denied(name, event_words(event), time_of(event.at, zone), event.source, deniers)
