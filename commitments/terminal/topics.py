"""What `help` can explain beside commands: the pages of the documentation, and the parts of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from commitments import __file__ as package

_HEADING = re.compile(r"^(#+) (.+)$")
_FENCE = "```"


class Part(NamedTuple):
    """A part of a page: its heading, how deep that is, and the text from it to the next one that is not below it."""

    title: str
    depth: int
    text: str


def pages() -> dict[str, Path]:
    """Return the pages by topic: those that are installed with the program, in a checkout those of ``docs/``."""
    home = Path(package).parent / "docs"
    home = home if home.is_dir() else Path(package).parents[1] / "docs"
    found = {path.stem: path for path in sorted(home.rglob("*.md")) if path.stem != "index"}
    language = home / "language" / "index.md"
    return found | ({"language": language} if language.exists() else {})


def explained(topic: str) -> str | None:
    """Return what the pages say on a topic, in Markdown: a whole page, or every part that has it as its heading."""
    found = pages()
    wanted = topic.lower()
    if wanted in found:
        return found[wanted].read_text(encoding="utf-8")
    texts = [part.text for _, part in _parts(found) if wanted in _names(part.title)]
    return "\n".join(texts) or None


def topics() -> Iterator[tuple[str, str]]:
    """Yield each page by its topic, with its title."""
    for name, path in pages().items():
        first = next(parts(path.read_text(encoding="utf-8")), None)
        yield name, "" if first is None else first.title


def known() -> set[str]:
    """Return everything that can be asked for."""
    found = pages()
    return {*found, *(name for _, part in _parts(found) for name in _names(part.title))}


def _parts(found: Mapping[str, Path]) -> Iterator[tuple[str, Part]]:
    for name, path in found.items():
        if name != "cli":  # commands explain themselves
            yield from ((name, part) for part in parts(path.read_text(encoding="utf-8")))


def _names(title: str) -> set[str]:
    """Return by what a part is asked for: its whole heading, or one of the words that it lists."""
    plain = title.lower().replace("`", "")
    return {plain, *plain.split(", ")}


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of a page."""
    lines = text.splitlines()
    headings, inside = [], False
    for place, line in enumerate(lines):
        inside ^= line.startswith(_FENCE)
        match = None if inside else _HEADING.match(line)
        if match is not None:
            headings.append((place, len(match[1]), match[2]))
    for number, (place, depth, title) in enumerate(headings):
        end = next((other for other, below, _ in headings[number + 1 :] if below <= depth), len(lines))
        yield Part(title, depth, "\n".join(lines[place:end]).rstrip() + "\n")
