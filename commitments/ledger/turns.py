"""Writers wait in a queue, outside the database, so that none of them starves."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commitments.ledger.errors import CannotOpenError, LedgerBusyError


class WriterQueue:
    """A lock held by one writer at a time, over processes and threads; it is free again when its holder dies.

    The lock is an ``flock`` on the file ``path``; ``patience`` is how long to wait for it, in seconds.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the lock inside the block. Raises LedgerBusyError when it is not free in time."""
        file = self._take()
        try:
            yield
        finally:
            os.close(file)

    def _take(self) -> int:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CannotOpenError(self._path, error.strerror or "no reason given") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _Waiter(file).wait(self._patience):
                raise LedgerBusyError(self._path.with_suffix(""), self._patience) from None
        return file


class _Waiter(threading.Thread):
    """Stands in the kernel's queue for the lock, which knows no timeout; gives it up when nobody waits any more."""

    def __init__(self, file: int) -> None:
        super().__init__(daemon=True)
        self._file = file
        self._decided = threading.Lock()
        self._held = threading.Event()
        self._abandoned = False

    def wait(self, patience: float) -> bool:
        """Return whether the lock was obtained; if not, the file is closed as soon as the kernel lets go of it."""
        self.start()
        self._held.wait(patience)
        with self._decided:
            self._abandoned = not self._held.is_set()
        return not self._abandoned

    def run(self) -> None:
        """Wait for the lock, for as long as it takes."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._decided:
            if self._abandoned:
                os.close(self._file)
            else:
                self._held.set()
