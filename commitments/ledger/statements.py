"""What the log, the working memory and the statuses ask of a database. Their statements are the same for all.

A value stands for ``?``, or for ``?1``, ``?2`` where it is used more than once; texts are ordered by code point.
"""

# ruff: noqa: D102 - each method is told where it is implemented

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol, TypeVar

from commitments.ledger.errors import RefusedValueError

Row = tuple[Any, ...]
Value = str | int | bytes | None
Values = Sequence[Value]
Item = TypeVar("Item")

#: How many values are asked for in one query.
AT_ONCE = 64

#: Stands after every text that begins as what is before it.
LAST_LETTER = "\U0010ffff"


class Seen:
    """What a process knows of a ledger: what it read or wrote in a transaction, or read in a snapshot.

    It goes on to be known in the next one, until somebody else writes or a transaction is undone. Outside nothing is.
    """

    __slots__ = ("_kept", "_version", "is_open", "left")

    def __init__(self) -> None:
        self.left = object()
        self.is_open = False
        self._version: object = None
        self._kept: dict[str, Any] = {}

    def open(self, version: object) -> None:
        """Begin a transaction or a snapshot. What is known is true where the version is the one that was left.

        ``version``: another one whenever anything has been written in between; None: that cannot be told.
        """
        if version is None or version != self._version:
            self.forget()
        self._version = version
        self.is_open = True

    def close(self, version: object = None) -> None:
        """End it. ``version``: the one that is left by a transaction; a snapshot leaves the one that it began with."""
        if version is not None:
            self._version = version
            self.left = object()
        self.is_open = False

    def forget(self) -> None:
        """Know nothing any more: what was known may be undone, or was written over."""
        self._kept.clear()
        self._version = None
        self.is_open = False
        self.left = object()

    @property
    def epoch(self) -> object:
        """Another object once anything may have been written or undone: who keeps what it read compares it with before.

        Who has written itself goes on from the one that its transaction ``left``.
        """
        return self.left if self.is_open else object()

    def get(self, name: str) -> Any:  # noqa: ANN401 - what was kept
        """Return what is known under a name, None when it is not."""
        return self._kept.get(name) if self.is_open else None

    def keep(self, name: str, value: object) -> None:
        """Know something from now on."""
        if self.is_open:
            self._kept[name] = value


class Statements(Protocol):
    """An open database; see `commitments.ledger.database.Database` for each method."""

    @property
    def writing(self) -> bool: ...
    @property
    def writable(self) -> bool: ...
    @property
    def seen(self) -> Seen: ...
    def rows(self, statement: str, values: Values = ()) -> list[Row]: ...
    def row(self, statement: str, values: Values = ()) -> Row | None: ...
    def each(self, statement: str, values: Values = ()) -> Iterator[Row]: ...
    def run(self, statement: str, values: Values = ()) -> int: ...
    def run_each(self, statement: str, values: Iterable[Values], *, checked: bool = False) -> None: ...
    def transaction(self) -> AbstractContextManager[None]: ...
    def snapshot(self) -> AbstractContextManager[None]: ...
    def trust(self) -> None: ...
    def close(self) -> None: ...


def parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of at most ``size``."""
    each = iter(items)
    while part := list(islice(each, size)):
        yield part


@lru_cache(maxsize=2 * AT_ONCE)
def among(many: int, first: int = 1) -> str:
    """Return the places of so many values in ``IN (…)``; the number of the first."""
    return ", ".join(f"?{place}" for place in range(first, first + many))


def no_nul(values: Values) -> Values:
    """Return ``values``, or raise RefusedValueError where a text has a NUL: not every database stores one."""
    for value in values:
        if isinstance(value, str) and "\0" in value:
            raise RefusedValueError("a NUL character is no text")
    return values
