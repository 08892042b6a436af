"""Everybody's view of a ledger at an instant: stored rows, and for what time has moved since, only that worked out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.book import Described
from commitments.upkeep.reading import Reading
from commitments.upkeep.rows import standing_of, transition_of

if TYPE_CHECKING:
    from commitments.ledger.rows import StandingRow
    from commitments.ledger.storage import Storage
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.reading import Moved
    from rules.instants import Instant
    from rules.trace import Standing, Transition


class Stored:
    """The answers that a ledger keeps. A ``commitments.book.Answers``.

    Groups in which something has fallen due since they were last evaluated are taken further in memory; groups that
    have gone beyond the instant that is asked about are replayed up to it. Nothing is written.
    """

    def __init__(self, storage: Storage, evaluating: Evaluating, as_of: Instant) -> None:
        """Take the ledger, and the instant that is asked about."""
        self._storage = storage
        self._evaluating = evaluating
        self._reading = Reading(evaluating)
        self._as_of = as_of
        self._described: dict[str, Described] = {}

    @cached_property
    def _moved(self) -> list[Moved]:
        return list(self._reading.moved(self._as_of))

    @cached_property
    def _whole(self) -> frozenset[str]:
        """The agreements that were worked out from the beginning."""
        return frozenset(member for moved in self._moved if moved.whole for member in moved.members)

    @cached_property
    def _rows(self) -> dict[str, Standing]:
        rows = {row.name: self._read(row) for row in self._storage.standings.all() if row.agreement not in self._whole}
        for moved in self._moved:
            for name in moved.engine.no_longer_listed():
                rows.pop(name, None)
            for standing in moved.engine.standings():
                rows[standing.name] = standing
        return dict(sorted(rows.items()))

    def _read(self, row: StandingRow) -> Standing:
        standing, text, zone = standing_of(row)
        self._described[row.name] = Described(text, zone)
        return standing

    def standings(self) -> Sequence[Standing]:
        """Return where everything stands that is listed, by full name."""
        return list(self._rows.values())

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, a period ahead among them; None: there is no such one."""
        known = self._rows.get(name)
        return known if known is not None else self._reading.ahead(name, self._as_of)

    def transitions(self) -> Sequence[Transition]:
        """Return every change of status up to the instant, in order."""
        stored = [
            transition_of(row)
            for row in self._storage.transitions.holding(self._as_of)
            if row.agreement not in self._whole
        ]
        since = [transition for moved in self._moved for transition in moved.engine.transitions]
        return sorted([*stored, *since], key=lambda change: (change.moment.at, change.step))

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and its zone."""
        known = self._described.get(standing.name)
        return known if known is not None else self._evaluating.texts.described(standing)
