"""The short way for a line of JSON: an event that says nothing unusual, read and checked in one look.

What goes this way, the full way (``jsonlines``, then the records) would take with the same content. Whatever is
unusual is left to the full way, be it wrong or not: escapes, a key that stands twice, what is empty, an event without
id, a number of many digits, characters that may not be shown, an envelope.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder, Encoder

from commitments.records.ids import made_id
from commitments.records.said import FIELDS, Said
from commitments.records.spelling import ID_PATTERN, MAX_NAME, MAX_TEXT, NAME_PATTERN, REFERENCE_PATTERN
from commitments.text.times import UnreadableTimeError, parse_event_time, read_plain

#: How deep a plain line goes: the object, its data, a list in it.
DEPTH = 3
#: A number of more characters is unusual.
_LONGEST_NUMBER = 18
_LARGEST_NUMBER = 10**_LONGEST_NUMBER
_SCALARS = frozenset({str, int, bool})
#: Stands in the line of an event that has no id yet.
_NO_ID = "none"
#: The texts of every event: the keys and values of its type, time and id.
_TEXTS = 6

_is_id = re.compile(ID_PATTERN).fullmatch
_is_reference = re.compile(REFERENCE_PATTERN).fullmatch
_pattern_of_names = re.compile(NAME_PATTERN)


#: Whether the value of a field is sound.
_Check = Callable[[str], bool]


class _UnusualError(ValueError):
    """A line has to go the full way."""


class _Line(Struct, forbid_unknown_fields=True, gc=False):
    """The fields of an event; a single name may stand without a list around it."""

    type: str
    at: str
    id: str
    actor: str | tuple[str, ...] = ()
    target: str | tuple[str, ...] = ()
    object: str | tuple[str, ...] = ()
    place: str | tuple[str, ...] = ()
    source: str | tuple[str, ...] = ()
    agreement: str | None = None
    commitment: str | None = None
    text: str | None = None
    ref: str | None = None
    data: dict[str, Any] | None = None
    recorded: str | None = None


def plain_event(text: str) -> Said | None:
    """Return the event that a line tells; None where the line has to go the full way."""
    if "\\" in text or not (_is_plain_ascii(text) or text.isprintable()):
        return None
    try:
        return _event(_decode(text), text.count('"'))
    except (MsgspecError, RecursionError, _UnusualError, UnreadableTimeError):
        return None


def plain_fields(fields: Mapping[str, Any]) -> Said | None:
    """Return the event that fields tell, its id made where there is none; None where a record has to be made of them.

    They are written as a line and read as one, so that they are checked like a line.
    """
    if not _is_json(fields):
        return None
    try:
        said = plain_event(_write({"id": _NO_ID, **fields}).decode())
    except ValueError:  # a surrogate, or a number without end
        return None
    if said is not None and "id" not in fields:
        said.id = made_id({name: getattr(said, name) for name in FIELDS})
    return said


def _is_json(value: Any) -> bool:  # noqa: ANN401 - whatever somebody gives
    """Whether a value is read from JSON as what it is, but that a tuple is read as a list."""
    if isinstance(value, Mapping):
        return all(type(name) is str for name in value) and all(map(_is_json, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_json, value))
    if type(value) is Decimal:
        return str(value) != "-0"  # which would be read as a whole number, that knows no such zero
    return type(value) in _SCALARS


def _event(line: _Line, quotes: int) -> Said:
    """Return what a line of so many quotes tells: two are of each text in it, and more where a key stands twice."""
    kind, at, name = line.type, line.at, line.id
    plain = name.isalnum() and name.isascii()
    if not (_is_name(kind) and len(name) <= MAX_NAME and (plain or _is_id(name))):
        raise _UnusualError
    if read_plain(at) is None:
        parse_event_time(at, "UTC")
    said, texts = Said(type=kind, at=at, id=name), _TEXTS
    if line.data:
        said.data = line.data
        texts += _take_data(line.data)
    if 2 * texts != quotes:  # there is more than that
        texts += _take_names(line, said) + _take_texts(line, said)
        _check(2 * texts == quotes)
    return said


def _take_data(data: dict[str, Any]) -> int:
    """Make the values of data those of a record; return how many texts there are in them, their keys included."""
    texts = 1 + len(data)
    for key, value in data.items():
        if not 0 < len(key) <= MAX_NAME:
            raise _UnusualError
        if type(value) is list:
            texts += sum([type(each) is str for each in value])
            data[key] = tuple(map(_scalar, value))
        else:
            texts += type(value) is str
            data[key] = _scalar(value)
    return texts


def _take_names(line: _Line, said: Said) -> int:
    """Take the names in an event; return how many texts they are."""
    texts = 0
    for field, is_sound in _NAMES.items():
        given = getattr(line, field)
        names = (given,) if type(given) is str else given
        _check(all(map(is_sound, names)))
        setattr(said, field, names)
        texts += bool(names) + len(names)
    return texts


def _take_texts(line: _Line, said: Said) -> int:
    """Take the other fields of an event; return how many texts they are."""
    texts = 0
    for field, is_sound in _OTHERS.items():
        given = getattr(line, field)
        if given is not None:
            _check(is_sound(given))
            setattr(said, field, given)
            texts += 2
    return texts


def _is_plain_ascii(text: str) -> bool:
    """Whether a line is of ASCII that may be shown; what JSON refuses need not be looked for. It is quick to tell."""
    return text.isascii() and "\x7f" not in text


def _scalar(value: Any) -> str | bool | Decimal:  # noqa: ANN401 - a value of JSON
    kind = type(value)
    if kind is int and -_LARGEST_NUMBER < value < _LARGEST_NUMBER:
        return Decimal(value)
    if not (kind is Decimal or kind is bool or (kind is str and len(value) <= MAX_TEXT)):
        raise _UnusualError
    return value  # type: ignore[no-any-return]


def _number(text: str) -> Decimal:
    """Return a number that has a point."""
    _check(len(text) <= _LONGEST_NUMBER and "e" not in text and "E" not in text)
    return Decimal(text)


def _check(sound: object) -> None:
    if not sound:
        raise _UnusualError


@lru_cache(maxsize=4096)
def _is_name(text: str) -> bool:
    return len(text) <= MAX_NAME and _pattern_of_names.fullmatch(text) is not None


def _is_identifier(text: str) -> bool:
    return len(text) <= MAX_NAME and _is_id(text) is not None


def _is_text(text: str) -> bool:
    return 0 < len(text) <= MAX_TEXT


def _is_commitment(text: str) -> bool:
    return len(text) <= 3 * MAX_NAME and _is_reference(text) is not None


def _is_time(text: str) -> bool:
    return parse_event_time(text, "UTC") is not None


_NAMES: dict[str, _Check] = {
    "actor": _is_name,
    "target": _is_name,
    "object": _is_identifier,
    "place": _is_name,
    "source": _is_name,
}
_OTHERS: dict[str, _Check] = {
    "agreement": _is_name, "commitment": _is_commitment, "text": _is_text, "ref": _is_text, "recorded": _is_time,
}  # fmt: skip

_write = Encoder(decimal_format="number").encode
_decode = Decoder(_Line, float_hook=_number).decode
