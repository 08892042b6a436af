"""Since when a change of status has been known: it has followed from what was recorded until then, without a break.

A book that keeps no answers is asked again as known before each instant at which something was recorded late: an event
after it happened, a retraction, a correction, a text after it was made. Nothing else can make a change known late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commitments.compile.sight import recorded_at
from commitments.frozen import replace
from commitments.records.said import TellsEvent
from commitments.text.times import parse_moment
from rules.instants import Instant

if TYPE_CHECKING:
    from commitments.compile import Entered
    from commitments.evaluate.evaluation import Evaluation
    from rules.trace import Transition

#: How often a book is asked again, the latest instants first, and how many entries are looked at for that in all.
MOST, WORK = 100, 200_000


def known_since(view: Evaluation) -> Mapping[Transition, Instant | None]:
    """Return since when changes of a view have been known, where that is not since they came about.

    None: that was not found out, since too much was recorded after it.
    """
    instants, number = _late(view)
    left = dict.fromkeys(view.transitions())
    found: dict[Transition, Instant | None] = {}
    for place, recorded in enumerate(reversed(instants)):
        left = {change: None for change in left if change.moment.at < recorded}
        if not left:
            break
        if place >= max(1, min(MOST, WORK // max(1, number))):
            return found | left
        before = view.other(replace(view.sight, known_at=recorded - 1))
        there = set(before.transitions())
        found |= {change: recorded for change in left if change not in there}
        left = {change: None for change in left if change in there}
    return found


def _late(view: Evaluation) -> tuple[list[Instant], int]:
    """Return the instants at which something was recorded late, as far as the view knows, and how many entries are."""
    entries = list(view.entries)
    found = {recorded for entered in entries for recorded in _recorded_late(entered)}
    found |= {
        recorded_at(text)
        for text in view.book.agreements
        if text.recorded is not None and (view.within is None or text.agreement in view.within)
    }
    return sorted(instant for instant in found if view.sight.knows(instant)), len(entries)


def _recorded_late(entered: Entered) -> Iterator[Instant]:
    record, zone = entered.told, entered.zone
    if record.recorded is not None:
        recorded = parse_moment(record.recorded, zone).at
        if not isinstance(record, TellsEvent) or parse_moment(record.at, zone).at < recorded:
            yield recorded
