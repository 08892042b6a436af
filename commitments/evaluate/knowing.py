"""Since when a change of status has been known: it has followed from what was recorded until then, without a break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from commitments.text.times import parse_moment
from rules.instants import Instant

if TYPE_CHECKING:
    from commitments.evaluate.evaluation import Evaluation
    from rules.trace import Transition

#: How many instants at which something was recorded are looked at, the latest ones.
MOST = 100


def known_since(view: Evaluation) -> Mapping[Transition, Instant]:
    """Return since when each change of a view has been known, where that is not since it came about.

    Nothing is known before it happens.
    """
    left = {change: change.moment.at for change in view.transitions()}
    found: dict[Transition, Instant] = {}
    for recorded in reversed(_recorded(view)[-MOST:]):
        before = view.other(replace(view.sight, known_at=recorded - 1))
        there = set(before.transitions())
        for change in [change for change in left if change not in there]:
            del left[change]
            if recorded > change.moment.at:
                found[change] = recorded
        if not left:
            break
    return found


def _recorded(view: Evaluation) -> list[Instant]:
    """Return the instants at which entries that say so were recorded, as far as the view knows them, in order."""
    told = [(entered.record.recorded, entered.zone) for entered in view.entries if entered.record.recorded is not None]
    found = {parse_moment(text, zone).at for text, zone in told if text is not None}
    return sorted(instant for instant in found if view.sight.knows(instant))
