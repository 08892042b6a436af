"""Families: all instances of one commitment. Source: semantics.md, sections 5 and 10 (Instances)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.instants import Instant
    from rules.promise import Promise

#: Statuses in which an instance may still wait for something that happens.
AWAKE = frozenset({"proposed", "conditional", "detached", "overdue", "suspended", "violated", "lapsed"})


class Family:
    """All instances of one commitment, in the order they came; ``dynamic``: there may be others yet."""

    __slots__ = ("_members", "dynamic")

    def __init__(self, members: Iterable[Promise] = (), *, dynamic: bool) -> None:
        """Begin with these instances."""
        self._members = list(members)
        self.dynamic = dynamic

    def add(self, promise: Promise) -> None:
        """Take in an instance that has just come."""
        self._members.append(promise)

    def members(self) -> list[Promise]:
        """Return all instances."""
        return self._members

    def awake(self) -> list[Promise]:
        """Return the instances that may still wait for something, in their order."""
        return [promise for promise in self.members() if promise.status in AWAKE]

    def others(self, promise: Promise, since: Instant) -> Iterator[Promise]:
        """Yield the other periods for the same values, the latest first, as far as one ended at an instant or later."""
        return recent(self.members(), promise, since)


def recent(members: Sequence[Promise], promise: Promise, since: Instant) -> Iterator[Promise]:
    """Yield the others of these periods for the same values, the latest first, until one ended before an instant."""
    for other in reversed(members):
        if other is promise or not same_source(other, promise):
            continue
        if other.period_end is None or other.period_end < since:
            return
        yield other


def same_source(first: Promise, second: Promise) -> bool:
    """Whether two instances are periods of one commitment, for the same values."""
    return (first.instance or "").rpartition(",")[0] == (second.instance or "").rpartition(",")[0]
