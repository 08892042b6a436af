"""Takes a whole ledger over into a new one: restoring a backup, importing an export, moving between databases.

Whatever is taken over is verified, replay included, before it counts; the new ledger has the same head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from commitments.ledger import init_ledger, open_ledger
from commitments.ledger.carrying import carry, empty
from commitments.ledger.errors import BrokenLedgerError, NotEmptyError
from commitments.ledger.exchange import export_lines, import_lines
from commitments.ledger.rows import Head
from commitments.ledger.sql import SqlLedger
from commitments.ledger.sqlite import discard, open_sqlite
from commitments.upkeep.checking import verify_ledger

Location = str | Path


def restore(backup: Path, to: Location, expect: Head | None = None) -> Head:
    """Verify a backup, against a head that was kept if one is given, and make the new ledger ``to`` of it; its head.

    ``to``: a file that is not there yet, or the URL of a database whose ledger is empty. Raises BrokenLedgerError,
    NotEmptyError and what opening raises; then there is no ledger ``to``.
    """
    with open_sqlite(backup, writable=False) as source:
        _check(source, backup, expect)

        def fill(target: SqlLedger) -> None:
            with source.snapshot():
                carry(source.database, target.database)

        return _take_over(to, fill, expect)


def import_ledger(lines: Iterable[str], to: Location, expect: Head | None = None) -> Head:
    """Make the new ledger ``to`` of the lines of an export, verified; return its head. Raises as ``restore`` does.

    Raises BrokenExportError too.
    """

    def fill(target: SqlLedger) -> None:
        import_lines(lines, target.database)

    return _take_over(to, fill, expect)


def export_ledger(ledger: SqlLedger) -> Iterable[str]:
    """Yield the lines of an export, without their ends."""
    return export_lines(ledger.database)


def _take_over(to: Location, fill: Callable[[SqlLedger], None], expect: Head | None) -> Head:
    made = "://" not in str(to) and not Path(to).exists()
    if "://" not in str(to):
        init_ledger(to)
    try:
        with _opened(to) as target:
            with target.transaction():
                _see_that_it_is_new(target)
                fill(target)
                _check(target, target.place, expect)
            return target.log.head()
    except BaseException:
        if made:
            discard(Path(to))
        raise


def _see_that_it_is_new(target: SqlLedger) -> None:
    if not empty(target.database):
        raise NotEmptyError(target.place)


def _opened(to: Location) -> SqlLedger:
    opened = open_ledger(to)
    if not isinstance(opened, SqlLedger):
        raise TypeError(type(opened).__name__)
    return opened


def _check(ledger: SqlLedger, place: Location, expect: Head | None) -> None:
    found = verify_ledger(ledger, expect)
    if found:
        raise BrokenLedgerError(place, found)
