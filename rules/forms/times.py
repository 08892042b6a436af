"""`time` and `delay`: certain from the start. Source: semantics.md, sections 4 and 10."""

from __future__ import annotations

from typing import NoReturn

from rules.calendar import Duration, shift
from rules.conditions import Delay, TimeArrives
from rules.instants import Instant, Moment
from rules.progression import register
from rules.residue import ACHIEVED, FAILED, Bounds, Past, Residue, Used, Verdict, due


def begin_time(form: TimeArrives, anchor: Moment, bounds: Bounds, past: Past, _used: Used) -> Residue:
    """A time before the anchor is met at the anchor."""
    moment = form.moment if form.moment.at >= bounds.start.at else bounds.start
    return _arrival(moment, anchor, bounds, past)


def begin_delay(form: Delay, anchor: Moment, bounds: Bounds, past: Past, _used: Used) -> Residue:
    """A delay is a plain addition to the anchor."""
    return _arrival(Moment(max(_delayed(form.span, anchor, past), bounds.start.at)), anchor, bounds, past)


def _delayed(span: Duration, anchor: Moment, past: Past) -> Instant:
    return shift(anchor.at, span, past.zone)


def _arrival(moment: Moment, anchor: Moment, bounds: Bounds, past: Past) -> Residue:
    if bounds.limit is not None and moment.at > bounds.limit:
        return due(Verdict(met=False, at=max(bounds.limit, anchor.at), step=FAILED), past)
    return due(Verdict(met=True, at=moment.at, step=ACHIEVED, day=moment.day), past)


def _never(*_: object) -> NoReturn:
    raise AssertionError("what is certain from the start is a verdict already")  # pragma: no cover


register(TimeArrives, begin_time, _never, _never)
register(Delay, begin_delay, _never, _never)
