"""A mistake in a text, as data: what is wrong, where it stands, and a way out. It is never raised."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

from commitments.text.registry import REGISTRY
from commitments.text.source import Place, Source, Span

Severity = Literal["error", "warning"]

MAX_SHOWN = 120  # characters of a source line
MAX_QUOTED = 60  # characters of a name in a message
MAX_COMPARED = 200  # names that are compared letter by letter
CUTOFF = 0.6


class Excerpt(NamedTuple):
    """A line of the source, made inert, and the columns (from 0) to underline in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong with a text. ``id`` is in the registry; ``help`` are ways out, a line each.

    ``about``: the full names of the commitments that it concerns.
    """

    id: str
    message: str
    place: Place
    help: tuple[str, ...] = ()
    excerpt: Excerpt | None = None
    about: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """Return how bad it is: a text with errors is refused."""
        return "warning" if self.id.startswith("W") else "error"

    @property
    def meaning(self) -> str:
        """Return what the id stands for, in a sentence."""
        return REGISTRY[self.id]

    @property
    def path(self) -> str:
        """Return the file, or ``-``, or the name of the text."""
        return self.place.path

    @property
    def line(self) -> int:
        """Return the line, from 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """Return the column in characters, from 1."""
        return self.place.column

    def __str__(self) -> str:
        """Return the diagnostic as text: its place and message, the line with carets, and help."""
        return "\n".join(render_lines(self))


class RefusedTextError(ValueError):
    """Texts with errors in them; ``diagnostics`` tell all of them, and warnings too."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Take everything that was found."""
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = tuple(diagnostics)


def at_span(source: Source, span: Span, kind: str, message: str, *advice: str) -> Diagnostic:
    """Make a diagnostic of the characters of a span."""
    place = source.place(span.start)
    excerpt = _excerpt(source.line(place.line), place.column - 1, span.end - span.start)
    return Diagnostic(kind, inert(message), place, tuple(inert(line) for line in advice if line), excerpt)


def at_line(path: str, line: int, kind: str, message: str, *advice: str) -> Diagnostic:
    """Make a diagnostic of a line that is not at hand (or of a whole file, at line 1)."""
    return Diagnostic(kind, inert(message), Place(path, line, 1), tuple(inert(help_) for help_ in advice if help_))


def _excerpt(line: str, start: int, length: int) -> Excerpt:
    first = max(0, start - MAX_SHOWN // 2) if len(line) > MAX_SHOWN else 0
    shown = inert(line[first : first + MAX_SHOWN])
    begin = min(start - first, len(shown))
    return Excerpt(shown, begin, max(begin + 1, min(begin + length, len(shown))))


def inert(text: str) -> str:
    """Return a text in which every character that could steer a terminal is replaced by a mark."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " if letter in "\t\n\r" else "\ufffd" for letter in text)


def quoted(name: object) -> str:
    """Return a name in backquotes, cut to a length that fits a message."""
    text = str(name)
    return f"`{text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + '…'}`"


def nearest(name: str, known: Iterable[str], cutoff: float = CUTOFF) -> str | None:
    """Return the known name that looks most like this one, if any does."""
    wanted = name.lower()[:MAX_QUOTED]
    lowered = {other.lower(): other for other in known if len(other) <= MAX_QUOTED}
    candidates = list(lowered)
    if len(candidates) > MAX_COMPARED:
        ends = (wanted[:2], wanted[-2:])
        candidates = [other for other in candidates if other[:2] == ends[0] or other[-2:] == ends[1]][:MAX_COMPARED]
    found = get_close_matches(wanted, candidates, n=1, cutoff=cutoff)
    return lowered[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a help line with the nearest of the known names, or the names when they are few, or nothing."""
    names = list(known)
    found = nearest(name, names)
    if found is not None:
        return f"did you mean {quoted(found)}?"
    few = 8
    return f"known here: {', '.join(sorted(names))}" if 0 < len(names) <= few else ""


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics by path and place, each once."""
    return sorted(dict.fromkeys(diagnostics), key=_order)


def _order(found: Diagnostic) -> tuple[object, ...]:
    return (found.path, found.id == "E117", found.place, found.id, found.message)


def render_lines(found: Diagnostic) -> list[str]:
    """Return a diagnostic as lines of text."""
    lines = [f"{inert(found.path)}:{found.line}:{found.column}: {found.severity}[{found.id}]: {found.message}"]
    if found.excerpt is not None and found.excerpt.text.strip():
        text, start, end = found.excerpt
        lines += [f"    {text}", f"    {' ' * _width(text[:start])}{'^' * max(1, _width(text[start:end]))}"]
    return lines + [f"    help: {line}" for line in found.help]


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(found.severity == "error" for found in diagnostics)
