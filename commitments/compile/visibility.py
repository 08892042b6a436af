"""The events that count in a view. Source: semantics.md, sections 3 and 6."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from commitments.compile.corrected import Entry, known_events
from commitments.compile.denials import judge
from commitments.compile.events import happening
from commitments.compile.names import Names
from commitments.compile.sight import Sight, account_of, reports, trusted
from commitments.records.agreement import Agreement
from rules.facts import Event


class Visible(NamedTuple):
    """The events of a view, by (``at``, ``id``), and the ids of those that count although they are denied."""

    events: list[Event]
    contested: frozenset[str]


def visible(
    entries: Iterable[Entry], agreements: Sequence[Agreement], sight: Sight, names: Names | None = None
) -> Visible:
    """Return the events that count: known by then, happened by then, reported by a trusted source, and not denied.

    A denial in the view takes its event out of the whole history. Hypothetical events (`assume`) are always known; one
    with the id of an event stands in its place. ``agreements``: all versions of all agreements, as loaded; ``names``:
    where short names of commitments are looked up, if that was worked out before.

    Raises:
        UnknownNameError: no version has the account that the view asks for.
    """
    found = names or Names(agreements)
    trust = trusted(account_of(sight, agreements))
    events = {known.event.id: happening(known.event, known.zone, found) for known in known_events(entries, sight)}
    for assumed in sight.assume:
        events[assumed.id] = happening(assumed, sight.zone, found, sight.as_of)
    seen = [event for event in events.values() if _in_view(event, sight, trust)]
    removed, contested = judge(seen, trust)
    seen = [event for event in seen if event.id not in removed]
    seen.sort(key=lambda event: (event.at, event.id))
    return Visible(seen, contested)


def _in_view(event: Event, sight: Sight, trust: frozenset[str] | None) -> bool:
    return (sight.as_of is None or event.at <= sight.as_of) and reports(event.source, trust)
