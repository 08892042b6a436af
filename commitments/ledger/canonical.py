"""The one way to write a value as bytes, so that the same content always has the same hash.

Canonical JSON: UTF-8 without escapes that JSON does not ask for, keys in the order of their code points, no spaces.
A number is the object ``{"$number":"…"}``: its shortest plain decimal digits (``1.50`` is ``1.5``, ``-0`` is ``0``), or
``<digits>E<exponent>`` beyond 40 places; so equal numbers have one form, nothing is rounded, and ``"5"`` stays a text.
Refused, here and by every kind of ledger alike: NUL, lone surrogates, binary floats, NaN, infinities, numbers of more
than 1,000 places, keys that are not text, nesting deeper than 64, more than 8 MiB, and instants outside the years
1 to 9999.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from json.encoder import encode_basestring as _quoted

from commitments.ledger.errors import RefusedValueError

NUMBER = "$number"
DEEPEST = 64
PLAIN_PLACES = 40
MOST_PLACES = 1_000
LARGEST = 8 * 1024 * 1024
LONGEST_NAME = 1_000
LONGEST_KEY = 500

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FIRST_INSTANT = (datetime(1, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
LAST_INSTANT = (datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC) - _EPOCH) // _MICROSECOND

GENESIS = bytes(32)


def write(value: object) -> bytes:
    """Return the canonical bytes of ``value``: mappings, lists, tuples, text, booleans, None, int and Decimal.

    Raises RefusedValueError for everything else (see the module).
    """
    text = _written(value, 0)
    try:
        body = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedValueError("a lone surrogate is no text") from error
    return checked(body, value if ESCAPED_NUL in text else None)


def checked(body: bytes, value: object) -> bytes:
    """Return the bytes of a value; ``value``: where a text in it may have a NUL. Raises RefusedValueError."""
    if value is not None and _has_nul(value):
        raise RefusedValueError("a NUL character is no text")
    if len(body) > LARGEST:
        raise RefusedValueError(f"longer than {LARGEST} bytes")
    return body


def write_name(name: str) -> bytes:
    """Return what ``write`` does, of a text that ``check_name`` lets pass."""
    return _quoted(name).encode()


def read(body: bytes | str) -> object:
    """Return the value that ``write`` wrote: numbers come back as Decimal, sequences as lists."""
    return json.loads(body, object_hook=_revive)


def number_text(value: int | Decimal) -> str:
    """Return the canonical digits of a number: ``Decimal(number_text(n)) == n``, exactly."""
    if isinstance(value, int):
        if value.bit_length() > 4 * MOST_PLACES:
            raise RefusedValueError(f"a number of more than {MOST_PLACES} places")
        value = Decimal(value)
    digits_only = str(value)
    if len(digits_only) <= PLAIN_PLACES and digits_only.isdigit() and digits_only[0] != "0":
        return digits_only
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise RefusedValueError(f"{value} is not a number")
    if len(digits) > MOST_PLACES or abs(exponent) > MOST_PLACES:
        raise RefusedValueError(f"a number of more than {MOST_PLACES} places")
    text = "".join(map(str, digits)).lstrip("0")
    kept = text.rstrip("0")
    if not kept:
        return "0"
    return ("-" if sign else "") + _place(kept, exponent + len(text) - len(kept))


def check_text(text: str) -> str:
    """Return ``text``, or raise RefusedValueError when no ledger can store it."""
    if "\0" in text:
        raise RefusedValueError("a NUL character is no text")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedValueError("a lone surrogate is no text") from error
    return text


def check_name(text: str) -> str:
    """Return ``text`` as ``check_text`` does; an empty name, or one of more than 1,000 bytes, is refused too."""
    if not text or len(check_text(text).encode()) > LONGEST_NAME:
        raise RefusedValueError(f"a name must have between 1 and {LONGEST_NAME} bytes")
    return text


def short_key(key: str) -> str:
    """Return the key under which an index files ``key``: itself, or its hash when it has more than 500 bytes."""
    if len(key) <= LONGEST_KEY // 4:
        return key
    body = check_text(key).encode()
    return key if len(body) <= LONGEST_KEY else f"#{hashlib.sha256(body).hexdigest()}"


def check_instant(instant: int) -> int:
    """Return ``instant`` (microseconds), or raise RefusedValueError outside the years 1 to 9999."""
    if not FIRST_INSTANT <= instant <= LAST_INSTANT:
        raise RefusedValueError("an instant outside the years 1 to 9999")
    return instant


def chain(previous: bytes, body: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 over the hash before it (32 zero bytes before the first) and its bytes."""
    return hashlib.sha256(previous + body).digest()


def _place(digits: str, exponent: int) -> str:
    """Return ``digits`` times ten to the ``exponent``, plain where that is short."""
    if 0 <= exponent <= PLAIN_PLACES - len(digits):
        return digits + "0" * exponent
    if -PLAIN_PLACES <= exponent < 0:
        padded = digits.rjust(1 - exponent, "0")
        return f"{padded[:exponent]}.{padded[exponent:]}"
    return f"{digits}E{exponent}"


def _written(value: object, depth: int) -> str:
    """Return ``value`` as JSON, refusing what has no canonical form. A text in it may still have a NUL."""
    if isinstance(value, str):
        return _quoted(value)
    if depth >= DEEPEST:
        raise RefusedValueError(f"nested deeper than {DEEPEST}")
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | Decimal):
        return f'{{"{NUMBER}":"{number_text(value)}"}}'
    if isinstance(value, dict | Mapping):
        return _members(value, depth + 1)
    if isinstance(value, list | tuple):
        inner = [_quoted(each) if type(each) is str else _written(each, depth + 1) for each in value]
        return f"[{','.join(inner)}]"
    raise RefusedValueError(f"{type(value).__name__} has no canonical form")


def _members(mapping: Mapping[str, object], depth: int) -> str:
    """Return the members of a mapping as JSON, by their keys; most values are texts."""
    for key in mapping:
        if not isinstance(key, str):
            raise RefusedValueError(f"a key must be text, not {type(key).__name__}")
    if NUMBER in mapping:
        raise RefusedValueError(f"the key {NUMBER!r} is reserved")
    found = []
    for key in sorted(mapping):
        value = mapping[key]
        found.append(f"{_quoted(key)}:{_quoted(value) if type(value) is str else _written(value, depth)}")
    return f"{{{','.join(found)}}}"


_WORDS = {None: "null", True: "true", False: "false"}

#: How JSON writes NUL. A text may have a backslash, and then these letters.
ESCAPED_NUL = "\\u0000"


def _has_nul(value: object) -> bool:
    """Whether any text in a value has a NUL."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, list | tuple):
        return any(map(_has_nul, value))
    return isinstance(value, Mapping) and any(map(_has_nul, (*value, *value.values())))


def _revive(mapping: dict[str, object]) -> object:
    digits = mapping.get(NUMBER)
    return mapping if digits is None else Decimal(str(digits))
