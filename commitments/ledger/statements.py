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


class Statements(Protocol):
    """An open database; see `commitments.ledger.database.Database` for each method."""

    @property
    def writing(self) -> bool: ...
    @property
    def writable(self) -> bool: ...
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
