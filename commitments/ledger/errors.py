"""What can go wrong with a ledger, each in one line that says what happened and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

#: A path, or how a database elsewhere is named, without its password.
Place: TypeAlias = "Path | str"


class LedgerError(Exception):
    """Something about the ledger; its text is one line, for people."""


class RefusedValueError(LedgerError, ValueError):
    """A value that no ledger stores; the text says which and why."""


class NoLedgerError(LedgerError):
    """There is no file at the path."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path}: there is no ledger here; `commitments init` or `commitments add FILE` makes one")


class NotALedgerError(LedgerError):
    """The file is something else."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path}: this file is not a ledger; name another with --ledger")


class UnsupportedLedgerError(LedgerError):
    """The ledger is of a kind that this installation cannot open."""

    def __init__(self, scheme: str) -> None:
        super().__init__(f"{scheme}: no such kind of ledger is known here; give the path of a file, or postgresql://…")


class NewerSchemaError(LedgerError):
    """The ledger was written by a later version of the program."""

    def __init__(self, path: Place, found: int, known: int) -> None:
        super().__init__(f"{path}: written by a newer version (schema {found}, known {known}); upgrade commitments")


class OlderSchemaError(LedgerError):
    """The ledger must be upgraded first, and was opened for reading only."""

    def __init__(self, path: Place, found: int, known: int) -> None:
        super().__init__(
            f"{path}: schema {found} is older than {known}; back it up, then any writing command upgrades it"
        )


class OlderSharedLedgerError(LedgerError):
    """A shared ledger must be upgraded first, by whoever runs it."""

    def __init__(self, place: Place, found: int, known: int) -> None:
        super().__init__(f"{place}: schema {found} is older than {known}; `commitments ledger init` upgrades it")


class LedgerBusyError(LedgerError):
    """Another process held the ledger for too long."""

    def __init__(self, path: Place, waited: float) -> None:
        super().__init__(f"{path}: another process is writing (waited {waited:g} s); nothing was changed, try again")


class DiskFullError(LedgerError):
    """There was no room to write; the transaction was undone."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path}: the disk is full; nothing was changed, make room and try again")


class LedgerIOError(LedgerError):
    """The disk failed while reading or writing: from now on read-only until verified."""

    def __init__(self, path: Place, detail: str) -> None:
        super().__init__(f"{path}: input/output error ({detail}); read-only until `commitments verify` passes")


class UnverifiedLedgerError(LedgerError):
    """An I/O error happened before, and nobody has verified the ledger since."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path}: read-only since an input/output error; run `commitments verify`, then try again")


class DamagedLedgerError(LedgerError):
    """The file is a ledger, or was one, and its structure is broken."""

    def __init__(self, path: Place, detail: str) -> None:
        super().__init__(f"{path}: the file is damaged ({detail}); run `commitments verify`, and restore a backup")


class ReadOnlyLedgerError(LedgerError):
    """The file or its folder may not be written, or the ledger was opened for reading only."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path}: this ledger cannot be written; look at the permissions of the file and its folder")


class CannotOpenError(LedgerError):
    """The file cannot be opened at all."""

    def __init__(self, path: Place, detail: str) -> None:
        shared = "://" in str(path)
        look = "the address, and at whether the server runs" if shared else "the path and its permissions"
        super().__init__(f"{path}: cannot open the ledger ({detail}); look at {look}")


class RefusedByLedgerError(LedgerError):
    """A rule of the database itself refused the change (the log is append-only)."""

    def __init__(self, path: Place, detail: str) -> None:
        super().__init__(f"{path}: refused ({detail}); nothing was changed")


class LostLedgerError(LedgerError):
    """The connection to the database broke. Unless it was in the middle of the commit, nothing was changed."""

    def __init__(self, place: Place, detail: str, *, committing: bool = False) -> None:
        told = (
            "it may have been recorded or not, as a whole; the same again is safe, for an id is recorded once"
            if committing
            else "nothing was changed, try again"
        )
        super().__init__(f"{place}: the connection to the ledger was lost ({detail}); {told}")


class NoSchemaError(LedgerError):
    """The database has no ledger in it."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place}: there is no ledger in this database; `commitments ledger init` makes one")


class NotPermittedError(LedgerError):
    """The role may not do this in the database."""

    def __init__(self, place: Place, detail: str) -> None:
        super().__init__(
            f"{place}: not permitted ({detail}); nothing was changed, ask who runs the database for a role"
        )


class MissingExtraError(LedgerError):
    """A library is missing that only this kind of ledger needs."""

    def __init__(self, scheme: str, extra: str) -> None:
        super().__init__(f"{scheme}: needs the extra {extra!r}: pip install 'commitments[{extra}]'")


class BackupExistsError(LedgerError):
    """A backup never overwrites."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path}: exists already; a backup never overwrites, name another file")


class BrokenExportError(LedgerError):
    """An export is not what it says; ``line`` is where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}; nothing was imported")
        self.line = line


class BrokenLedgerError(LedgerError):
    """A ledger that was to be taken over is not whole; ``findings`` tell what `verify` found."""

    def __init__(self, place: Place, findings: Sequence[object]) -> None:
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{place}: not taken over, for verifying it found: {findings[0]}{more}")
        self.findings = tuple(findings)


class NotEmptyError(LedgerError):
    """Something would be restored or imported into a ledger that has entries."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place}: there is a ledger with entries already; name a new one")


class UnknownEventError(LedgerError):
    """A retraction or correction names an event that the ledger does not have."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"{identifier!r}: no such event in the ledger; `commitments log` lists them")
        self.id = identifier


class ConflictError(LedgerError):
    """The ledger has the same id with other content. ``differences`` are (field, in the ledger, now) as text."""

    def __init__(self, identifier: str, differences: Sequence[tuple[str, str, str]]) -> None:
        told = "; ".join(f"{field} is {old}, not {new}" for field, old, new in differences)
        advice = f"to change it: `commitments correct {identifier}`"
        super().__init__(f"event {identifier!r} is in the ledger with other content: {told}; {advice}")
        self.id = identifier
        self.differences = tuple(differences)
