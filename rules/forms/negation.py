"""`not`: met when its limit passes and the part was not met. Source: semantics.md, sections 4 and 10."""

from __future__ import annotations

from msgspec.structs import replace

from rules.conditions import Not
from rules.instants import Instant, Moment
from rules.progression import begin, next_wake, progress, register
from rules.residue import ACHIEVED, Bounds, Fact, Negation, Past, Residue, Used, Verdict, bound, earlier, known, passed


def begin_not(form: Not, anchor: Moment, bounds: Bounds, past: Past, used: Used) -> Residue:
    """Anchor the part; its own limit is one for the ``not`` as well."""
    part = begin(form.part, anchor, bounds, past, used)
    limit = bound(form.part.window, anchor, bounds, past.zone).limit
    return deny(Negation(part, limit, anchor, limit != bounds.limit), past)


def progress_not(form: Not, residue: Negation, fact: Fact, past: Past, used: Used) -> Residue:
    """Take the part further."""
    return deny(replace(residue, part=progress(form.part, residue.part, fact, past, used)), past)


def deny(residue: Negation, past: Past) -> Residue:
    """Met when the limit passes or the part fails, failed when the part is met before.

    A part that is met by the passing of its own limit (another ``not``) is met, not late.
    """
    limit = earlier(residue.limit, past.limit)
    ends = None if limit is None else _at_limit(limit, residue.anchor)
    part = known(residue.part)
    if part is not None:
        itself = residue.inner and limit == residue.limit
        if ends is None or part.when < ends.when or (itself and part.when == ends.when):
            return replace(part, met=not part.met)
    if ends is not None and passed(ends.at, ACHIEVED, past):
        return ends
    return residue


def _at_limit(limit: Instant, anchor: Moment) -> Verdict:
    """Return that it is met at its limit, at the earliest at its anchor, whose precision it then has."""
    if limit <= anchor.at:
        return Verdict(met=True, at=anchor.at, step=ACHIEVED, day=anchor.day)
    return Verdict(met=True, at=limit, step=ACHIEVED)


def wake_not(form: Not, residue: Negation, past: Past) -> Instant | None:
    """Wake at the limit, or for the part."""
    limit = earlier(residue.limit, past.limit)
    own = None if limit is None else max(limit, residue.anchor.at)
    return earlier(own, next_wake(form.part, residue.part, past))


register(Not, begin_not, progress_not, wake_not)
