"""`all`, `any`, `at-least … of`: decided by their parts. Source: semantics.md, section 4."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from msgspec.structs import replace

from rules.conditions import All, AtLeast
from rules.instants import Instant, Moment
from rules.progression import begin, next_wake, progress, register
from rules.residue import Bounds, Fact, Parts, Past, Residue, Used, Verdict, earlier


def needed(form: All | AtLeast) -> int:
    """Return how many parts have to be met."""
    return len(form.parts) if isinstance(form, All) else form.count


def begin_parts(form: All | AtLeast, anchor: Moment, bounds: Bounds, past: Past, used: Used) -> Residue:
    """Anchor all parts together."""
    parts = tuple(begin(part, anchor, bounds, past, used) for part in form.parts)
    return weigh(form, parts)


def progress_parts(form: All | AtLeast, residue: Parts, fact: Fact, past: Past, used: Used) -> Residue:
    """Take every part further."""
    parts = tuple(progress(part, left, fact, past, used) for part, left in zip(form.parts, residue.parts, strict=True))
    return weigh(form, parts)


def weigh(form: All | AtLeast, parts: tuple[Residue, ...]) -> Residue:
    """Decide by the parts: met when the last one needed was, failed when too many have failed."""
    verdicts = [part for part in parts if type(part) is Verdict]
    need = needed(form)
    met = sorted((v for v in verdicts if v.met), key=attrgetter("when"))
    failed = sorted((v for v in verdicts if not v.met), key=attrgetter("when"))
    spare = len(parts) - need
    if len(met) >= need:
        last = met[need - 1] if need else Verdict(met=True, at=0, step=0)
        chosen = met[:need]
        day = any(verdict.day for verdict in chosen if verdict.at == last.at)
        return _union(replace(last, day=day), chosen)
    if len(failed) > spare:
        return _union(failed[spare], failed[: spare + 1])
    return Parts(parts)


def _union(verdict: Verdict, others: Iterable[Verdict]) -> Verdict:
    events = dict.fromkeys(event for other in others for event in other.events)
    follows = dict.fromkeys(change for other in others for change in other.follows)
    return replace(verdict, events=tuple(events), follows=tuple(follows))


def wake_parts(form: All | AtLeast, residue: Parts, past: Past) -> Instant | None:
    """Wake for the first part that wants it."""
    first: Instant | None = None
    for part, left in zip(form.parts, residue.parts, strict=True):
        first = earlier(first, next_wake(part, left, past))
    return first


for form in (All, AtLeast):
    register(form, begin_parts, progress_parts, wake_parts)
