"""The use cases of those who keep a ledger, each one call: verify it, copy it, move it, see what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from commitments.ledger import init_ledger, open_ledger
from commitments.ledger.doctor import Health, examine
from commitments.ledger.rows import Head
from commitments.ledger.sql import SqlLedger
from commitments.mistakes import MistakeError
from commitments.reports.keeping import doctor_report, head_report, receipts_report, replay_report, verify_report
from commitments.reports.report import Report
from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.crew import crew_of
from commitments.upkeep.moving import export_ledger, import_ledger, restore
from commitments.upkeep.replaying import replay as replay_ledger
from rules.instants import Instant

Location = str | Path


class NoHeadError(MistakeError):
    """A text that should be a head and is none."""

    def __init__(self, text: str) -> None:
        """Say how a head is written."""
        super().__init__(f"{text[:80]}: a head is written n:hash, as `commitments head` prints it")


def head_of(text: str | None) -> Head | None:
    """Return the head that a text says, None for none. Raises NoHeadError."""
    try:
        return None if text is None else Head.parse(text)
    except ValueError as error:
        raise NoHeadError(text or "") from error


def init(location: Location) -> Report:
    """Make a ledger, or bring its tables to this version; return its head. Raises LedgerError."""
    init_ledger(location)
    return head(location)


def head(location: Location) -> Report:
    """Return how far a log goes, to be kept by whoever wants to `verify` it against that later. Raises LedgerError."""
    with closing(open_ledger(location, writable=False)) as ledger:
        return head_report(ledger.log.head())


def verify(location: Location, expect: str | None = None, jobs: int = 1) -> Report:
    """Verify everything of a ledger, against a head that was kept if one is given. Raises LedgerError, NoHeadError.

    ``jobs``: how many processes do it at once. Where there are several, a script has to start under
    ``if __name__ == "__main__"``, since they import it too. Raises WorkFailedError when one of them is lost.
    """
    kept = head_of(expect)
    with closing(open_ledger(location)) as ledger, crew_of(ledger, location, jobs) as crew:
        found = verify_ledger(ledger, kept, crew)
        return verify_report(found, ledger.log.head())


def replay(location: Location, *, jobs: int = 1, dry_run: bool = False) -> Report:
    """Work out from the log all that a ledger keeps beside it, and put right what differs; return what did.

    ``jobs``: as for `verify`; ``dry_run``: write nothing. Raises LedgerError, WorkFailedError; then nothing changed.
    """
    with closing(open_ledger(location, writable=not dry_run)) as ledger, crew_of(ledger, location, jobs) as crew:
        done = replay_ledger(ledger, crew, dry_run=dry_run)
        return replay_report(done.findings, done.agreements, done.events, done.head, dry_run=dry_run)


def doctor(location: Location, now: Instant, settings: Path | None = None) -> Report:
    """Return what the installation and a ledger stand on.

    ``now``: by this machine's clock; ``settings``: the file of settings that is used.
    """
    used = Health("settings", "no file is used" if settings is None else str(settings))
    return doctor_report([used, *examine(location, now)])


def backup(location: Location, to: Path) -> Report:
    """Copy a ledger to a new file, complete while others write; return the head of the copy. Raises LedgerError."""
    with closing(open_ledger(location, writable=False)) as ledger:
        return head_report(ledger.backup(to))


def restored(file: Path, to: Location, expect: str | None = None) -> Report:
    """Verify a backup and make a new ledger of it; return its head. Raises LedgerError, NoHeadError."""
    return head_report(restore(file, to, head_of(expect)))


def exported(location: Location) -> Iterator[str]:
    """Yield a ledger as lines of JSON, CloudEvents with their chain. Raises LedgerError."""
    with closing(open_ledger(location, writable=False)) as ledger:
        if not isinstance(ledger, SqlLedger):
            raise TypeError(type(ledger).__name__)
        for line in export_ledger(ledger):
            yield f"{line}\n"


def imported(lines: Iterable[str], to: Location, expect: str | None = None) -> Report:
    """Verify an export and make a new ledger of it; return its head. Raises LedgerError, NoHeadError."""
    return head_report(import_ledger((line.rstrip("\n") for line in lines), to, head_of(expect)))


def receipts(book: object, names: Iterable[str]) -> Report:
    """Return the receipts of the latest versions of events that a ledger holds."""
    if not isinstance(book, LedgerBook):
        raise TypeError(type(book).__name__)
    log = book.storage.log
    latest = [(name, versions[-1]) for name in names if (versions := log.versions(name))]
    return receipts_report([(name, log.receipt(entry)) for name, entry in latest])
