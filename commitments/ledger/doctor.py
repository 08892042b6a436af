"""What a ledger stands on: versions, how its database is built and set, who may read it, whether clocks agree.

Each finding is a row: what was looked at, what is the case, and what to do about it if it is not as it should be.
"""

from __future__ import annotations

import platform
import sqlite3
import stat
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import apsw

from commitments.ledger import open_ledger
from commitments.ledger.errors import LedgerError
from commitments.ledger.rows import Head
from commitments.ledger.sql import SqlLedger

PACKAGES = ("commitments", "apsw", "click", "durable-rules", "msgspec", "psycopg", "pydantic", "PyYAML", "tzdata")
#: SQLite before this could corrupt a database in WAL mode.
SOUND_SQLITE = (3, 51, 3)
#: A recorded instant that lies further ahead of this machine's clock than this is told, in microseconds.
TOLERANCE = 60_000_000

_BACKWARDS = """SELECT count(*), coalesce(min(seq), 0) FROM (
    SELECT seq, recorded, max(recorded) OVER (ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM entry WHERE kind IN ('event', 'retract', 'correct')) AS each
WHERE recorded < before"""


class Health(NamedTuple):
    """One thing that was looked at. ``advice`` is empty where nothing needs to be done."""

    name: str
    value: str
    advice: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""
        return not self.advice


def examine(location: str | Path, now: int) -> list[Health]:
    """Return everything about this installation and the ledger at a location; ``now``: by this machine's clock."""
    found = list(_installation())
    if "://" not in str(location):
        found += _file(Path(location).absolute())
    try:
        with _opened(location) as ledger:
            found += _ledger(ledger, now)
    except LedgerError as error:
        found.append(Health("ledger", "cannot be opened", str(error)))
    return found


def _opened(location: str | Path) -> SqlLedger:
    opened = open_ledger(location, writable=False)
    if not isinstance(opened, SqlLedger):
        raise TypeError(type(opened).__name__)
    return opened


def _installation() -> Iterator[Health]:
    yield Health("python", platform.python_version())
    for package in PACKAGES:
        try:
            yield Health(package, version(package))
        except PackageNotFoundError:
            yield Health(package, "not installed")
    sound = tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) >= SOUND_SQLITE
    yield Health(
        "sqlite",
        f"{apsw.sqlite_lib_version()} (Python's own, not used: {sqlite3.sqlite_version})",
        "" if sound else "upgrade apsw: this SQLite may corrupt a ledger (fixed in 3.51.3)",
    )
    options = [option for option in apsw.compile_options if option.startswith(("COMPILER", "OMIT_", "THREADSAFE"))]
    yield Health("sqlite build", " ".join(options))


def _file(path: Path) -> Iterator[Health]:
    """Yield who may read and write the file and its folder."""
    if not path.is_file():
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    others = "" if not mode & 0o077 else f"others may read or write it: chmod 600 {path.name}"
    yield Health("permissions", f"{mode:o}", others)
    folder = path.parent.stat().st_mode
    loose = folder & 0o002 and not folder & stat.S_ISVTX
    yield Health(
        "folder",
        f"{stat.S_IMODE(folder):o}",
        "everybody may replace files in this folder: chmod o-w" if loose else "",
    )
    mark = path.with_name(path.name + ".unverified")
    if mark.exists():
        yield Health("input/output errors", "since one, read-only", "run `commitments verify`")


def _ledger(ledger: SqlLedger, now: int) -> Iterator[Health]:
    with ledger.snapshot():
        head: Head = ledger.log.head()
        yield Health("ledger", str(ledger.place))
        yield Health("head", str(head))
        count, first = ledger.database.row(_BACKWARDS) or (0, 0)
        yield Health(
            "clock in the log",
            f"{count} entries recorded for an earlier time than one before them" if count else "never goes backwards",
            f"the first is entry {first}: what was known at times between may have changed since" if count else "",
        )
        latest = ledger.log.latest_recorded()
        ahead = latest is not None and latest > now + TOLERANCE
        yield Health(
            "clock here",
            "behind the log" if ahead else "not behind the log",
            "the log has entries recorded later than now: set this machine's clock" if ahead else "",
        )
        for name, value, advice in ledger.settings():
            yield Health(name, value, advice)
