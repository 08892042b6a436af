"""What the errors of PostgreSQL are called here."""

from __future__ import annotations

import psycopg
from psycopg import errors as raised

from commitments.ledger import errors

#: Everything that a statement may raise, a text that is no UTF-8 among it.
ERRORS = (psycopg.Error, UnicodeError, OverflowError)

_BUSY = (raised.LockNotAvailable, raised.DeadlockDetected, raised.SerializationFailure, raised.QueryCanceled)
_REFUSED = (raised.IntegrityError, raised.RaiseException, raised.ReadOnlySqlTransaction)
_FULL = (raised.DiskFull, raised.OutOfMemory, raised.TooManyConnections, raised.ConfigurationLimitExceeded)


def translate(error: Exception, place: str, patience: float, *, lost: bool, committing: bool) -> errors.LedgerError:
    """Return the error of ours that tells what happened. ``lost``: the connection is broken."""
    detail = one_line(error)
    if lost:
        return errors.LostLedgerError(place, detail, committing=committing)
    if isinstance(error, (UnicodeError, OverflowError, psycopg.DataError)):
        return errors.RefusedValueError(f"no ledger stores this: {detail}")
    if isinstance(error, _BUSY):
        return errors.LedgerBusyError(place, patience)
    if isinstance(error, raised.InsufficientPrivilege):
        return errors.NotPermittedError(place, detail)
    if isinstance(error, _REFUSED):
        return errors.RefusedByLedgerError(place, detail)
    return _of_the_disk(error, place, detail)


def _of_the_disk(error: Exception, place: str, detail: str) -> errors.LedgerError:
    if isinstance(error, raised.DiskFull):
        return errors.DiskFullError(place)
    if isinstance(error, _FULL):
        return errors.CannotOpenError(place, detail)
    if isinstance(error, (raised.IoError, raised.DataCorrupted, raised.IndexCorrupted)):
        return errors.DamagedLedgerError(place, detail)
    if isinstance(error, (raised.UndefinedTable, raised.InvalidSchemaName)):
        return errors.NoSchemaError(place)
    if isinstance(error, psycopg.OperationalError):
        return errors.CannotOpenError(place, detail)
    return errors.RefusedByLedgerError(place, detail)


def one_line(error: Exception) -> str:
    """Return the first line of what an error says, without control characters."""
    lines = str(error).strip().splitlines()
    text = lines[0] if lines else type(error).__name__
    return "".join(letter for letter in text if letter.isprintable())
