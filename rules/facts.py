"""What the engine is told: events, and the changes of status that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar import Duration
from rules.instants import Instant

Scalar = str | Decimal | bool
Value = Scalar | tuple[Scalar, ...]

NOTHING: Mapping[str, Value] = MappingProxyType({})

#: The fields of an event that hold names, each a tuple (empty when nothing is said).
NAME_FIELDS = ("actor", "target", "object", "place", "source")


class Event(Struct, frozen=True, gc=False):
    """Something that happened at ``at``; ``until`` is the last instant of the day or month it was given as.

    ``commitment`` is a full name (``agreement/commitment`` or with ``[instance]``), and then ``agreement`` is set too;
    or, as it was written, a name that nobody has, and then it concerns nobody. Events are ordered by (``at``, ``id``).
    Of an ``extend``, ``by`` is the new limit or ``span`` the time by which the limit moves.
    """

    id: str
    type: str
    at: Instant
    until: Instant
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    agreement: str | None = None
    commitment: str | None = None
    data: Mapping[str, Value] = NOTHING
    by: Instant | None = None
    span: Duration | None = None

    @property
    def coarse(self) -> bool:
        """Whether only the day or the month is known."""
        return self.until != self.at

    def as_type(self, name: str, changes: Mapping[str, Value]) -> Event:
        """Return the institutional fact that this event counts as, with ``changes`` to single fields."""
        names = {key: changes[key] for key in NAME_FIELDS if key in changes}
        data = {key: value for key, value in changes.items() if key not in NAME_FIELDS}
        merged = MappingProxyType({**self.data, **data}) if data else self.data
        tuples = {key: value if isinstance(value, tuple) else (value,) for key, value in names.items()}
        return replace(self, type=name, data=merged, **tuples)
