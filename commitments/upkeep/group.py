"""A group of agreements as a ledger keeps it: who is in it, and how far what was recorded of it goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from commitments.frozen import dataclass, replace
from commitments.ledger.kept import Noted
from commitments.ledger.kept import Unit as Row

if TYPE_CHECKING:
    from commitments.ledger.storage import Memory
    from rules.instants import Instant


@dataclass(frozen=True, slots=True)
class Group:
    """Agreements that are evaluated together.

    ``known``: the latest instant at which anything was recorded of them. ``untidy``: before it, something was recorded
    out of order, so that what was known at an earlier instant has to be worked out. ``None``: never.
    """

    name: str
    members: tuple[str, ...] = ()
    known: Instant | None = None
    untidy: Instant | None = None

    @property
    def noted(self) -> Noted:
        """What is stored of it beside its clock."""
        return Noted(self.known, self.untidy)

    def told(self, now: Instant) -> Group:
        """Return the group after something was recorded at an instant."""
        if self.known is None or now >= self.known:
            return Group(self.name, self.members, now, self.untidy)
        return replace(self, untidy=max(self.known, self.untidy or self.known))

    def upto(self, latest: Instant) -> Group:
        """Return the group where nothing was recorded after an instant.

        Where it says otherwise, all that was known has to be worked out: that is right whatever was recorded when.
        """
        said = [at for at in (self.known, self.untidy) if at is not None]
        return Group(self.name, self.members, latest, latest) if said and max(said) > latest else self


def row_of(group: Group) -> Row:
    """Return who is in a group, as stored."""
    return Row(f"group {group.name}", group.name, "group", json.dumps(group.members))


def group_of(memory: Memory, agreement: str) -> str | None:
    """Return the name of the group of an agreement."""
    row = memory.load(f"member {agreement}")
    return None if row is None else row.body


def kept_group(memory: Memory, name: str) -> Group:
    """Return a group; one without members when there is no such one."""
    row = memory.load(f"group {name}")
    if row is None:
        return Group(name)
    return Group(name, tuple(json.loads(row.body)), *memory.noted(name))
