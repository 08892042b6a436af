"""Everybody's view of a ledger at an instant, as known at another: group by group, those that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from commitments.book import Described
from commitments.upkeep.reading import Found, Reading

if TYPE_CHECKING:
    from commitments.upkeep.evaluating import Evaluating
    from rules.instants import Instant
    from rules.trace import Standing, Transition


class Stored:
    """The answers that a ledger keeps. A ``commitments.book.Answers``."""

    def __init__(
        self,
        evaluating: Evaluating,
        as_of: Instant,
        known_at: Instant | None = None,
        within: Collection[str] | None = None,
    ) -> None:
        """Take the ledger, the instant that is asked about, and the one until which things were recorded.

        ``within``: only these agreements are asked about.
        """
        self._evaluating = evaluating
        self._within = within
        self._reading = Reading(evaluating, as_of, known_at)
        self._found: dict[str, Found] = {}

    def _group(self, name: str) -> Found:
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = self._reading.find(self._evaluating.membership.group(name))
        return known

    def standings(self) -> Sequence[Standing]:
        """Return where everything stands that is listed, by full name."""
        rows = [row for name in self._groups() for row in self._group(name).rows.values() if self._is_asked(row.name)]
        return sorted(rows, key=lambda row: row.name)

    def _groups(self) -> list[str]:
        if self._within is None:
            return self._reading.groups()
        groups = (self._evaluating.membership.group_of(agreement) for agreement in self._within)
        return list(dict.fromkeys(group for group in groups if group is not None))

    def _is_asked(self, name: str) -> bool:
        return self._within is None or name.partition("/")[0] in self._within

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, a period ahead among them; None: there is no such one."""
        membership = self._evaluating.membership
        group = membership.group_of(name.partition("/")[0])
        if group is None:
            return None
        known = self._group(group).rows.get(name)
        return known if known is not None else self._reading.ahead(membership.group(group), name)

    def transitions(self) -> Sequence[Transition]:
        """Return every change up to the instant, in order."""
        found = [change for name in self._groups() for change in self._group(name).changes]
        changes = [change for change in found if self._is_asked(change.name)]
        return sorted(changes, key=lambda change: (change.moment.at, change.step))

    def known_since(self) -> Mapping[Transition, Instant]:
        """Return since when each of the changes has been known."""
        membership = self._evaluating.membership
        found: dict[Transition, Instant] = {}
        for name in self._groups():
            found |= self._reading.known_since(membership.group(name))
        return found

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and its zone."""
        return self._evaluating.texts.described(standing)
