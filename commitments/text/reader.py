"""The one reader of YAML: strict, bounded, with the place of every key and value.

It takes the events of PyYAML's C parser one by one, so that the bounds hold before anything is built, and builds the
data and its places in the same pass. There are no tags, anchors, aliases or merge keys, a key is a text and stands
once, and scalars are those of YAML 1.2 (``NO`` is a text, ``010`` is ten, dates stay text, numbers are exact).
"""

# ruff: noqa: ANN401 - the events of the C parser are not typed well enough to say more

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from decimal import Decimal
from sys import intern
from typing import Any

import yaml
from yaml._yaml import CParser

from commitments.records.spelling import UNPRINTABLE
from commitments.text.bounds import BOUNDS, Bounds
from commitments.text.diagnostics import Diagnostic, at_line, at_span, quoted
from commitments.text.positions import Document
from commitments.text.scalars import SPECIAL, NumberError, plain
from commitments.text.source import Source, Span

#: A document counts as so many keys and values: an empty one costs something too.
DOCUMENT_COST = 10
_UNPRINTABLE_IN_FILES = re.compile(UNPRINTABLE.pattern.replace(r"\x0b-\x1f", r"\x0b\x0c\x0e-\x1f"))


WRITE_OUT = "write the value out where it is needed"
LOOKS = "a value is what it looks like: leave the tag away, and put a text that looks like a number in quotes"
SPLIT = "split it into several files"


class _StopReading(Exception):  # noqa: N818 - it ends the reading, its diagnostic is written
    """Nothing more is read from this text."""


class _NoKey:
    """Stands where a key is awaited."""


_NO_KEY = _NoKey()


class _Builder:
    """Takes the events of a stream, and makes its documents and diagnostics."""

    def __init__(self, source: Source, bounds: Bounds) -> None:
        self.source = source
        self.bounds = bounds
        self.documents: list[Document] = []
        self.diagnostics: list[Diagnostic] = []
        self.take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._begin,
            yaml.DocumentEndEvent: self._end,
        }
        self._count = 0
        self._begin(None)

    def _begin(self, event: Any) -> None:
        self.starts: array[int] = array("I")
        self.ends: array[int] = array("I")
        self.top: Any = []
        self.mapping = False
        self.key: Any = _NO_KEY
        self.drop = -1  # the number of the key that is given up, with its value
        self.stack: list[tuple[Any, bool, Any, int]] = []
        self.sound = True
        self.nulls = 0
        if event is not None and getattr(event, "tags", None):
            self._report(event, "E107", "tags are not used here, so they need not be declared")

    def _end(self, _: Any) -> None:
        self._count += len(self.starts) + DOCUMENT_COST
        if self.top and not (self.top[0] is None and len(self.starts) == 1):
            document = Document(self.source, self.top[0], self.starts, self.ends, self.sound, self.nulls)
            self.documents.append(document)

    def _report(self, event: Any, kind: str, message: str, advice: str = "") -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.diagnostics.append(at_span(self.source, Span(start, max(start + 1, end)), kind, message, advice))
        if len(self.diagnostics) >= self.bounds.diagnostics:
            raise _StopReading

    def _mark(self, event: Any) -> None:
        self.starts.append(event.start_mark.index)
        self.ends.append(event.end_mark.index)
        if event.anchor is not None:
            self._report(event, "E108", f"the anchor {quoted('&' + event.anchor)} is not used here", WRITE_OUT)
        if len(self.starts) + self._count > self.bounds.nodes:
            self._report(event, "E106", f"this text holds more than {self.bounds.nodes:,} keys and values", SPLIT)
            raise _StopReading

    def _scalar(self, event: Any) -> None:
        self._mark(event)
        value: Any = event.value
        if event.tag is not None:
            self._report(event, "E107", f"the tag {quoted(event.tag)} is not used here", LOOKS)
        style = event.style
        if not style:
            if not value or value[0] in SPECIAL:
                value = self._plain(event, value)
        elif style == '"' and not value.isprintable():
            value = self._quoted(event, value)
        if self.mapping and self.key is _NO_KEY:
            self._take_key(event, value)
        else:
            self._put(value)

    def _plain(self, event: Any, text: str) -> object:
        try:
            value = plain(text)
        except NumberError as error:
            self._report(event, "E112", str(error), "put it in quotes if it is a text")
            return Decimal(0)
        if value is None:
            self.nulls += 1
        return value

    def _quoted(self, event: Any, text: str) -> str:
        found = UNPRINTABLE.search(text)
        if found is None:
            return text
        self._report(event, "E103", f"this text holds the character U+{ord(found[0]):04X}, which cannot be shown")
        return UNPRINTABLE.sub("\ufffd", text)

    def _take_key(self, event: Any, value: Any) -> None:
        if type(value) is not str:
            self._report(event, "E111", "a key is a text", f'write it in quotes: "{event.value}"')
            self.nulls -= value is None
            value = event.value
        elif value == "<<" and not event.style:
            self._report(event, "E109", "the merge key `<<` is not used here", WRITE_OUT)
            self.sound = False
        if value in self.top:
            self._report(event, "E110", f"the key {quoted(value)} stands twice in this mapping", "keep one of them")
            self.drop = len(self.starts) - 1
        self.key = intern(value)

    def _put(self, value: object) -> None:
        if not self.mapping:
            self.top.append(value)
            return
        if self.drop < 0:
            self.top[self.key] = value
        else:
            del self.starts[self.drop :], self.ends[self.drop :]
            self.drop = -1
        self.key = _NO_KEY

    def _open(self, event: Any) -> None:
        self._mark(event)
        if event.tag is not None:
            self._report(event, "E107", f"the tag {quoted(event.tag)} is not used here", LOOKS)
        if len(self.stack) >= self.bounds.depth:
            self._report(event, "E105", f"this is nested more than {self.bounds.depth} levels deep")
            raise _StopReading
        if self.mapping and self.key is _NO_KEY:
            self._report(event, "E111", "a key is a text, not a list or a mapping", "write `key: value`")
            raise _StopReading
        self.stack.append((self.top, self.mapping, self.key, self.drop))
        self.mapping = type(event) is yaml.MappingStartEvent
        self.top = {} if self.mapping else []
        self.key, self.drop = _NO_KEY, -1

    def _close(self, _: Any) -> None:
        value = self.top
        self.top, self.mapping, self.key, self.drop = self.stack.pop()
        self._put(value)

    def _alias(self, event: Any) -> None:
        self.starts.append(event.start_mark.index)
        self.ends.append(event.end_mark.index)
        self._report(event, "E108", f"the alias {quoted('*' + str(event.anchor))} is not used here", WRITE_OUT)
        self.sound = False
        if self.mapping and self.key is _NO_KEY:
            raise _StopReading
        self._put(None)


def read_yaml(source: Source, bounds: Bounds = BOUNDS) -> tuple[list[Document], list[Diagnostic]]:
    """Return the documents of a text, and what is wrong with it. Any text at all has an answer.

    After a mistake the reading goes on where it can, so that all mistakes are found; a document that could not be read
    to its end is left out.
    """
    found = _unreadable(source, bounds)
    if found is not None:
        return [], [found]
    builder = _Builder(source, bounds)
    try:
        _run(CParser(source.text), builder.take)
    except _StopReading:
        pass
    except yaml.YAMLError as error:
        builder.diagnostics.append(_syntax(source, error))
    return builder.documents, builder.diagnostics


def _run(parser: CParser, take: dict[type, Callable[[Any], None]]) -> None:
    next_event = parser.get_event
    event = next_event()  # the start of the stream
    while (event := next_event()) is not None:
        handle = take.get(type(event))
        if handle is not None:
            handle(event)


def _unreadable(source: Source, bounds: Bounds) -> Diagnostic | None:
    text = source.text
    if len(text) > bounds.size:
        return at_line(source.path, 1, "E104", f"this text is longer than {bounds.size:,} bytes", SPLIT)
    found = _UNPRINTABLE_IN_FILES.search(text)
    if found is None:
        return None
    message = f"the character U+{ord(found[0]):04X} cannot be shown, and is not used here"
    return at_span(source, Span(*found.span()), "E103", message, "take it out")


def _syntax(source: Source, error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index = min(mark.index if mark is not None else len(source.text), len(source.text))
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    span = Span(index, index + 1)
    if "nesting depth" in problem:
        return at_span(source, span, "E105", "this is nested too deeply to be read")
    return at_span(source, span, "E102", f"this is not YAML: {problem}", _begun(error), *_hints(problem))


def _begun(error: yaml.YAMLError) -> str:
    where = getattr(error, "context_mark", None)
    _, parsing, context = str(getattr(error, "context", None)).partition("ing a")
    return f"it is in a{context} that begins in line {where.line + 1}" if where is not None and parsing else ""


def _hints(problem: str) -> list[str]:
    return [hint for sign, hint in HINTS if sign in problem]


HINTS = (
    ("mapping values are not allowed", "put a text with `: ` in it in quotes, and look at the indentation"),
    ("cannot start any token", "indent with spaces, and put a text that begins with @ ` % or a tab in quotes"),
    ("could not find expected ':'", "a key is followed by a colon and a space"),
    ("expected <block end>", "look at the indentation: keys of one mapping stand under each other"),
    ("expected ',' or", "close what was opened with { or [, and separate its parts with commas"),
)
