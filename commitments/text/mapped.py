"""Rows of a table as the fields of events, as a mapping says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from commitments.records.mapping import DATA, NAMES, Origin, TableMapping
from commitments.text.diagnostics import did_you_mean, quoted
from commitments.text.fields import as_typed
from commitments.text.mistakes import Mistake
from commitments.text.scalars import NumberError, plain
from commitments.text.shapes import described

_NOT_IN_NAMES = re.compile(r"[^a-z0-9._]+")
#: A number with a comma before its fraction, and points between thousands.
_WITH_COMMA = re.compile(r"[-+]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?")
_TIME_OF_DAY = re.compile(r"%[HIMSfpXcTR]")
_DAY = re.compile(r"%[djxcDFeuwaA]")


class _Unfit(Exception):  # noqa: N818 - it ends the reading of a row, what it says is written
    """A row does not give an event: ``mistake`` tells why; None: the mapping leaves it out."""

    def __init__(self, kind: str = "", message: str = "", *advice: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(kind, message, tuple(filter(None, advice)), ()) if kind else None


def event_fields(row: Mapping[str, str], mapping: TableMapping) -> dict[str, Any] | Mistake | None:
    """Return the fields of the event that a row is; or what is wrong with it; None: the mapping leaves it out."""
    if any(row[column] not in cells for column, cells in mapping.only.items()):
        return None
    found: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for name, origins in mapping.fields.items():
        try:
            value = _field(name, origins, row)
        except _Unfit as unfit:
            return unfit.mistake and unfit.mistake._replace(path=(name,))
        if value is not None and name.startswith(DATA):
            data[name.removeprefix(DATA)] = value
        elif value is not None:
            found[name] = value
    return {**found, "data": data} if data else found


def _field(name: str, origins: Sequence[Origin], row: Mapping[str, str]) -> Any:  # noqa: ANN401 - any value of a field
    """Return the value of a field, None where the row says nothing."""
    if name in NAMES:
        return list(dict.fromkeys(value for origin in origins for value in _values(name, origin, row))) or None
    values = next((values for origin in origins if (values := _values(name, origin, row))), [])
    if len(values) > 1 and not name.startswith(DATA):
        raise _Unfit("E201", "this should be one value, and is several")
    return values if len(values) > 1 else values[0] if values else None


def _values(name: str, origin: Origin, row: Mapping[str, str]) -> list[Any]:
    if origin.value is not None:
        return list(origin.value) if isinstance(origin.value, tuple) else [origin.value]
    cell = row[origin.column or ""].strip()
    parts = [cell] if origin.split is None else [part.strip() for part in cell.split(origin.split)]
    return [_read(name, origin, _mapped(origin, part)) for part in parts if part]


def _mapped(origin: Origin, part: str) -> str:
    if origin.map is not None:
        if part in origin.map:
            part = origin.map[part]
        elif origin.unmapped == "skip":
            raise _Unfit
        elif origin.unmapped == "refuse":
            advice = "add it to `map`, or say what becomes of such rows: `unmapped: skip` or `keep`"
            raise _Unfit(
                "E209", f"{quoted(part)} is not in the `map` of this field", did_you_mean(part, origin.map), advice
            )
    return origin.prefix + part


def _read(name: str, origin: Origin, text: str) -> Any:  # noqa: ANN401
    if origin.format:
        return _time(text, origin.format)
    if origin.as_ == "name":
        return _name(text)
    if origin.decimal == "comma" and _WITH_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if origin.as_ == "text" or not (name.startswith(DATA) or origin.as_):
        return text
    try:
        value = plain(text) if origin.as_ == "number" else as_typed(text)
    except NumberError as error:
        raise _Unfit("E112", f"{error}", "read it `as: text`") from None
    if origin.as_ == "number" and (isinstance(value, bool | str) or value is None):
        raise _Unfit("E201", f"this should be a number, and is {described(text)}: {quoted(text)}")
    return value


def _name(text: str) -> str:
    """Return a text as a name: in small letters without accents, and hyphens for all that no name has."""
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    name = _NOT_IN_NAMES.sub("-", plain_letters).strip("-._")
    if not name:
        raise _Unfit("E206", f"no name can be made of {quoted(text)}", "give it one in `map`")
    return name


def _time(text: str, formats: Sequence[str]) -> str:
    """Return a time as we write it: an instant, a day, or a month, as precisely as the format does."""
    for form in formats:
        try:
            time = datetime.strptime(text, form)  # noqa: DTZ007 - its zone is that of the mapping
        except ValueError:
            continue
        if _TIME_OF_DAY.search(form):
            return time.isoformat()
        return time.date().isoformat() if _DAY.search(form) else time.date().isoformat()[: len("2022-02")]
    raise _Unfit("E202", f"{quoted(text)} is not written as {' or '.join(map(quoted, formats))}")
