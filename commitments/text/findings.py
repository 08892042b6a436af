"""Where diagnostics are collected while records are made and checked, each at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec import Struct

from commitments.text.diagnostics import Diagnostic, at_line, at_span, did_you_mean
from commitments.text.mistakes import Mistake
from commitments.text.source import Place, Source, Span

if TYPE_CHECKING:
    from commitments.records.base import Record
    from commitments.records.said import Said
    from commitments.text.positions import Document, Path


class Ground(Protocol):
    """Where a record was read from."""

    @property
    def path(self) -> str:
        """The file, ``-`` or the name of the text."""

    def place(self, path: Path = ()) -> Place:
        """Return where the value at a path stands."""

    def diagnose(self, mistake: Mistake) -> Diagnostic:
        """Return a mistake at its place."""


@dataclass(frozen=True, slots=True)
class InYaml:
    """A record in a YAML document; its own paths follow ``prefix``."""

    document: Document
    prefix: Path = ()

    @property
    def path(self) -> str:
        """The file, ``-`` or the name of the text."""
        return self.document.source.path

    def place(self, path: Path = ()) -> Place:
        """Return where the value at a path stands."""
        return self.document.place((*self.prefix, *path))

    def diagnose(self, mistake: Mistake) -> Diagnostic:
        """Return a mistake at its place: a key, or a value."""
        path = (*self.prefix, *mistake.path)
        span = self.document.span(path, key=mistake.key)
        found = at_span(self.document.source, span, mistake.id, mistake.message, *mistake.advice)
        return replace(found, about=about) if (about := self._about(path)) else found

    def _about(self, path: Path) -> tuple[str, ...]:
        """Return the full name of the commitment in which a path lies."""
        data = self.document.data
        if path[:1] != ("commitments",) or len(path) == 1 or not isinstance(data, dict):
            return ()
        return (f"{data.get('agreement')}/{path[1]}",)


class InLine(Struct, frozen=True, gc=False):
    """A record in a line of JSON."""

    source: Source
    span: Span

    @property
    def path(self) -> str:
        """The file, ``-`` or the name of the text."""
        return self.source.path

    def place(self, path: Path = ()) -> Place:
        """Return where the line begins."""
        del path
        return self.source.place(self.span.start)

    def diagnose(self, mistake: Mistake) -> Diagnostic:
        """Return a mistake at its line, with the path to it in the message."""
        inner = ".".join(str(part) for part in mistake.path)
        message = f"{inner}: {mistake.message}" if inner else mistake.message
        return at_span(self.source, self.span, mistake.id, message, *mistake.advice)


T = TypeVar("T", bound="Record | Said")


class Draft(Struct, Generic[T], frozen=True, gc=False):
    """A record that was read, and its ground. ``whole``: nothing but commitments had to be left out of it.

    ``zone``: of its bare times, where the text around it names one.
    """

    record: T
    ground: Ground
    whole: bool = True
    zone: str | None = None


class Findings:
    """Diagnostics, collected; no more than ``most`` of one file, which is more than anybody reads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()

    def add(self, found: Diagnostic) -> None:
        """Keep a diagnostic, unless there are too many of its file."""
        self._counts[found.path] += 1
        if self._counts[found.path] <= self._most:
            self._found.append(found)

    def report(
        self, ground: Ground, kind: str, message: str, path: Path = (), *, key: bool = False,
        near: tuple[str, Iterable[str]] | None = None, advice: str = "", about: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Keep what is wrong at a path of a ground.

        ``near``: a name, and those among which it may have been meant; ``about``: the full names of commitments that it
        concerns, when not the one in which it stands.
        """
        if self._counts[ground.path] >= self._most:
            self._counts[ground.path] += 1
            return
        help_ = [line for line in (did_you_mean(*near) if near else "", advice) if line]
        found = ground.diagnose(Mistake(kind, message, tuple(help_), path, key=key))
        self.add(replace(found, about=about) if about else found)

    def full(self, path: str) -> bool:
        """Whether nothing more of a file is kept, so that looking further is of no use."""
        return self._counts[path] > self._most

    def all(self) -> list[Diagnostic]:
        """Return everything that was kept, and a note on each file of which something was left out."""
        return self._found + [
            at_line(path, 1, "E117", "there is more wrong with this file than is shown here", "mend these first")
            for path in self._counts
            if self.full(path)
        ]
