"""A page of the documentation as text: for a terminal, fitted to its width, or for a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import groupby

from commitments.render.palette import Tone
from commitments.render.screen import Screen
from commitments.render.table import row_lines
from commitments.render.wrapping import fitted_columns, indented, width

FENCE, BAR = "```", "|"
GAP = 2
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)\s]+\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_RULE = re.compile(r"^\|[-| :]+\|$")
_CELLS = re.compile(r"(?<!\\)\|")
#: Where a line begins a paragraph of its own: an item of a list.
_ITEM = re.compile(r"\s*([-*]|\d+\.) ")


def page_lines(text: str, screen: Screen) -> Iterator[str]:
    """Yield a page in Markdown as lines of text."""
    for kind, block in _blocks(text.splitlines()):
        if kind == "code":
            yield from (f"    {line}" for line in block)
        elif kind == "heading":
            yield screen.tinted(_plain(block[0].lstrip("#").strip()), Tone.HEADING)
        elif kind == "table":
            yield from _table(block, screen)
        else:
            yield from _prose(block, screen)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the parts of a page with their kinds; what only a machine reads is left out."""
    inside = False
    kinds: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith(FENCE):
            inside = not inside
        elif inside:
            kinds.append(("code", line))
        elif not line.startswith("<!--"):
            kinds.append((_kind(line), line))
    for kind, found in groupby(kinds, key=lambda pair: pair[0]):
        block = [line for _, line in found]
        yield from ((kind, [line]) for line in block) if kind == "heading" else ((kind, block),)


def _kind(line: str) -> str:
    return "heading" if line.startswith("#") else "table" if line.startswith(BAR) else "prose" if line else "gap"


def _plain(text: str) -> str:
    return (
        unescape(_STRONG.sub(r"\1", _LINK.sub(r"\1", _PICTURE.sub(r"(picture: \1)", text))))
        .replace("\\*", "*")
        .replace("\\|", "|")
    )


def _prose(lines: Sequence[str], screen: Screen) -> Iterator[str]:
    """Yield paragraphs and lists: as they stand in a pipe, fitted to the width of a terminal."""
    if screen.width is None:
        yield from map(_plain, lines)
        return
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and paragraphs[-1] and line and not _ITEM.match(line) and not line.startswith("    "):
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line)
    for paragraph in paragraphs:
        yield from indented(_plain(paragraph), screen.width, hang=2 if _ITEM.match(paragraph) else 0)


def _table(lines: Sequence[str], screen: Screen) -> Iterator[str]:
    rows = [[_plain(cell.strip()) for cell in _CELLS.split(line)[1:-1]] for line in lines if not _RULE.match(line)]
    widths = None if screen.width is None else fitted_columns(rows, screen.width - GAP * (len(rows[0]) - 1))
    widths = widths or [max(map(width, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        yield from row_lines(row, widths, [None if place else Tone.HEADING] * len(row), screen)
