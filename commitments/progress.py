"""How far long work has come: a terminal shows it, everybody else is not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Listener(Protocol):
    """Whoever wants to know."""

    def begin(self, what: str, total: int | None) -> None:
        """Hear what is begun, and how many steps it takes, if that is known."""

    def step(self) -> None:
        """Hear that another step is done."""

    def end(self) -> None:
        """Hear that it is over."""


_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let a listener hear of the work that is done inside."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def counted(what: str, items: Iterable[Item], total: int | None = None) -> Iterable[Item]:
    """Return the same items, and tell the listener of each. Work inside of this work is part of it."""
    listener = _LISTENER.get()
    if listener is None:
        return items
    if total is None and isinstance(items, Sized):
        total = len(items)
    return _told(listener, what, items, total)


def _told(listener: Listener, what: str, items: Iterable[Item], total: int | None) -> Iterator[Item]:
    _LISTENER.set(None)
    listener.begin(what, total)
    try:
        for item in items:
            yield item
            listener.step()
    finally:
        listener.end()
        _LISTENER.set(listener)
