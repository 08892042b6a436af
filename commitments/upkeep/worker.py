"""One of the processes of a crew: it reads a ledger, and does what it is told, part by part."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, cast

from commitments.ledger import LedgerError, open_ledger
from commitments.upkeep.contents import Contents

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from commitments.ledger.rows import Head
    from commitments.ledger.storage import Storage


class Failure(NamedTuple):
    """Why something was not done: in a line, or, where it ``is_fault`` of the program, in the lines that show where."""

    told: str
    is_fault: bool


def work(location: str, line: Connection) -> None:
    """Do what comes over a line until it is closed: orders with their numbers, with which the answers go back.

    None is to look at the ledger as it is now; else an order is a task and a part.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever has started this process ends it
    with ExitStack() as opened:
        desk = _Desk(location, opened)
        while True:
            try:
                number, order = line.recv()
                line.send((number, desk.answer(order)))
            except (EOFError, ConnectionError):
                return


class _Desk:
    """The ledger, opened when it is looked at first, and what it says."""

    def __init__(self, location: str, opened: ExitStack) -> None:
        self._location = location
        self._opened = opened
        self._seen = ExitStack()
        self._storage: Storage | None = None
        self._contents: Contents | None = None

    def answer(self, order: object) -> object:
        """Return what is found, or a failure."""
        try:
            if order is None:
                return self._begin()
            task, part = cast("tuple[Callable[[Contents | None, object], object], object]", order)
            return task(self._contents, part)
        except LedgerError as error:
            return Failure(str(error), is_fault=False)
        except Exception as error:  # noqa: BLE001 - it is told where there is somebody to read it
            return Failure("".join(traceback.format_exception(error)), is_fault=True)

    def _begin(self) -> Head:
        """Look at the ledger as it is now; return how far it goes."""
        self._seen.close()
        if self._storage is None:
            self._storage = open_ledger(self._location, writable=False)
            self._opened.callback(self._storage.close)
            self._opened.enter_context(self._seen)
        self._seen.enter_context(self._storage.snapshot())
        self._contents = Contents(self._storage)
        return self._storage.log.head()
