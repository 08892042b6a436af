"""`commitment … is` and `agreement … is`: any spell in a status counts. Source: semantics.md, sections 4 and 10."""

from __future__ import annotations

from collections.abc import Sequence

from rules.conditions import AgreementIs, CommitmentIs
from rules.facts import Event
from rules.instants import Instant, Moment
from rules.progression import register
from rules.residue import (
    CLOSED_FOR_GOOD,
    EVENTS,
    Bounds,
    Fact,
    Past,
    Residue,
    Spell,
    Used,
    Verdict,
    Watching,
    close,
    earlier,
)


def begin_status(form: CommitmentIs | AgreementIs, anchor: Moment, bounds: Bounds, past: Past, _used: Used) -> Residue:
    """Look at the statuses since the window opened."""
    return look(form, Watching(bounds, anchor.at), past)


def progress_status(
    form: CommitmentIs | AgreementIs, residue: Watching, fact: Fact, past: Past, _used: Used
) -> Residue:
    """Look again when a status changed or the window opens or closes."""
    return residue if isinstance(fact, Event) else look(form, residue, past)


def look(form: CommitmentIs | AgreementIs, residue: Watching, past: Past) -> Residue:
    """Met by any spell in one of the statuses; failed when all that is named has closed for good in another."""
    start, limit = residue.bounds.start, residue.bounds.limit
    if start.at <= past.now:
        for spell in _spells(form, start.at, past):
            moment = spell.start if spell.start.at >= start.at else start
            if spell.status in form.statuses and (limit is None or moment.at <= limit):
                change = ((spell.name, spell.status),)
                step = past.step if moment.at == past.now else EVENTS
                return Verdict(met=True, at=moment.at, step=step, day=moment.day, follows=change)
        closed = _closed_otherwise(form, past)
        if closed:
            return Verdict(met=False, at=past.now, step=past.step, follows=closed)
    return close(limit, residue.anchor, past) or residue


def _spells(form: CommitmentIs | AgreementIs, since: Instant, past: Past) -> Sequence[Spell]:
    if isinstance(form, AgreementIs):
        return past.agreement_spells(form.agreement, since)
    return past.spells(form.commitment, form.instance, since)


def _closed_otherwise(form: CommitmentIs | AgreementIs, past: Past) -> tuple[tuple[str, str], ...]:
    if isinstance(form, AgreementIs):
        current = past.agreement_spells(form.agreement, past.now)
        ended = bool(current) and current[-1].status == "ended"
        return ((form.agreement, "ended"),) if ended else ()
    statuses = past.standings(form.commitment, form.instance)
    if statuses and all(status in CLOSED_FOR_GOOD for status in statuses):
        name = form.commitment if form.instance is None else f"{form.commitment}[{form.instance}]"
        return tuple((name, status) for status in dict.fromkeys(statuses))
    return ()


def wake_status(_form: CommitmentIs | AgreementIs, residue: Watching, past: Past) -> Instant | None:
    """Wake when the window opens or closes."""
    opens = residue.bounds.start.at if residue.bounds.start.at > past.now else None
    return earlier(opens, None if residue.bounds.limit is None else max(residue.bounds.limit, residue.anchor))


for form in (CommitmentIs, AgreementIs):
    register(form, begin_status, progress_status, wake_status)
