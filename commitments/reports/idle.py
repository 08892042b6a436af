"""Acts that were told and changed nothing, with the reason. Source: semantics.md, section 3 ("Acts")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from commitments.wording.events import event_words
from rules.acts import ON_AGREEMENTS, ON_COMMITMENTS
from rules.facts import Event
from rules.trace import ActReport

FEW, FEW_REASONS = 12, 3  # acts, and reasons for each, that are told in notes


class Idle(NamedTuple):
    """An act without effect on ``target`` (None: it names none). ``reason`` completes "without effect, for …"."""

    event: str
    target: str | None
    reason: str


def idle_acts(reports: Iterable[ActReport], told: Iterable[Event]) -> list[Idle]:
    """Return the acts without effect: what became of those that found something to act on, and those that name none."""
    idle = [Idle(report.event, report.target, report.reason or "") for report in reports]
    return idle + [Idle(event.id, None, f"it names {missing}") for event in told if (missing := _missing(event))]


def _missing(event: Event) -> str | None:
    """Return what an act would have to name, and does not: an agreement (and no commitment), or a commitment."""
    on_commitments, on_agreements = event.type in ON_COMMITMENTS, event.type in ON_AGREEMENTS
    if (event.commitment is not None and on_commitments) or not (on_commitments or on_agreements):
        return None
    if event.commitment is None and event.agreement is not None and on_agreements:
        return None
    kinds = [kind for kind, may in (("commitment", on_commitments), ("agreement", on_agreements)) if may]
    alone = " alone" if event.commitment is not None else ""
    return f"no {' and no '.join(kinds)}{alone}"


def idle_notes(idle: Iterable[Idle], events: Mapping[str, Event]) -> Iterator[str]:
    """Yield a line on each of these acts."""
    reasons: dict[str, list[str]] = {}
    for one in idle:
        reasons.setdefault(one.event, []).append(one.reason)
    for event, why in islice(reasons.items(), FEW):
        words = f" ({event_words(events[event])})" if event in events else ""
        more = " …" if len(why) > FEW_REASONS else ""
        yield f"Without effect: {event}{words}, for {'; '.join(why[:FEW_REASONS])}{more}."
    if len(reasons) > FEW:
        yield f"Without effect as well: {len(reasons) - FEW} more."
