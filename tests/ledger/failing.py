"""Work that goes wrong, for a process that does it. Each stands in the place of a task."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from commitments.ledger.errors import LedgerError
from commitments.upkeep.contents import Contents

#: Where `linger` says that it is at it.
LINGERING = "COMMITMENTS_TEST_LINGERING"


def die(contents: Contents, part: object) -> None:
    """End as by ``kill -9``."""
    del contents, part
    os.kill(os.getpid(), signal.SIGKILL)


def leave(contents: Contents, part: object) -> None:
    """End without a word."""
    del contents, part
    os._exit(7)


def refuse(contents: Contents, part: object) -> object:
    """Fail in a way that a ledger may."""
    del contents, part
    raise LedgerError("the disk is on fire")


def slip(contents: Contents, part: object) -> object:
    """Fail by a fault of the program."""
    del contents
    return [part] * (1 // 0)


def linger(contents: Contents, part: object) -> object:
    """Say that the work has begun, and take long."""
    del contents, part
    Path(os.environ[LINGERING]).touch()
    time.sleep(60)
    return []


def count(contents: Contents, part: int) -> tuple[int, int]:
    """Return a part, and how many entries the log has; it takes the longer the smaller the number is."""
    time.sleep(0.02 / (part + 1))
    return part, contents.storage.log.head().seq
