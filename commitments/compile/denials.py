"""What a denial takes away. Source: semantics.md, sections 3 and 10 (Denials).

A source that denies an event takes it out of the accounts that trust it, unless another trusted source reports it; a
denial without source takes it out everywhere. A denial is an event that can be denied itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rules.facts import Event

DENIAL = "denial"


class Judged(NamedTuple):
    """The ids of events that denials take away, and of those that count although they are denied."""

    removed: frozenset[str]
    contested: frozenset[str]


def judge(events: Iterable[Event], trust: frozenset[str] | None) -> Judged:
    """Return what the denials among events do to them; all the events are in the account already."""
    present = {event.id: event for event in events}
    against: dict[str, list[str]] = {}
    for event in present.values():
        if event.type == DENIAL:
            for denied in event.object:
                if denied in present and denied != event.id:
                    against.setdefault(denied, []).append(event.id)
    standing = _standing_denials(present, against, trust)
    removed: list[str] = []
    contested: list[str] = []
    for name, denials in against.items():
        deniers = [present[denial] for denial in denials if denial in standing]
        if deniers:
            counts = name in standing or survives(present[name], deniers, trust)
            (contested if counts else removed).append(name)
    return Judged(frozenset(removed), frozenset(contested))


def survives(event: Event, denials: Iterable[Event], trust: frozenset[str] | None) -> bool:
    """Whether an event counts against denials: somebody else who is trusted reports it.

    An event without source is everybody's; where all are trusted there is always somebody else.
    """
    deniers: set[str] = set()
    for denial in denials:
        if not denial.source:
            return False
        deniers.update(denial.source)
    if event.source:
        return any((trust is None or source in trust) and source not in deniers for source in event.source)
    return trust is None or not trust <= deniers


def _standing_denials(
    present: Mapping[str, Event], against: Mapping[str, list[str]], trust: frozenset[str] | None
) -> set[str]:
    """Return the denials that count. Each waits for those against it; where they wait in a ring, the latest counts."""
    waiting = {name: len(against.get(name, ())) for name, event in present.items() if event.type == DENIAL}
    latest = sorted(waiting, key=lambda name: (present[name].at, name))
    ready = deque(name for name in latest if not waiting[name])
    standing: set[str] = set()
    decided: set[str] = set()
    while len(decided) < len(latest):
        while not ready:
            name = latest.pop()
            if name not in decided:
                ready.append(name)
        name = ready.popleft()
        if name in decided:
            continue
        decided.add(name)
        deniers = [present[denial] for denial in against.get(name, ()) if denial in standing]
        if not deniers or survives(present[name], deniers, trust):
            standing.add(name)
        for denied in present[name].object:
            if denied in waiting and denied != name:
                waiting[denied] -= 1
                if not waiting[denied]:
                    ready.append(denied)
    return standing
