"""Whether ids of events stand for one event each, and those of corrections for one that there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commitments.records.said import Said, TellsEvent
from commitments.text.diagnostics import quoted

if TYPE_CHECKING:
    from commitments.records.event import Event
    from commitments.text.findings import Findings, Ground
    from commitments.text.library import Entry


def sound(entries: Iterable[Entry], findings: Findings, *, all_known: bool) -> tuple[Entry, ...]:
    """Return entries without the events whose id stands before them with other content; these are reported.

    So are corrections of what does not exist. ``all_known``: whether there are no events but these.
    """
    every = tuple(entries)
    unsound = _check_ids(every, findings, all_known=all_known)
    return tuple(entry for number, entry in enumerate(every) if number not in unsound) if unsound else every


def _check_ids(entries: Iterable[Entry], findings: Findings, *, all_known: bool) -> set[int]:
    unsound: set[int] = set()
    events: dict[str, Event | Said] = {}
    later: list[tuple[str, str, Ground]] = []
    for number, entry in enumerate(entries):
        record, ground = entry.told, entry.ground
        if isinstance(record, TellsEvent):
            first = events.setdefault(record.id, record)
            if first is not record and not _same(first, record):
                message = f"another event has the id {quoted(record.id)} already, and says something else"
                advice = "take another id, or write {correct: ID, with: {…}}"
                findings.report(ground, "E313", message, ("id",), advice=advice)
                unsound.add(number)
        else:
            later.append((record.target, record.KEY, ground))
    for name, key, ground in later if all_known else ():
        if name not in events:
            findings.report(ground, "E314", f"there is no event {quoted(name)}", (key,), near=(name, events))
    return unsound


def _same(first: Event | Said, second: Event | Said) -> bool:
    from commitments.records.event import event_of

    ours, theirs = (event_of(said) if isinstance(said, Said) else said for said in (first, second))
    return {**ours.given(), "recorded": None} == {**theirs.given(), "recorded": None}
