"""JSON read strictly, and lists of events in it, one a line, plain or as CloudEvents 1.0.

A key stands once in an object, numbers are exact, and NaN and infinities are refused. Bounds are those of YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from msgspec import Struct

from commitments.progress import counted
from commitments.records.said import Said
from commitments.records.spelling import UNPRINTABLE
from commitments.text.bounds import BOUNDS, Bounds
from commitments.text.diagnostics import Diagnostic, at_span
from commitments.text.exactjson import StrictError, loads
from commitments.text.plainlines import DEPTH, plain_event
from commitments.text.scalars import NumberError
from commitments.text.source import Source, Span

_BETWEEN_RETURNS = re.compile(r"[^\r]+")


class Line(Struct, gc=False):
    """The object of one line, or the sound event that it plainly tells; and where it begins and ends in the text."""

    data: dict[str, Any] | Said
    span: Span


def read_lines(source: Source, bounds: Bounds = BOUNDS) -> tuple[list[Line], list[Diagnostic]]:
    """Return the object of each line that is not blank, and what is wrong with the others."""
    lines: list[Line] = []
    found: list[Diagnostic] = []
    for start, text in counted("reading lines", _lines(source.text), source.text.count("\n")):
        if len(found) >= bounds.diagnostics:
            break
        if text.isspace():
            continue
        said = plain_event(text) if len(text) <= bounds.line and bounds.depth >= DEPTH else None
        span = Span(start, start + len(text))
        result = _read_line(source, span, text, bounds) if said is None else Line(said, span)
        if isinstance(result, Diagnostic):
            found.append(result)
        else:
            lines.append(result)
    return lines, found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each line begins, and what it says; without those that have no character."""
    start = 0
    for line in text.split("\n"):
        if "\r" in line:
            yield from ((start + found.start(), found[0]) for found in _BETWEEN_RETURNS.finditer(line))
        elif line:
            yield start, line
        start += len(line) + 1


def _read_line(source: Source, span: Span, text: str, bounds: Bounds) -> Line | Diagnostic:
    if len(text) > bounds.line:
        return at_span(source, span, "E104", f"this line is longer than {bounds.line:,} characters")
    if text.count("[") + text.count("{") > bounds.depth and _depth(text) > bounds.depth:
        return at_span(source, span, "E105", f"this is nested more than {bounds.depth} levels deep")
    return _read_object(source, span, text)


def _read_object(source: Source, span: Span, text: str) -> Line | Diagnostic:
    try:
        data = loads(text)
    except JSONDecodeError as error:
        at = span.start + error.pos
        return at_span(source, Span(at, at + 1), "E114", f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
    except (StrictError, NumberError) as error:
        kind = "E110" if isinstance(error, StrictError) else "E112"
        return at_span(source, span, kind, str(error))
    if not isinstance(data, dict):
        return at_span(source, span, "E114", "this line is not a JSON object", 'write {"type": …, "at": …}')
    if "\\" in text or not text.isprintable():
        unprintable = _unprintable(data)
        if unprintable is not None:
            message = f"a text holds the character U+{ord(unprintable):04X}, which cannot be shown"
            return at_span(source, span, "E103", message)
    return Line(data, span)


def _depth(text: str) -> int:
    """Return how deep brackets go, at most, those in texts left out."""
    deepest = depth = 0
    for bracket in _BRACKETS_OUTSIDE.findall(text):
        depth += (bracket in _OPENING) - (bracket in _CLOSING)
        deepest = max(deepest, depth)
    return deepest


#: Texts as a whole (to the end, when they are not closed), and brackets outside of them.
_BRACKETS_OUTSIDE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]')
_OPENING = frozenset("[{")
_CLOSING = frozenset("]}")


def _unprintable(value: object) -> str | None:
    if isinstance(value, str):
        found = UNPRINTABLE.search(value)
        return found[0] if found else None
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((found for found in map(_unprintable, inner) if found is not None), None)
