"""Whether all the time in which one commitment can be met lies in the time in which another one forbids."""

from __future__ import annotations

from dataclasses import dataclass

from commitments.checking.frames import begin_of, duration_of, limit_of, owed_of, start_of
from commitments.checking.windows import earliest
from commitments.checking.wordings import Wording
from commitments.text.walking import Path
from rules.calendar import end_after
from rules.instants import LAST, Instant

#: What makes the same start: with these alike, two commitments of an agreement are owed from the same instant on.
ALIKE = ("if_", "from_", "each", "for_each", "key", "every", "while_")


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when, as far as the text tells: no earlier (for `must`), or from then on for certain."""

    first: Instant
    last: Instant


def time_to_meet(wording: Wording) -> Period:
    """Return the time outside of which `must` cannot be met before it is broken; its grace is part of it."""
    terms, text = wording.terms, wording.text
    start = start_of(wording)
    met = start.first if terms.if_ is None else earliest(terms.if_, (), start, _untold)
    owed = owed_of(wording, met)
    limits = [limit_of(terms.by, text.zone)] if terms.by is not None else []
    if terms.within is not None and not terms.early:
        limits.append(owed.end(duration_of(terms.within)))
    if terms.must is not None and terms.must.by is not None:
        limits.append(limit_of(terms.must.by, text.zone))
    last = min(limits, default=LAST)
    if terms.grace is not None and last < LAST:
        last = end_after(last, duration_of(terms.grace), text.zone)
    return Period(start.first if terms.early else owed.first, last)


def time_forbidden(wording: Wording) -> Period | None:
    """Return the time in which `must-not` binds for certain; None when that hangs on what happens."""
    terms = wording.terms
    uncertain = (terms.if_, terms.while_, terms.for_each, terms.every, terms.must)
    if any(key is not None for key in uncertain):
        return None
    start = start_of(wording)
    if terms.for_ is not None:
        return None if start.anchor is None else Period(start.first, _last(wording, start.end(duration_of(terms.for_))))
    return Period(begin_of(wording), _last(wording, LAST))


def _last(wording: Wording, last: Instant) -> Instant:
    until = wording.terms.until
    return last if until is None else min(last, limit_of(until, wording.text.zone))


def within_it(duty: Wording, ban: Wording) -> bool:
    """Whether there is no time left to do what one commitment asks for and another forbids."""
    if ban.terms.unless is not None and ban.terms.unless != duty.terms.unless:
        return False  # it makes room in some cases, as is meant
    outlives = ban.text.name != duty.text.name or (duty.terms.survives and not ban.terms.survives)
    if outlives and _may_end(ban):
        return False
    forbidden = time_forbidden(ban)
    if forbidden is not None:
        asked = time_to_meet(duty)
        return forbidden.first <= asked.first and asked.last <= forbidden.last
    return _alike(duty, ban) and _lasts(duty, ban)


def _may_end(wording: Wording) -> bool:
    """Whether an agreement is in force only for a time."""
    record = wording.text.record
    return any(one is not None for one in (record.in_force, record.term, record.until, record.unless))


def _alike(duty: Wording, ban: Wording) -> bool:
    same = duty.full_name == ban.full_name
    if not same and (duty.text.name != ban.text.name or ban.terms.must is not None or duty.terms.early):
        return False
    return all(getattr(duty.terms, key) == getattr(ban.terms, key) for key in ALIKE)


def _lasts(duty: Wording, ban: Wording) -> bool:
    """Whether a ban that begins with a duty lasts at least as long."""
    if ban.terms.for_ is None and (ban.terms.until is None or ban.terms.every is not None):
        return True
    if ban.terms.for_ is not None:
        return duty.terms.grace is None and ban.terms.for_ == duty.terms.within
    return time_to_meet(duty).last <= _last(ban, LAST)


def _untold(path: Path, message: str) -> None:
    """Take no notice of empty windows, which are told elsewhere."""
    del path, message
