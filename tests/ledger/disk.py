"""A disk that remembers what was written since the last sync, or that fails when it is told to.

A SQLite VFS over the real one. What a power cut may leave is made from the record: of each file, all that was synced,
and any part of what was written since, in any order and torn at sectors.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apsw

SECTOR = 512
NAME = "remembering"


class Operation(NamedTuple):
    """Something that reached the disk: ``write``, ``truncate``, ``sync`` or ``delete``; or an ``acknowledged`` id."""

    what: str
    file: str = ""
    place: int = 0
    data: bytes = b""


class Disk(apsw.VFS):
    """The record of all operations, and when to fail: ``fail(number, what)`` raises, or returns."""

    def __init__(self, fail: Callable[[int, str], None] | None = None) -> None:
        self.record: list[Operation] = []
        self.count = 0
        self.fail = fail
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802, ANN401 - as SQLite calls it
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001
        super().xDelete(filename, syncdir)
        self.note("delete", Path(filename).name)

    def note(self, what: str, file: str, place: int = 0, data: bytes = b"") -> None:
        """Record an operation."""
        self.record.append(Operation(what, file, place, data))

    def about_to(self, what: str) -> None:
        """Count an operation, and fail if that is due."""
        self.count += 1
        if self.fail is not None:
            self.fail(self.count, what)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:  # noqa: ANN401
        self.disk = disk
        self.name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.about_to("write")
        super().xWrite(data, offset)
        self.disk.note("write", self.name, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self.disk.about_to("truncate")
        super().xTruncate(newsize)
        self.disk.note("truncate", self.name, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.about_to("sync")
        super().xSync(flags)
        self.disk.note("sync", self.name)


@contextmanager
def disk_of(fail: Callable[[int, str], None] | None = None) -> Iterator[Disk]:
    """Let every SQLite database that is opened inside the block live on such a disk."""
    disk, real = Disk(fail), apsw.Connection

    def connect(name: str, *arguments: Any, **options: Any) -> apsw.Connection:  # noqa: ANN401
        if name != ":memory:":
            options["vfs"] = NAME
        return real(name, *arguments, **options)

    apsw.Connection = connect  # type: ignore[misc, assignment]
    try:
        yield disk
    finally:
        apsw.Connection = real  # type: ignore[misc]
        disk.unregister()


def after_power_cut(record: list[Operation], chance: random.Random) -> dict[str, bytes]:
    """Return what the files may hold when the power went after the last of ``record``."""
    operations: dict[str, list[Operation]] = defaultdict(list)
    for operation in _with_folder_syncs(record):
        if operation.file and not operation.file.endswith("-shm"):
            operations[operation.file].append(operation)
    return {file: content for file, each in operations.items() if (content := _left(each, chance)) is not None}


def _with_folder_syncs(record: list[Operation]) -> Iterator[Operation]:
    """Yield operations, those that remove a file as synced once its folder is.

    SQLite syncs the folder with the first sync of a journal or log that it has made.
    """
    known: set[str] = set()
    waiting: list[str] = []
    for operation in record:
        yield operation
        if operation.what == "delete":
            known.discard(operation.file)
            waiting.append(operation.file)
        elif operation.what == "sync" and operation.file not in known:
            known.add(operation.file)
            if operation.file.endswith(("-wal", "-journal")):
                yield from (Operation("sync", file) for file in waiting)
                waiting.clear()


def _left(operations: list[Operation], chance: random.Random) -> bytes | None:
    last = max((place for place, each in enumerate(operations) if each.what == "sync"), default=-1)
    content, there = bytearray(), False
    for operation in operations[: last + 1]:
        _apply(content, operation)
        there = operation.what != "delete" and (there or operation.what != "sync")
    since = operations[last + 1 :]
    if any(operation.what == "delete" for operation in since):
        return None if chance.random() < 0.5 else bytes(content)
    share = chance.choice((0.0, 0.0, 0.3, 0.7, 1.0))
    kept = [operation for operation in since if chance.random() < share]
    if chance.random() < 0.5:
        chance.shuffle(kept)
    for operation in kept:
        torn = operation.what == "write" and chance.random() < 0.2
        sectors = chance.randrange(len(operation.data) // SECTOR + 1) if torn else None
        data = operation.data if sectors is None else operation.data[: sectors * SECTOR]
        _apply(content, operation._replace(data=data))
    return bytes(content) if there or kept else None


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.what == "delete":
        content.clear()
    elif operation.what == "truncate":
        del content[operation.place :]
    elif operation.what == "write":
        content.extend(bytes(max(0, operation.place - len(content))))
        content[operation.place : operation.place + len(operation.data)] = operation.data
