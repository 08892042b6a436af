"""Everybody's view of a ledger at an instant, as known at another.

Stored rows are read as they are; the groups in which they are not what is asked for are read one by one, and only where
there is such a one does an answer take an engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.upkeep.group import Group, group_of, kept_group
from commitments.upkeep.standings import standings_of

if TYPE_CHECKING:
    from commitments.book import Described
    from commitments.ledger.kept import StandingRow
    from commitments.upkeep.book import LedgerBook
    from commitments.upkeep.reading import Found, Reading
    from rules.instants import Instant
    from rules.trace import Standing, Transition


class Stored:
    """The answers that a ledger keeps. A ``commitments.book.Answers``."""

    def __init__(
        self,
        book: LedgerBook,
        as_of: Instant,
        known_at: Instant | None = None,
        within: Collection[str] | None = None,
    ) -> None:
        """Take the ledger, the instant that is asked about, and the one until which things were recorded.

        ``within``: only these agreements are asked about.
        """
        self._book = book
        self._memory = book.storage.memory
        self._as_of = as_of
        self._known_at = known_at
        self._within = within
        self._found: dict[str, Found] = {}
        self._described: dict[tuple[str, str], Described] = {}

    # --- where everything stands -------------------------------------------------------------------------------------

    def standings(self) -> Sequence[Standing]:
        """Return where everything stands that is listed, by full name."""
        kept = self._book.storage.standings
        if self._within is None:
            return self._brought_up_to_date(kept.all())
        return self._brought_up_to_date(row for name in self._within for row in kept.of_agreement(name))

    def live(self) -> Sequence[Standing]:
        """Return where everything stands that is live, by full name."""
        if self._within is None:
            rows = self._brought_up_to_date(self._book.storage.standings.live())
        else:
            rows = self.standings()
        return [row for row in rows if row.live]

    def _brought_up_to_date(self, stored: Iterable[StandingRow]) -> Sequence[Standing]:
        """Return what is stored; of the groups that have moved, where everything stands instead."""
        rows = list(self._standings(row for row in stored if row.agreement not in self._moved))
        for name in dict.fromkeys(group.name for group in self._moved.values()):
            rows += [row for row in self._group(name).rows.values() if self._is_asked(row.name)]
        return sorted(rows, key=lambda row: row.name)

    def _standings(self, stored: Iterable[StandingRow]) -> Iterator[Standing]:
        for standing, text, zone in standings_of(stored):
            self._described[standing.agreement, standing.commitment] = text, zone
            yield standing

    @cached_property
    def _moved(self) -> Mapping[str, Group]:
        """The groups whose stored rows are not what is asked for, by member: news came later, or time passed."""
        memory = self._memory
        due = filter(None, (group_of(memory, agreement) for agreement in memory.agreements_due(self._as_of)))
        names = {*memory.clocks(after=self._as_of), *self._with_news(), *due}
        if self._within is not None:
            names.intersection_update(self._groups())
        groups = [kept_group(memory, name) for name in sorted(names)]
        return {member: group for group in groups for member in group.members}

    def _with_news(self) -> list[str]:
        """Return the groups of which something was recorded after the instant until which things are known."""
        known_at = self._known_at
        if known_at is None:
            return []
        knowns = {name: kept_group(self._memory, name).known for name in self._groups()}
        return [name for name, known in knowns.items() if known is not None and known > known_at]

    # --- group by group ----------------------------------------------------------------------------------------------

    @cached_property
    def _reading(self) -> Reading:
        from commitments.upkeep.reading import Reading

        return Reading(self._book.contents.evaluating(), self._as_of, self._known_at)

    def _group(self, name: str) -> Found:
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = self._reading.find(kept_group(self._memory, name))
        return known

    def _groups(self) -> list[str]:
        if self._within is None:
            return list(self._memory.clocks())
        groups = (group_of(self._memory, agreement) for agreement in self._within)
        return list(dict.fromkeys(group for group in groups if group is not None))

    def _is_asked(self, name: str) -> bool:
        return self._within is None or name.partition("/")[0] in self._within

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, a period ahead among them; None: there is no such one."""
        group = group_of(self._memory, name.partition("/")[0])
        if group is None:
            return None
        known = self._group(group).rows.get(name)
        return known if known is not None else self._reading.ahead(kept_group(self._memory, group), name)

    def transitions(self) -> Sequence[Transition]:
        """Return every change up to the instant, in order."""
        found = [change for name in self._groups() for change in self._group(name).changes]
        changes = [change for change in found if self._is_asked(change.name)]
        return sorted(changes, key=lambda change: (change.moment.at, change.step))

    def known_since(self) -> Mapping[Transition, Instant]:
        """Return since when each of the changes has been known."""
        found: dict[Transition, Instant] = {}
        for name in self._groups():
            found |= self._reading.known_since(kept_group(self._memory, name))
        return found

    def zone(self, agreement: str) -> str:
        """Return the time zone of an agreement, as it is known last."""
        return self._book.contents.texts.zone(agreement)

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and its zone."""
        key = (standing.agreement, standing.commitment)
        if key not in self._described:
            list(self._standings(self._book.storage.standings.of_agreement(standing.agreement)))
        if key not in self._described:
            self._described[key] = self._book.contents.texts.described(standing)
        return self._described[key]
