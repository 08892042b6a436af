"""A report: frozen rows of one kind, and what is said about all of them. How it looks is not its concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from commitments.frozen import dataclass
from commitments.records.everybody import EVERYBODY
from commitments.wording.times import time_of, to_seconds

if TYPE_CHECKING:
    from decimal import Decimal

    from commitments.compile import Sight
    from rules.instants import Instant

#: What a cell may hold. Names and texts of several are tuples; times are aware datetimes.
Cell: TypeAlias = "str | bool | int | Decimal | datetime | tuple[str, ...] | None"

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Row:
    """One row, a frozen dataclass; its fields are its columns, in order. ``EXTRA`` names those for Python only."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    EXTRA: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return the names of the columns, as they stand in JSON and CSV."""
        return tuple(name.rstrip("_") for name in cls._names())

    def cells(self) -> dict[str, Cell]:
        """Return the row by column."""
        return {name.rstrip("_"): getattr(self, name) for name in self._names()}

    @classmethod
    def cells_in(cls, name: str, rows: Sequence[Row]) -> list[Cell]:
        """Return the cells of rows of this class in one column."""
        field = next(each for each in cls._names() if each.rstrip("_") == name)
        return [getattr(row, field) for row in rows]

    @classmethod
    def _names(cls) -> Iterator[str]:
        return (name for name in cls.__match_args__ if name not in cls.EXTRA)


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose view a report shows, and when. ``known_at`` None: all that is known."""

    as_of: datetime
    known_at: datetime | None = None
    account: str = EVERYBODY
    reading: Mapping[str, str] = NOTHING
    assume: tuple[str, ...] = ()

    def line(self) -> str:
        """Return the view in words, in a line."""
        parts = [f"as of {to_seconds(self.as_of)}"]
        parts += [f"known at {to_seconds(self.known_at)}"] if self.known_at is not None else []
        parts += [f"account {self.account}"] if self.account != EVERYBODY else []
        parts += [f"reading {question} = {answer}" for question, answer in self.reading.items()]
        parts += [f"assuming {event}" for event in self.assume]
        return ", ".join(parts)


def seen(sight: Sight, as_of: Instant) -> Seen:
    """Return a view as reports tell it."""
    known = None if sight.known_at is None else time_of(sight.known_at, sight.zone)
    assumed = tuple(f"{event.type} ({event.id})" for event in sight.assume)
    return Seen(time_of(as_of, sight.zone), known, sight.account, dict(sight.reading), assumed)


@dataclass(frozen=True, slots=True)
class Report:
    """Rows of one kind.

    ``schema`` is the name and version of the kind (``status/1``), ``columns`` are those of the rows (also when there
    are none), ``brief`` those that a table of text shows, ``beside`` is what JSON tells beside the rows, ``prose`` the
    lines that stand in text instead of a table (``None``: a table), ``drawing`` what is drawn there instead, ``notes``
    the lines that go before all of these, ``bad`` whether it is bad news (exit code 1), ``by_due`` whether a terminal
    shows it in groups, by when rows fall due.
    """

    schema: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    view: Seen | None = None
    brief: tuple[str, ...] = ()
    beside: Mapping[str, Any] = NOTHING
    prose: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    bad: bool = False
    by_due: bool = False
    drawing: str | None = None

    @classmethod
    def of(cls, schema: str, kind: type[Row], rows: Sequence[Row], **beside: Any) -> Self:  # noqa: ANN401
        """Return a report of rows of one class."""
        return cls(schema, kind.columns(), tuple(rows), **beside)

    def column(self, name: str) -> list[Cell]:
        """Return the cells of all rows in one column."""
        return type(self.rows[0]).cells_in(name, self.rows) if self.rows else []

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __getitem__(self, place: int) -> Any:  # noqa: ANN401 - a row of the kind that the report is about
        """Return a row by its place."""
        return self.rows[place]

    def _repr_html_(self) -> str:
        """Return how a notebook shows it."""
        from commitments.render.notebook import as_html

        return as_html(self)
